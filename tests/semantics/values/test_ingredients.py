"""What an expression is reckoned from: the marked calls that are among it."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.values.ingredients import ingredients

CASES = {
    "itself": ("result = a()", "a"),
    "a variable": ("x = a()\nresult = x + 1", "a"),
    "the value that it has there": ("x = a()\nx = b()\nresult = x", "b"),
    "either": ("x = a()\nif c():\n    x = b()\nresult = x", "a b"),
    "what is appended": ("x = []\nfor y in a():\n    x.append(b(y))\nresult = x", "a b"),
    "what is inserted": ("x = []\nx.insert(0, a())\nresult = x", "a"),
    "what is put at a place": ("x = {}\nx['k'] = a()\nresult = x", "a"),
    "what is added at a place": ("x = {}\nx['k'] += a()\nresult = x", "a"),
    "what is updated": ("x = {}\nx.update(k=a())\nresult = x", "a"),
    "what is appended inside": ("x = {'k': []}\nx['k'].append(a())\nresult = x", "a"),
    "what is added to another": ("x, y = [], []\ny.append(a())\nresult = x", ""),
    "walrus": ("result = (x := a()) + x", "a"),
    "with": ("with a() as x:\n    result = x", "a"),
    "a lambda": ("f = lambda x: b(x)\nresult = f(a())", "a b"),
    "augmented": ("x = 1\nx += a()\nresult = x", "a"),
    "a loop": ("for x in a():\n    result = x", "a"),
    "a comprehension": ("result = [b(x) for x in a()]", "a b"),
    "unpacked": ("x, y = a()\nresult = y", "a"),
    "a function": ("def f():\n    return a()\n\nresult = f()", "a"),
    "a parameter": ("def f(x):\n    return x\n\nresult = f(a())", "a"),
    "a class": ("class C:\n    x = a()\n\nresult = C()", "a"),
    "nothing else": ("x = a()\ny = b()\nresult = y", "b"),
    "what stands later": ("x = a()\nresult = x\nx = b()", "a"),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_ingredients(code: str, expected: str) -> None:
    facts = module(dedent(code) + "\n\nif __name__ == '__main__':\n    pass\n")
    found = ingredients(facts, assigned(facts, "result"))
    assert found is not None
    assert _called(found) == set(expected.split())


G = "    def g(self):\n        return self.x\n"
OF_OBJECTS = {
    "a method": (
        "class C:\n    def f(self):\n        return a()\n    def g(self):\n        return self.f()\n",
        "a",
    ),
    "what it keeps": (f"class C:\n    def f(self):\n        self.x, self.y = a(), b()\n{G}", "a"),
    "a part": (f"class C:\n    def f(self):\n        self.x, y = a()\n{G}", "a"),
    "of a base": (
        "class B:\n    def f(self):\n        self.x = a()\n"
        f"class C(B):\n{G}class D:\n    def f(self):\n        self.x = b()\n",
        "a",
    ),
    "of a class derived from it": (
        f"class C:\n{G}class D(C):\n    def f(self):\n        self.x = a()\n",
        "a",
    ),
}


@pytest.mark.parametrize(("code", "expected"), OF_OBJECTS.values(), ids=OF_OBJECTS)
def test_what_an_object_has(code: str, expected: str) -> None:
    facts = module(code)
    [function] = [each for each in facts.facts.functions if each.name.value == "g"]
    found = ingredients(facts, *(facts.returns(function) or []))
    assert found is not None
    assert _called(found) == set(expected.split())


def _called(found: frozenset[cst.CSTNode]) -> set[str]:
    calls = [node.func for node in found if isinstance(node, cst.Call)]
    return {func.value for func in calls if isinstance(func, cst.Name)} & set("abc")


def test_a_parameter_with_callers_out_of_sight() -> None:
    facts = module("def f(x):\n    y = x + 1\n    return y\n")
    [function] = facts.facts.functions
    [returned] = facts.returns(function) or []
    assert ingredients(facts, returned) is None
    assert ingredients(facts, returned, of=function) is not None
