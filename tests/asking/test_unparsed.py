"""What is read of a text without parsing it, in the quick way and in the plain one."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.calls.definitions import _may_bind
from tflint_ckpt.unparsed import import_statements

BINDS = [
    "class  a(b):\n",
    "x = 1\nasync  def a():\n",
    "a = 1\n",
    "a: int = 3\n",
    "a\n= 1\n",
    "from x import (\n b,\n a\n)",
    "from x import(a)",
    "import a",
    "import b, c as a",
    "from x import *\n",
    "\n\na=2",
    "x\ndef xa(): pass\ndef a(): pass\n",
]
BINDS_NOT = [
    "",
    " a = 1\n",
    "a == 1\n",
    "reimport a",
    "_import *\n",
    "import ba",
    "xa = 1\na_ = 1\n",
    "def ba():\n    a = 1\n",
    "import b\na",
    "x.a = 1\n",
    "b = a\nprint(a * 2)\n",
]


@pytest.mark.parametrize("text", BINDS)
def test_a_text_that_may_bind_a_name(text: str) -> None:
    assert _may_bind(text, "a")


@pytest.mark.parametrize("text", BINDS_NOT)
def test_a_text_that_does_not(text: str) -> None:
    assert not _may_bind(text, "a")


STATEMENTS = {
    "import a\nimport b as c, d\n": ["import a", "import b as c, d"],
    "x = 1\n\tfrom a import (\n  b,\n  c,\n)\n  import d": ["from a import (\n  b,\n  c,\n)", "import d"],
    "import a \\\n  , b\nimport c\\\n\nimport d": ["import a \\\n  , b", "import c", "import d"],
    "import a\r\nfrom b import c\r\n": ["import a", "from b import c"],
    "from the model we\n": ["from the model we"],
    "ximport a\nimport_b\n# import c\n": [],
    "": [],
}


@pytest.mark.parametrize("text", STATEMENTS)
def test_import_statements(text: str) -> None:
    assert [each.rstrip("\\\n ") for each in import_statements(text)] == STATEMENTS[text]
