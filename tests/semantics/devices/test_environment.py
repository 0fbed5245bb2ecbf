"""Environment variables that a file sets, and the imports that read them."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.devices.environment import late_for, settings

KEY = "TF_CPP_MIN_LOG_LEVEL"

# Code, and for each setting of the variable the line of the import that came before it.
SETTINGS = [
    (f"import os\nimport tensorflow as tf\nos.environ['{KEY}'] = '3'", "2"),
    (f"import os\nfrom tensorflow import keras\nos.environ['{KEY}'] = '3'", "2"),
    (f"import os\nimport tensorflow as tf\nos.environ.setdefault('{KEY}', '3')", "2"),
    (f"import os\nos.environ['{KEY}'] = '3'\nimport tensorflow as tf", "-"),
    (f"import os\nos.environ['{KEY}'] = '3'", "-"),
    (f"import os\nif t:\n    import tensorflow as tf\nos.environ['{KEY}'] = '3'", "-"),
    (f"import os\nos.environ['{KEY}'] = '3'\nimport tensorflow\nos.environ['{KEY}'] = '2'", "- -"),
    ("import os\nimport tensorflow as tf\nos.environ[key] = '3'", ""),
    (f"import tensorflow as tf\nenviron['{KEY}'] = '3'", ""),
    (f"import os\nimport tensorflow as tf\nprint(os.environ['{KEY}'])", ""),
]


@pytest.mark.parametrize(("code", "expected"), SETTINGS)
def test_settings(code: str, expected: str) -> None:
    facts = module(code)
    every = list(settings(facts))
    late = [late_for(facts, one, every) for one in every]
    assert " ".join(str(line(facts, one)) if one is not None else "-" for one in late) == expected
