"""What a call reaches through other names of a function."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.calls.reached import reached

HEAD = "from functools import partial\ndef f(a, b): pass\n"

# Code with a call of g, the function that it reaches, and what that is given.
REACHED = [
    ("g(1)", "g", "1"),
    ("g = f\ng(1)", "f", "1"),
    ("h = f\ng = h\ng(1)", "f", "1"),
    ("g = partial(f, 1)\ng(2)", "f", "1 2"),
    ("g = partial(f, b=1)\ng(2)", "f", "b=1 2"),
    ("h = partial(f, 1)\ng = partial(h, 2)\ng()", "f", "1 2"),
    # several values, or none that is seen
    ("g = f\ng = h\ng(1)", "g", "1"),
    ("g = f if t else h\ng(1)", "g", "1"),
    ("g, h = f\ng(1)", "g", "1"),
    ("def k(g):\n    g(1)", "g", "1"),
    ("a.g(1)", "a.g", "1"),
]


@pytest.mark.parametrize(("code", "function", "given"), REACHED)
def test_reached(code: str, function: str, given: str) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "g")
    found = reached(facts, call)
    texts = [
        f"{each.keyword.value}={facts.text(each.value)}"
        if each.keyword is not None
        else facts.text(each.value)
        for each in found.arguments
    ]
    assert (facts.text(found.func), " ".join(texts)) == (function, given)
