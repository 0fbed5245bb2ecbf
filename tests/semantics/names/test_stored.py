"""What is done where an expression stands: it is set, or only read."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.names.stored import is_stored, leaves_list

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


# What is done with the list x, and whether it has its elements then.
DONE = [
    ("print(x)", True),
    ("y = sorted(x)", True),
    ("for y in zip(a, x): pass", True),
    ("for y in x: pass", True),
    ("y = [z for z in x]", True),
    ("y = x[0]", True),
    ("y = x[1:]", True),
    ("if x: pass", True),
    ("y = f'{x}'", True),
    ("y = len(x) if 'a' in x else not x", True),
    ("x.index(a)", True),
    ("x[0] = 1", False),
    ("x[0], y = 1, 2", False),
    ("x[0] += 1", False),
    ("del x[0]", False),
    ("x.sort()", False),
    ("y = x.index", False),
    ("f(x)", False),
    ("map(f, x)", False),
    ("y = x", False),
    ("y = [x]", False),
    ("return x", False),
    ("x += y", False),
]


@pytest.mark.parametrize(("code", "expected"), DONE)
def test_a_list_that_is_left_as_it_is(code: str, expected: bool) -> None:
    facts = module(f"def g(x):\n    {code}\n")
    (use, *more) = facts.uses("x", facts.facts.scopes[facts.facts.functions[0].body])
    assert all(leaves_list(facts, each, "index") for each in (use, *more)) is expected
