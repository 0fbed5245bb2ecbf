"""Making ``os`` available at ``here()``: where the import goes, and how it is written there."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.syntax.imports import import_module


def added(code: str) -> tuple[str | None, str]:
    """How ``os`` is written at ``here()``, and the code with it imported."""
    facts = module(code)
    [call] = [call for call in facts.facts.calls if facts.text(call.func) == "here"]
    found = import_module(facts, "os", call)
    if found is None:
        return None, code
    return found[0], splice(code, found[1])


ADDED = [
    ("import sys\nhere()", "import os\nimport sys\nhere()"),
    ("import json\nimport sys\nhere()", "import json\nimport os\nimport sys\nhere()"),
    ("import json\nhere()", "import json\nimport os\nhere()"),
    ("import json\n\nimport numpy\nhere()", "import json\nimport os\n\nimport numpy\nhere()"),
    ("from json import a\nhere()", "import os\nfrom json import a\nhere()"),
    ("here()", "import os\n\nhere()"),
    ('"""Doc."""\nhere()', '"""Doc."""\nimport os\n\nhere()'),
    ('"""Doc."""\n\nhere()', '"""Doc."""\nimport os\n\nhere()'),
    ("from __future__ import annotations\nhere()", "from __future__ import annotations\nimport os\n\nhere()"),
    (
        "from __future__ import annotations\n\nimport json\nhere()",
        "from __future__ import annotations\n\nimport json\nimport os\nhere()",
    ),
    (
        "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nhere()",
        "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport os\n\nhere()",
    ),
    ("import json  # why\nhere()", "import json  # why\nimport os\nhere()"),
    ("def f():\n    here()", "import os\n\n\ndef f():\n    here()"),
    ('"""Doc."""\n\n\ndef f():\n    here()', '"""Doc."""\nimport os\n\n\ndef f():\n    here()'),
    ("try:\n    import a\nfinally:\n    here()", "import os\n\ntry:\n    import a\nfinally:\n    here()"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), ADDED)
def test_an_import_is_added(before: str, after: str, newline: str) -> None:
    code, expected = (f"{text}\n".replace("\n", newline) for text in (before, after))
    assert added(code) == ("os", expected)


THERE = [
    ("import os\nhere()", "os"),
    ("import os as system\nhere()", "system"),
    ("import os.path\nhere()", "os"),
    ("import os\ndef f():\n    here()", "os"),
    ("def f():\n    here()\nimport os", "os"),
    ("def f():\n    import os\n    here()", "os"),
    ("import sys, os\nhere()", "os"),
    ("import os\nhere()\nimport os", "os"),
    ("import os\nimport os.path\nhere()", "os"),
]


@pytest.mark.parametrize(("code", "written"), THERE)
def test_an_import_that_is_there_is_used(code: str, written: str) -> None:
    assert added(code + "\n") == (written, code + "\n")


IMPOSSIBLE = [
    "here()\nimport os",
    "os = 1\nhere()",
    "def f(os):\n    here()",
    "import os\ndef f(os):\n    here()",
    "def f():\n    os = 1\n    here()",
    "for os in a: pass\nhere()",
    "def os(): pass\nhere()",
    "from a import os\nhere()",
    "try:\n    import os\nexcept E:\n    os = None\nhere()",
]


@pytest.mark.parametrize("code", IMPOSSIBLE)
def test_where_the_name_means_something_else_there_is_no_way(code: str) -> None:
    assert added(code + "\n")[0] is None


def test_an_import_goes_above_the_code_that_needs_it() -> None:
    written, changed = added("here()\nimport json\n")
    assert written == "os"
    assert changed.index("import os") < changed.index("here()")


TENSORFLOW = [
    ("import os\nimport numpy as np\nhere()",
     "import os\nimport numpy as np\nimport tensorflow as tf\nhere()"),
    ("import os\nimport wandb\nhere()", "import os\nimport tensorflow as tf\nimport wandb\nhere()"),
    ("from keras import a\nhere()", "import tensorflow as tf\nfrom keras import a\nhere()"),
    ("import os\nfrom json import a\nfrom keras import b\nhere()",
     "import os\nfrom json import a\nimport tensorflow as tf\nfrom keras import b\nhere()"),
    ("import tensorflow as tf\nhere()", "import tensorflow as tf\nhere()"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TENSORFLOW)
def test_an_import_under_another_name(before: str, after: str) -> None:
    facts = module(before)
    [call] = facts.facts.calls
    found = import_module(facts, "tensorflow", call, "tf")
    assert found is not None
    assert (found[0], splice(before, found[1])) == ("tf", after)


@pytest.mark.parametrize("code", ["tf = 1\nhere()", "import x as tf\nhere()", "def f(tf):\n    here()"])
def test_the_other_name_is_taken(code: str) -> None:
    facts = module(code)
    [call] = facts.facts.calls
    assert import_module(facts, "tensorflow", call, "tf") is None
