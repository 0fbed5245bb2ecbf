"""The walk that finds scopes: where each kind of binding takes its value from, and in which scope that is."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.scopes import Binding, Scope

# Code, and of each binding of ``x`` the kind of its scope, its value as written, and where in it it stands.
VALUES = [
    ("x = a", ["Module a"]),
    ("x = y = a", ["Module a"]),
    ("x, y = a", ["Module a 0"]),
    ("y, (z, x) = a", ["Module a 1,1"]),
    ("y, (z, x) = a, (b, c)", ["Module c"]),
    ("y, x = a, *b", ["Module a, *b 1"]),
    ("*y, x = a", ["Module a -1"]),
    ("y, *x = a", ["Module -"]),
    ("x += a", ["Module a"]),
    ("x: int = a", ["Module a"]),
    ("for y, x in a: pass", ["Module a 1"]),
    ("async def f():\n    async for x in a: pass", ["FunctionDef a"]),
    ("with a as (y, x): pass", ["Module a 1"]),
    ("with a as b, c as x: pass", ["Module c"]),
    ("[b for y, x in a]", ["ListComp a 1"]),
    ("{b: c for y in a for x in y}", ["DictComp y"]),
    ("[(x := a) for b in c]", ["Module a"]),
    ("def f(): [[(x := a) for b in c] for d in e]", ["FunctionDef a"]),
    ("lambda: (x := a)", ["Lambda a"]),
    ("def f(y=(x := a)): pass", ["Module a"]),
    ("def f(x=a, *y): pass", ["FunctionDef a"]),
    ("def f(*x, **y): pass", ["FunctionDef -"]),
    ("lambda x, /: x", ["Lambda -"]),
    ("def f():\n    global x\n    x = a", ["Module a"]),
    (
        "def f():\n    x = a\n    def g():\n        nonlocal x\n        x = b",
        ["FunctionDef a", "FunctionDef b"],
    ),
    ("class C:\n    global x\n    x = a", ["Module a"]),
    ("match a:\n    case [b, *x] | (c, x): pass", ["Module -", "Module -"]),
    ("match a:\n    case C(k=x) if (y := x): pass", ["Module -"]),
    ("try: pass\nexcept* E as x: pass", ["Module -"]),
    ("type x = a", ["Module -"]),
    ("def f[x](y: x): pass", ["FunctionDef -"]),
    ("x.y = a", []),
    ("x[0] = a", []),
]


@pytest.mark.parametrize(("code", "expected"), VALUES)
def test_where_a_value_comes_from(code: str, expected: list[str]) -> None:
    facts = module(code + "\n")

    def shown(binding: Binding) -> str:
        value = facts.text(binding.value) if binding.value is not None else "-"
        return " ".join([type(binding.scope.node).__name__, value, ",".join(map(str, binding.index))]).strip()

    every: dict[int, Scope] = {id(scope): scope for scope in facts.facts.each_scope}
    found = [binding for scope in every.values() for binding in scope.bindings.get("x", ())]
    assert [shown(binding) for binding in found] == expected


# A place of a name ``x``, and the kind of scope that it is evaluated in.
PLACES = [
    ("def f(a=x): pass", "Module"),
    ("def f(a: x) -> b: pass", "Module"),
    ("@x\ndef f(): pass", "Module"),
    ("class C(x): pass", "Module"),
    ("class C(metaclass=x): pass", "Module"),
    ("class C:\n    a = x", "ClassDef"),
    ("lambda a=x: a", "Module"),
    ("lambda: x", "Lambda"),
    ("[a for a in x]", "Module"),
    ("[x for a in b]", "ListComp"),
    ("[a for a in b if x]", "ListComp"),
    ("[a for b in c for a in x]", "ListComp"),
    ("{x: 1 for a in b}", "DictComp"),
    ("def f(): return (x for a in b)", "GeneratorExp"),
    ("def f(): return (a for a in x)", "FunctionDef"),
    ("f'{a:{x}}'", "Module"),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_the_scope_of_a_place(code: str, expected: str) -> None:
    facts = module(code + "\n")
    (use,) = facts.facts.named("x")
    assert type(facts.facts.scopes[use].node).__name__ == expected


def test_names_that_are_no_variables_are_none() -> None:
    facts = module("a.x\nf(x=1)\nfrom x import x as b\nmatch a:\n    case C(x=1): pass\n")
    assert facts.facts.named("x") == []


def test_star_imports_belong_to_their_scope() -> None:
    facts = module("from a import *\nfrom .b import *\nfrom . import *\n")
    assert facts.facts.module.star_imports == ["a", ".b", "."]
    assert isinstance(facts.facts.module.node, cst.Module)
