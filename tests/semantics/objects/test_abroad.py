"""Where an object goes that leaves its file."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.abroad import uses_everywhere

MADE = "from keras.callbacks import EarlyStopping\ndef get():\n    return EarlyStopping()\n"
SHARED = "from keras.callbacks import EarlyStopping\nshared = EarlyStopping()\n"

# The file that makes a callback, another one, and what is done with it there; None where that is not all.
USES: list[tuple[str, str, list[str] | None]] = [
    (MADE, "from made import get\nget().set_model(m)", ["a.py set_model"]),
    (MADE, "from made import get\nc = get()\nc.best\nc.model = 1", ["a.py best", "a.py model"]),
    (MADE, "import made\nfit([made.get()])", ["a.py fit"]),
    (MADE, "from made import get as make\nmake().stop()", ["a.py stop"]),
    (f"{MADE}get().here()\n", "from made import get\nget().there()", ["a.py there", "made.py here"]),
    (MADE, "from made import get\ndef again():\n    return get()\nagain().stop()", ["a.py stop"]),
    (SHARED, "from made import shared\nshared.stop()", ["a.py stop"]),
    (SHARED, "import made\nmade.shared.stop()", ["a.py stop"]),
    (SHARED, "x = 1", []),
    (
        "from keras.callbacks import EarlyStopping\nclass T:\n    def get_it(self):\n"
        "        return EarlyStopping()\n",
        "from made import T\nT().get_it().stop()",
        ["a.py stop"],
    ),
    # out of sight
    (MADE, "from made import get\nmakers = [get]", None),
    (MADE, "from made import *\nuse(get)", None),
    (MADE, "from made import get\nclass A:\n    c = get()", None),
    (MADE, "import made\ngetattr(made, 'get')().stop()", None),
    (SHARED, "from made import shared\nwith shared as c:\n    c.stop()", None),
    ("from keras.callbacks import EarlyStopping\ndef get():\n    yield EarlyStopping()\n", "x = 1", None),
]


@pytest.mark.parametrize(("made", "other", "expected"), USES)
def test_uses(made: str, other: str, expected: list[str] | None) -> None:
    facts = module("import made\nimport a\n", made=made, a=other)
    there = facts.project.parse(facts.project.source("made.py", besides="train.py") or facts.source)
    (call,) = calls(there, "EarlyStopping")
    found = uses_everywhere(there, call)
    shown = None
    if found is not None:
        shown = sorted(f"{file.path} {use.name or file.text(use.node.func)}" for file, use in found)  # type: ignore[attr-defined]
    assert shown == expected
