"""Whether an expression is what a statement sets."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.names.stored import is_stored

STATEMENTS = [
    ("x[show()] = 1", True),
    ("x[show()] += 1", True),
    ("x[show()]: int = 1", True),
    ("x[show()], y = 1, 2", True),
    ("[y, (x[show()], *z)] = 1", True),
    ("y, *x[show()] = z", True),
    ("y = x[show()] = 1", True),
    ("del x[show()], y", True),
    ("for x[show()] in y: pass", True),
    ("y = x[show()]", False),
    ("y = x[show()], 1", False),
    ("y += x[show()]", False),
    ("x[show()].a = 1", False),
    ("for y in x[show()]: pass", False),
    ("use(x[show()])", False),
]


@pytest.mark.parametrize(("code", "expected"), STATEMENTS)
def test_what_is_set(code: str, expected: bool) -> None:
    facts = module(code)
    (call,) = calls(facts, "show")
    node = next(above for above in facts.ancestors(call) if facts.text(above) == "x[show()]")
    assert is_stored(facts, node) is expected
