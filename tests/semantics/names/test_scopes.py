"""Scopes and bindings: which variable each name means, as CPython's own compiler sees it."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from textwrap import dedent

import libcst as cst
import pytest

from tests.claims import FIXTURES
from tests.lint import module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind, Scope

SNIPPETS = {
    "imports": """
        import a.b.c, os as system, d.e
        from m import n, o as p
        from . import q
        a, system, n, p, q, d
    """,
    "function": """
        @deco
        def f(a, b=c, /, d: e = g, *args, h=i, **kw) -> j:
            return a, b, d, args, h, kw, f
    """,
    "lambda": "f = lambda a, b=c: (a, b, d)\n",
    "default sees the scope outside": "a = 1\ndef f(a=a): return a\ng = lambda a=a: a\n",
    "comprehension": "r = [a for a in b if a for c in a if c]\na = 1\n",
    "comprehension's first iterable": """
        def f():
            a = 1
            return [a for a in a], {b: a for b in a}
    """,
    "walrus in a comprehension": "def f():\n    [(a := b) for b in c]\n    return a\n",
    "walrus in nested comprehensions": "[[(a := b) for b in c] for c in d]\na\n",
    "walrus in a default": "def f(a=(b := 1)):\n    return b\n",
    "class": """
        a = 1
        class C(B, metaclass=M):
            a = a
            b = [a for i in a]
            def f(self, a=a):
                return a, C, b
            class D:
                c = a
    """,
    "class in a function": """
        def f():
            v = 1
            class C:
                v = v
                def m(self):
                    return v
            return C
    """,
    "global": "def f():\n    global a\n    a = 1\n    def g():\n        return a\na\n",
    "global and a local of the same name between": """
        def f():
            a = 1
            def g():
                global a
                a = 2
                return a
            return a
    """,
    "global of a function around": """
        def f():
            a = 1
            def g():
                global a
                a = 2
                def h():
                    return a, [a for _ in a], lambda: a
            class C:
                global a
                def k(self):
                    return a
            return a
    """,
    "nonlocal": "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = 2\n    return a\n",
    "nonlocal above the binding": """
        def f():
            def g():
                nonlocal a
                a = 2
                def h():
                    nonlocal a
                    a = 3
                    return a
                return a
            a = 1
            return a
    """,
    "nonlocal past a class": """
        def f():
            a = 1
            class C:
                a = 2
                def g(self):
                    nonlocal a
                    a = 3
    """,
    "for, with, except, del, starred": """
        def f():
            for i, (j, *k) in l: i, j, k
            with m as n, o as (p, [q]): n, p, q
            try: pass
            except E as e: e
            del r, s[t]
            u, *v = w
            return x
    """,
    "match": """
        def f(s):
            match s:
                case {"k": a, **b}: return a, b
                case [c, *d] | (c, *d): return c, d
                case K(e, g=h) as i if h: return e, h, i
                case m.N: return n
                case _: return o
    """,
    "augmented": """
        a += 1
        def f():
            b += 1
            c: int = 2
            d.e += 3
            g[h] += 4
            return b, c
    """,
    "async": """
        async def f():
            async with a as b: b
            async for c in d: c
            return [e async for e in g], (await h for h in i)
    """,
    "generator": "def f():\n    x = yield a\n    yield from (b for b in x)\n",
    "f-strings": """
        def f(a):
            return f'{a!r:>{b}} {[c for c in a]} {(lambda d: d)(a)} {(e := 1)}', e
    """,
    "recursion": "def f():\n    return f\nclass C:\n    def g(self): return C, g\n",
    "conditional": """
        try:
            import a
        except E:
            a = None
        if b:
            def c(): return a
        else:
            c = 1
        c
    """,
    "deeply nested": """
        def f(a):
            def g(b):
                def h(c):
                    return a, b, c, d
                d = 1
    """,
}


def tables(root: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """*root* and every table in it."""
    yield root
    for child in root.get_children():
        yield from tables(child)


def pairs(facts: Module, code: str) -> Iterator[tuple[Scope, symtable.SymbolTable]]:
    """Each scope with CPython's table for it, by kind and line; ambiguous lines are left out."""
    root = symtable.symtable(code, "code", "exec")
    yield facts.facts.module, root
    by_place: dict[tuple[str, int], list[symtable.SymbolTable]] = {}
    for table in tables(root):
        by_place.setdefault((table.get_name(), table.get_lineno()), []).append(table)
    for scope in dict.fromkeys(facts.facts.scopes.values()):
        if scope.parent is None:
            continue
        node = scope.node
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            name = node.name.value
        else:
            name = {"Lambda": "lambda", "GeneratorExp": "genexpr"}.get(
                type(node).__name__, type(node).__name__.lower()
            )
        line = facts.source.position(facts.span(node)[0])[0]
        found = by_place.get((name, line), [])
        if len(found) == 1:
            yield scope, found[0]


