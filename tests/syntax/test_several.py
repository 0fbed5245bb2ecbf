"""Taking several arguments out of one call."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.syntax.several import remove_arguments

# ``a``, ``b`` and ``c`` go.
BECOMES = [
    ("f(x, a=1, b=2)", "f(x)"),
    ("f(x, a=1, b=2,)", "f(x,)"),
    ("f(a=1, b=2)", "f()"),
    ("f(a=1, x=0, b=2)", "f(x=0)"),
    ("f(a=1, b=2, x=0)", "f(x=0)"),
    ("f(x, a=1, y=0, b=2, c=3)", "f(x, y=0)"),
    ("f(x, a=1)", "f(x)"),
    ("f(x)", "f(x)"),
    ("f(\n    x,\n    a=1,\n    b=2,\n)", "f(\n    x,\n)"),
    ("f(\n    x,\n    a=1,\n    b=2\n)", "f(\n    x\n)"),
    ("f(\n    x,\n    a=1,\n    y=0,\n    b=2\n)", "f(\n    x,\n    y=0\n)"),
    ("f(x,\n  a=1, b=2,\n  c=3)", "f(x)"),
    ("f(x, a=1,\n  b=2, y=0)", "f(x,\n  y=0)"),
    # a comment stays, or nothing is done
    ("f(x,\n  a=1,  # why\n  b=2)", "f(x,\n  a=1,  # why\n  b=2)"),
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    facts = module(before)
    [call] = facts.facts.calls
    gone = [each for each in call.args if each.keyword and each.keyword.value in "abc"]
    text = before
    for edit in reversed(remove_arguments(facts, call, gone)):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == after
