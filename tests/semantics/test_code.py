"""A parsed file: what a name means at a place, what is around it, and how it is written."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import Lab, module
from tests.semantics.marked import calls, marked

# The builtin that a name is where it stands.
BUILTINS = [
    ("show(len)", "len"),
    ("def f(): show(len)", "len"),
    ("len = 3\nshow(len)", None),
    ("def f(len): show(len)", None),
    ("def f():\n    show(len)\n    len = 3", None),
    ("class C:\n    len = 3\n    def f(self): show(len)", "len"),
    ("class C:\n    len = 3\n    show(len)", None),
    ("[show(len) for len in x]", None),
    ("from x import len\nshow(len)", None),
    ("import len.x\nshow(len)", None),
    ("from tensorflow import *\nshow(len)", "len"),
    ("from tools import *\nshow(sum)", "sum"),
    ("show(x.len)", None),
    ("show(len())", None),
]


@pytest.mark.parametrize(("code", "expected"), BUILTINS)
def test_builtin(code: str, expected: str | None) -> None:
    facts, node = marked(code)
    assert facts.builtin(node) == expected
    if isinstance(node, cst.Name):
        assert facts.is_free_at("len", node) is (expected is not None)


# Where ``x`` is shown: the kinds of its bindings, of those that it may see there, and whether there is one.
NAMES = [
    ("x = 1\nshow(x)", "1", "1", True),
    ("x = 1\nx = 2\nshow(x)", "1 2", "2", False),
    ("x = 1\nshow(x)\nx = 2", "1 2", "1", False),
    ("if t:\n    x = 1\nelse:\n    x = 2\nshow(x)", "1 2", "2 1", False),
    ("def f():\n    x = 1\n    show(x)\nx = 2", "1", "1", True),
    ("x = 2\ndef f(): show(x)\nx = 3", "2 3", "3 2", False),
    ("def f():\n    global x\n    x = 1\nshow(x)", "1", "1", True),
    ("show(x)", "", "", False),
    ("show(x)\nx = 1", "1", "1", True),  # of one binding it is not asked where
    ("show(x)\nx = 1\nx = 2", "1 2", "", False),
    ("show(y.x)\nx = 1", "", "", False),
]


@pytest.mark.parametrize(("code", "every", "visible", "sole"), NAMES)
def test_bindings(code: str, every: str, visible: str, sole: bool) -> None:
    facts, node = marked(code)
    found = facts.bindings(node) if isinstance(node, cst.Name) else []
    assert " ".join(facts.text(each.value) for each in found if each.value is not None) == every
    seen = [facts.text(each.value) for each in facts.visible(node) if each.value is not None]
    assert sorted(seen) == sorted(visible.split())
    assert (facts.sole_binding(node) is not None) is sole


def test_uses_are_those_of_one_scope() -> None:
    facts = module("x = 1\nx\ndef f():\n    x = 2\n    x\ndef g():\n    x\n    [x for x in x]\ny.x\n")
    top = facts.facts.module
    assert len(facts.uses("x", top)) == 4
    assert len(facts.uses("x", facts.facts.scopes[facts.facts.functions[0].body])) == 2
    assert facts.uses("y", facts.facts.scopes[facts.facts.functions[0].body]) == []


AROUND = [
    ("show(x)", None, None),
    ("def f(): show(x)", "f", None),
    ("class C:\n    def f(self): show(x)", "f", "C"),
    ("class C: show(x)", None, "C"),
    ("def f(): return lambda: show(x)", "f", None),
    ("def f(a=show(x)): pass", "f", None),
    ("class C:\n    class D:\n        def f(self): show(x)", "f", "D"),
    ("def f():\n    class C: show(x)", "f", "C"),
]


@pytest.mark.parametrize(("code", "function", "owner"), AROUND)
def test_what_is_around(code: str, function: str | None, owner: str | None) -> None:
    facts, node = marked(code)
    found, around = facts.enclosing_function(node), facts.enclosing_class(node)
    assert (found.name.value if found else None, around.name.value if around else None) == (function, owner)


def test_steps_end_at_a_function() -> None:
    facts, node = marked("if t:\n    def f():\n        if u: show(x)\n")
    kinds = [type(above).__name__ for _, above in facts.steps_within(node)]
    assert "If" in kinds and "FunctionDef" not in kinds
    assert [type(above) for _, above in facts.steps(node)] == list(map(type, facts.ancestors(node)))
    assert facts.parent(facts.tree) is None


def test_calls_and_methods_of_a_node() -> None:
    facts = module("a.b(1)\na.b\nf(a)\na()\n")
    first, second, third, fourth = facts.facts.named("a")
    assert [facts.method_on(node)[0] for node in (first, second, third, fourth)] == ["b", "b", "", ""]
    assert [facts.method_on(node)[1] is not None for node in (first, second)] == [True, False]
    assert [facts.call_of(node) is not None for node in (first, third, fourth)] == [False, False, True]
    assert [facts.text(node) for node in facts.attributes("b")] == ["a.b", "a.b"]
    assert facts.attributes("c") == []


TEXTS = ["x", "(x)", "(x + 1)", "[1,  2]", "f(a,\n  b)", "'a' 'b'", "lambda: 1", "a . b", "((x))", "(yield)"]


@pytest.mark.parametrize("text", TEXTS)
def test_text(text: str) -> None:
    facts = module(f"def g():\n    z = {text}\n")
    value = facts.facts.scopes[facts.facts.functions[0].body].bindings["z"][0].value
    assert value is not None
    assert facts.text(value) == text


def test_where() -> None:
    facts = module("f(1)\nf(2)\n\nf(3)\n")
    every = calls(facts, "f")
    assert facts.where(every[2]) == "line 4"
    assert facts.where(*every) == "lines 1, 2, 4"
    start, end = facts.span(every[1])
    assert facts.source.text[start:end] == "f(2)"


def test_definitions_with_their_decorators() -> None:
    code = "@d(\n  1)\nclass C:\n    # a\n    def f(self):  # b\n        return 1\n"
    facts = module(code)
    assert facts.text_of_definition(facts.facts.classes[0]) == code.rstrip()
    method = "def f(self):  # b\n        return 1"
    assert facts.text_of_definition(facts.facts.functions[0]) == method
    comments = [facts.source.text[start:end] for start, end in facts.comments]
    assert comments == ["# a", "# b"]


def test_facts_are_made_once() -> None:
    facts = module("x = 1\n")
    made: list[object] = []

    class Fact:
        def __init__(self, asked: object) -> None:
            made.append(asked)

    assert facts.fact(Fact) is facts.fact(Fact)
    assert made == [facts]


def test_other_files() -> None:
    lab = Lab("import helper", helper="x = 1", broken="x = = 1")
    facts = lab.module
    helper = facts.other(lab.sources["helper.py"])
    assert helper is not None
    assert helper is facts.other(lab.sources["helper.py"])
    assert facts.known_others() == [helper]
    assert facts.other(lab.sources["broken.py"]) is None


def test_the_call_that_is_given_it() -> None:
    facts = module("f(a, b=c, *d)\ne(g).h\nclass K(i): pass\n")
    names = {name.value: name for name in facts.facts.parents if isinstance(name, cst.Name)}
    given = [name for name in "acdg" if facts.call_given(names[name]) is not None]
    assert given == ["a", "c", "d", "g"]
    assert not any(facts.call_given(names[name]) for name in "fei")


@pytest.mark.parametrize(
    ("code", "assigned"),
    [
        ("x = a", "a"),
        ("x: int = a", "a"),
        ("x = y = a", "a"),
        ("x, y = a", None),
        ("x = a\nx = b", None),
        ("x += a", None),
        ("for x in a: pass", None),
        ("with a as x: pass", None),
        ("import x", None),
        ("x: int", None),
        ("", None),
    ],
)
def test_what_is_assigned_once(code: str, assigned: str | None) -> None:
    facts, node = marked(f"{code}\nshow(x)\n")
    found = facts.assigned(node)
    assert (facts.text(found) if found is not None else None) == assigned