def disagreements(code: str) -> tuple[list[str], int]:
    """The names that mean another variable to CPython, and how many were compared."""
    facts = module(code)
    table_of = dict(pairs(facts, code))
    wrong, compared = [], 0
    for node, scope in facts.facts.scopes.items():
        if not isinstance(node, cst.Name) or scope not in table_of or node.value in ("None", "True", "False"):
            continue
        if scope.parent is None or node.value == "__class__":
            continue
        try:
            symbol = table_of[scope].lookup(node.value)
        except KeyError:  # annotations, under ``from __future__ import annotations``
            continue
        home = scope.lookup(node.value)
        if symbol.is_annotated() and home is not scope:
            continue  # ``x: int`` only declares: there is no value that a use could see
        compared += 1
        if symbol.is_global():
            right = home in (None, facts.facts.module)
        elif symbol.is_local():
            right = home is scope
        else:
            right = home not in (None, facts.facts.module, scope)
        if not right:
            where = type(home.node).__name__ if home else "nowhere"
            line = facts.source.position(facts.span(node)[0])[0]
            wrong.append(f"{node.value} in line {line} is found in {where}")
    return wrong, compared


@pytest.mark.parametrize("title", SNIPPETS)
def test_names_mean_what_cpython_says(title: str) -> None:
    wrong, _ = disagreements(dedent(SNIPPETS[title]))
    assert wrong == []


def test_names_in_the_fixtures_mean_what_cpython_says() -> None:
    total = 0
    for path in sorted(FIXTURES.glob("*/*/*/before.py")):
        wrong, compared = disagreements(path.read_bytes().decode().replace("\r\n", "\n"))
        assert wrong == [], path
        total += compared
    assert total > 1000


BINDINGS = [
    ("x = 1", ["assignment"]),
    ("x: int = 1", ["assignment"]),
    ("x: int", []),
    ("x += 1", ["augmented assignment"]),
    ("(x := 1)", ["assignment"]),
    ("x = y = 1", ["assignment"]),
    ("import x", ["import"]),
    ("import x.y", ["import"]),
    ("import y.x", []),
    ("import y as x", ["import"]),
    ("from y import x", ["import"]),
    ("from y import *", []),
    ("def x(): pass", ["function"]),
    ("class x: pass", ["class"]),
    ("for x in y: pass", ["loop target"]),
    ("for y, (x, z) in y: pass", ["loop target"]),
    ("with y as x: pass", ["with target"]),
    ("with y as (z, x): pass", ["with target"]),
    ("try: pass\nexcept E as x: pass", ["other"]),
    ("try: pass\nexcept* E as x: pass", ["other"]),
    ("del x", ["other"]),
    ("y, *x = z", ["other"]),
    ("match y:\n    case x: pass", ["other"]),
    ("match y:\n    case [*x]: pass", ["other"]),
    ("match y:\n    case {**x}: pass", ["other"]),
    ("match y:\n    case x.y: pass", []),
    ("match y:\n    case x(): pass", []),
    ("x.y = 1", []),
    ("x[0] = 1", []),
    ("[x for x in y]", []),
    ("lambda x: x", []),
    ("y(x=1)", []),
    ("def f():\n    global x\n    x = 1", ["assignment"]),
    ("def f():\n    x = 1", []),
    ("class C:\n    x = 1", []),
    ("x = 1\nx = 2\ndel x", ["assignment", "assignment", "other"]),
]


@pytest.mark.parametrize(("code", "expected"), BINDINGS)
def test_bindings_at_the_top_level(code: str, expected: list[str]) -> None:
    found = module(code + "\n").facts.module.bindings.get("x", [])
    assert [binding.kind.value for binding in found] == expected


def test_what_a_destructuring_assignment_gives() -> None:
    facts = module("(a, [b, c]), d = (1, [2, 3]), 4\ne, f = g\n")
    bindings = facts.facts.module.bindings
    known = {name: bindings[name][0].value for name in "abcd"}
    assert {name: facts.text(value) for name, value in known.items() if value} == {
        "a": "1",
        "b": "2",
        "c": "3",
        "d": "4",
    }
    assert [(bindings[name][0].index, bindings[name][0].kind) for name in "ef"] == [
        ((0,), BindingKind.ASSIGNMENT),
        ((1,), BindingKind.ASSIGNMENT),
    ]


def test_an_attribute_that_is_changed_has_no_single_value() -> None:
    facts = module("self.a = 1\nself.b += 1\nfor self.c in d: pass\nself.e, self.f = 1, 2\nself.g, h = i\n")
    found = {target.attr.value: value is not None for target, value in facts.facts.attribute_targets}
    assert found == {"a": True, "b": False, "c": False, "e": True, "f": True, "g": False}


def test_the_parent_of_every_node_is_known() -> None:
    facts = module(dedent(SNIPPETS["match"]) + dedent(SNIPPETS["class"]))
    for node in facts.facts.scopes:
        assert node is facts.tree or facts.facts.parents[node] in facts.facts.scopes
