"""Which function is a generator, and whether it ever ends."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.generators import generator_function, never_ends
from tflint_ckpt.semantics.module import Module

# The body of a function, and whether it goes on yielding for ever; "-" where it is no generator.
BODIES = [
    ("while True:\n    yield 1", True),
    ("while 1:\n    for v in w:\n        yield v", True),
    ("n = 0\nwhile True:\n    n += 1\n    yield n", True),
    ("while True:\n    for v in w:\n        if v:\n            break\n        yield v", True),
    ("while True:\n    def g():\n        return 1\n    yield g()", True),
    ("while True:\n    yield 1\n    if v:\n        break", False),
    ("while True:\n    yield 1\n    if v:\n        return", False),
    ("while True:\n    for v in w:\n        yield v\n    else:\n        break", False),
    ("while more():\n    yield 1", False),
    ("yield 1", False),
    ("for v in w:\n    yield v", False),
    ("if w:\n    return\nwhile True:\n    yield 1", False),
    ("while True:\n    raise ValueError\n    yield 1", False),
    ("while True:\n    pass\nyield 1", False),
    ("return [1]", None),
    ("def g():\n    yield 1\nreturn g", None),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_never_ends(body: str, expected: bool | None) -> None:
    code = "def f(w):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    facts = module(f"{code}show(f)\n")
    function = generator_function(facts, _shown(facts))
    assert (never_ends(function) if function is not None else None) is expected


NAMED = [
    ("show(f)", "f"),
    ("show(lambda: f())", "f"),
    ("import functools\nshow(functools.partial(f, 1))", "f"),
    ("class C:\n    def __call__(self):\n        yield 1\nshow(C())", "__call__"),
    ("class C:\n    def f(self):\n        yield 1\n    def g(self):\n        show(self.f)", "f"),
    ("show(elsewhere)", None),
    ("show(lambda: elsewhere())", None),
    ("show(lambda: 1)", None),
    ("g = f\ng = h\nshow(g)", None),
]


@pytest.mark.parametrize(("code", "expected"), NAMED)
def test_generator_function(code: str, expected: str | None) -> None:
    facts = module(f"def f():\n    yield 1\n{dedent(code)}\n")
    function = generator_function(facts, _shown(facts))
    assert (function.name.value if function is not None else None) == expected


def _shown(facts: Module) -> cst.BaseExpression:
    calls = (one for one in facts.facts.calls if isinstance(one.func, cst.Name) and one.func.value == "show")
    return next(calls).args[0].value
