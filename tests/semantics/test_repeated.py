"""Which loop runs the marked call `work()` many times."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.repeated import loop_around

LONG = {
    "a for": "for x in xs:\n    work()",
    "a while": "while x:\n    work()",
    "the test of a while": "while work():\n    pass",
    "a comprehension": "y = [work() for x in xs]",
    "a range": "for i in range(10):\n    work()",
    "a range that is not known": "for i in range(n):\n    work()",
    "the outer one": "for x in xs:\n    for i in range(2):\n        work()",
    "a function in a loop": "def f():\n    work()\n\nfor x in xs:\n    f()",
    "a list that a loop fills": "xs = []\nfor y in ys:\n    xs.append(y)\nfor x in xs:\n    work()",
    "a list that a comprehension makes": "xs = [y for y in ys]\nfor x in xs:\n    work()",
    "two of them": "def f():\n    work()\n\ndef g():\n    f()\n\nfor x in xs:\n    g()",
}
SHORT = {
    "no loop": "work()",
    "the iterable": "for x in work():\n    pass",
    "a short range": "for i in range(3):\n    work()",
    "from one number to another": "for i in range(1, 4):\n    work()",
    "a short list": "for x in [a, b]:\n    work()",
    "a list of a variable": "xs = [1, 2]\nfor x in xs:\n    work()",
    "with numbers": "for i, x in enumerate([a, b]):\n    work()",
    "side by side": "for a, b in zip(range(3), xs):\n    work()",
    "the else of a loop": "for x in xs:\n    pass\nelse:\n    work()",
    "a function that is defined in it": "for x in xs:\n    def f():\n        work()",
    "a function that is called outside too": "def f():\n    work()\n\nf()\nfor x in xs:\n    f()",
    "a function that is not called": "def f():\n    work()",
    "a lambda": "for x in xs:\n    f = lambda: work()",
}


def found(code: str) -> cst.CSTNode | None:
    facts = module(dedent(code))
    [node] = [
        call for call in facts.facts.calls if isinstance(call.func, cst.Name) and call.func.value == "work"
    ]
    return loop_around(facts, node)


@pytest.mark.parametrize("code", LONG.values(), ids=LONG)
def test_long(code: str) -> None:
    assert found(code) is not None


@pytest.mark.parametrize("code", SHORT.values(), ids=SHORT)
def test_short(code: str) -> None:
    assert found(code) is None
