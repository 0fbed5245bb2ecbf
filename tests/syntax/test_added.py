"""Adding several arguments to a call at once."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.syntax.added import add_arguments

ADDED = (("first", "1"), ("second", '"two"'))
LONG = "a" * 80
TABLE = [
    ("f()", 'f(first=1, second="two")'),
    ("f(a)", 'f(a, first=1, second="two")'),
    ("f(a,)", 'f(a, first=1, second="two",)'),
    ("f(a, b=2)  # why", 'f(a, b=2, first=1, second="two")  # why'),
    ("f(\n    a,\n    b=2,\n)", 'f(\n    a,\n    b=2,\n    first=1,\n    second="two",\n)'),
    ("f(\n    a,\n    b=2\n)", 'f(\n    a,\n    b=2,\n    first=1,\n    second="two"\n)'),
    ("f(a,\n  b=2)", 'f(a,\n  b=2,\n  first=1,\n  second="two")'),
    ("f(a,\n  b=2,)", 'f(a,\n  b=2,\n  first=1,\n  second="two",)'),
    ("f(a, b=[\n    1,\n])", 'f(a, b=[\n    1,\n], first=1, second="two")'),
    ("f(**a)", 'f(**a, first=1, second="two")'),
    (f"f({LONG})", f'f(\n    {LONG},\n    first=1,\n    second="two",\n)'),
    (f"f( {LONG} , b = 2 , )", f'f(\n    {LONG},\n    b = 2,\n    first=1,\n    second="two",\n)'),
    (
        f"def g():\n    return [f({LONG}), a]",
        f'def g():\n    return [f(\n        {LONG},\n        first=1,\n        second="two",\n    ), a]',
    ),
    ("f(a for a in b)", "f(a for a in b)"),
    (f"f(a for a in {LONG})", f"f(a for a in {LONG})"),
    ("f(\n    a  # why\n)", "f(\n    a  # why\n)"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), TABLE)
def test_add_arguments(before: str, after: str, newline: str) -> None:
    code = f"{before}\n".replace("\n", newline)
    facts = module(code)
    call = next(call for call in facts.facts.calls if facts.text(call.func) == "f")
    assert splice(code, add_arguments(facts, call, ADDED)) == f"{after}\n".replace("\n", newline)


def test_nothing_is_added() -> None:
    facts = module("f(a)")
    assert add_arguments(facts, facts.facts.calls[0], ()) == ()
