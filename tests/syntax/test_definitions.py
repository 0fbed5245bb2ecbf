"""Adding a definition at the top level: where it goes, and whether it is there already."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.syntax.definitions import define, top_level_import

CODE = "def made():\n    return 1"


def defined(code: str, *names: str) -> str | None:
    """*code* with ``made`` defined behind the imports of *names*, for ``here()``."""
    facts = module(code)
    [call] = [call for call in facts.facts.calls if facts.text(call.func) == "here"]
    anchors = [binding for name in names if (binding := top_level_import(facts, name)) is not None]
    edits = define(facts, "made", CODE, anchors, call)
    return None if edits is None else splice(code, edits)


NEW = f"\n\n{CODE}\n\n\n"
PLACES = [
    ("import a\nhere()", ("a",), f"import a\n{NEW}here()"),
    ("import a\nimport b\n\nhere()", ("a",), f"import a\nimport b\n{NEW}here()"),
    ("import a\n\n\n\nhere()", ("a",), f"import a\n{NEW}\nhere()"),
    ("import a\n# why\nhere()", ("a",), f"import a\n{NEW}# why\nhere()"),
    ("import a  # why\nhere()", ("a",), f"import a  # why\n{NEW}here()"),
    ("import a; import b\nhere()", ("a",), f"import a; import b\n{NEW}here()"),
    ("import a\nx = 1\nimport b\nhere()", ("a",), f"import a\n{NEW}x = 1\nimport b\nhere()"),
    ("import a\nx = 1\nimport b\nhere()", ("a", "b"), f"import a\nx = 1\nimport b\n{NEW}here()"),
    ("from a import (\n    b,\n)\nhere()", ("b",), f"from a import (\n    b,\n)\n{NEW}here()"),
    ("import a\n\n\ndef f():\n    here()", ("a",), f"import a\n{NEW}def f():\n    here()"),
    (f"import a\n{NEW}here()", ("a",), f"import a\n{NEW}here()"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "names", "after"), PLACES)
def test_where_it_goes(before: str, names: tuple[str, ...], after: str, newline: str) -> None:
    before, after = (f"{text}\n".replace("\n", newline) for text in (before, after))
    assert defined(before, *names) == after


NOWHERE = [
    ("here()", ()),
    ("import a\nhere()", ("b",)),
    ("if x:\n    import a\nhere()", ("a",)),
    ("import a\nimport a\nhere()", ("a",)),
    ("here()\nimport a", ("a",)),
    ("import a\nmade = 1\nhere()", ("a",)),
    ("import a\nfrom b import made\nhere()", ("a",)),
    ("import a\ndef made():\n    return 2\nhere()", ("a",)),
    (f"import a\nhere()\n{CODE}", ("a",)),
    (f"import a\nif x:\n    made = 1\n{CODE}\nhere()", ("a",)),
    ("import a\ndef f(made):\n    here()", ("a",)),
]


@pytest.mark.parametrize(("code", "names"), NOWHERE)
def test_it_has_no_place(code: str, names: tuple[str, ...]) -> None:
    assert defined(f"{code}\n", *names) is None
