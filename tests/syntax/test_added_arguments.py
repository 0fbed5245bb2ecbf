"""Adding and renaming an argument, in whatever layout the call has."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.arguments import add_argument, add_element, rename_argument
from tflint_ckpt.syntax.quotes import in_quotes_of

ADDED = [
    ("f()", "f(x=1)"),
    ("f( )", "f(x=1)"),
    ("f(a)", "f(a, x=1)"),
    ("f(a,)", "f(a, x=1,)"),
    ("f(a, b=2)", "f(a, b=2, x=1)"),
    ("f(a, b=(1, 2))", "f(a, b=(1, 2), x=1)"),
    ("f(a, **b)", "f(a, **b, x=1)"),
    ("f(a, (b) )", "f(a, (b), x=1 )"),
    ("f((i for i in a))", "f((i for i in a), x=1)"),
    ("f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    x=1,\n)"),
    ("f(\n    a,\n    b\n)", "f(\n    a,\n    b,\n    x=1\n)"),
    ("f(\r\n    a,\r\n    b,\r\n)", "f(\r\n    a,\r\n    b,\r\n    x=1,\r\n)"),
    ("f(\n    a,\n    b,  # why\n)", "f(\n    a,\n    b,  # why\n    x=1,\n)"),
    ("f(\n    a, b,\n)", "f(\n    a, b, x=1,\n)"),
    ("f(a,\n  b)", "f(a,\n  b, x=1)"),
    ("f(a, [\n    1,\n])", "f(a, [\n    1,\n], x=1)"),
    ("f(\n    a=[\n        1,\n    ],\n)", "f(\n    a=[\n        1,\n    ],\n    x=1,\n)"),
]
# The code, a text that is added, and how the file writes it.
QUOTED = [
    ("a = 'b', 'c', \"d\"", 'x="e"', "x='e'"),
    ("a = 'b'", 'x={"e": f(0), "g": "h"}', "x={'e': f(0), 'g': 'h'}"),
    ('a = "b"', 'x="e"', 'x="e"'),
    ("a = 'b', \"c\"", 'x="e"', 'x="e"'),
    ("a = b", 'x="e"', 'x="e"'),
    ("'''The docstring.'''\na = '''b'''", 'x="e"', 'x="e"'),
    ("a = 'b'", 'x="it\'s"', 'x="it\'s"'),
    ("a = 'b'", r'x="e\n"', r'x="e\n"'),
    ("a = 'b'", "x=1", "x=1"),
]
NOT_ADDED = [
    "f(i for i in a)",
    "f(\n    # nothing\n)",
    "f(\n    a  # why\n)",
    "f(\n    a\n    # why\n)",
    "f(a,  # why\n)",
]
ELEMENTS = [
    ("[]", "[x]"),
    ("[a]", "[a, x]"),
    ("[a, b,]", "[a, b, x,]"),
    ("[\n    a,\n    b,\n]", "[\n    a,\n    b,\n    x,\n]"),
    ("(a, b)", "(a, b, x)"),
    ("[a,\n b]", "[a,\n b,\n x]"),
    ("[\n    a,\n    b]", "[\n    a,\n    b,\n    x]"),
    ("[a, b,\n c]", "[a, b,\n c, x]"),
    ("[\n    a]", "[\n    a, x]"),
]
RENAMED = [
    ("f(lr=0.1)", "f(rate=0.1)"),
    ("f(a, lr = 0.1, b=1)", "f(a, rate = 0.1, b=1)"),
    ("f(lr     = 0.1,\n  other  = 2)", "f(rate   = 0.1,\n  other  = 2)"),
    ("f(lr  = 0.1,\n  b   = 2)", "f(rate = 0.1,\n  b   = 2)"),
    ("{'lr': 0.1}", "{'rate': 0.1}"),
    ('{"a": 1, "lr": 0.1}', '{"a": 1, "rate": 0.1}'),
]


def expression(facts: Module) -> cst.BaseExpression:
    """The expression that is the whole of a snippet."""
    statement = facts.tree.body[0]
    assert isinstance(statement, cst.SimpleStatementLine)
    line = statement.body[0]
    assert isinstance(line, cst.Expr)
    return line.value


@pytest.mark.parametrize(("before", "after"), ADDED)
def test_added(before: str, after: str) -> None:
    facts = module(before)
    call = expression(facts)
    assert isinstance(call, cst.Call)
    assert splice(before, add_argument(facts, call, "x", "1")) == after
    ast.parse(after)


@pytest.mark.parametrize("code", NOT_ADDED)
def test_not_added(code: str) -> None:
    facts = module(code)
    call = expression(facts)
    assert isinstance(call, cst.Call)
    assert add_argument(facts, call, "x", "1") == ()


@pytest.mark.parametrize(("before", "after"), ELEMENTS)
def test_elements(before: str, after: str) -> None:
    facts = module(before)
    node = expression(facts)
    assert isinstance(node, (cst.List, cst.Tuple))
    assert splice(before, add_element(facts, node, "x")) == after


@pytest.mark.parametrize("code", ["a, b", "(a,)", "()"])
def test_no_place_for_an_element(code: str) -> None:
    facts = module(code)
    node = expression(facts)
    assert isinstance(node, cst.Tuple)
    assert add_element(facts, node, "x") == ()


@pytest.mark.parametrize(("before", "after"), RENAMED)
def test_renamed(before: str, after: str) -> None:
    facts = module(before)
    [node] = [
        each
        for each in facts.facts.scopes
        if (isinstance(each, cst.Arg) and each.keyword and each.keyword.value == "lr")
        or (isinstance(each, cst.DictElement) and facts.text(each.key).strip("\"'") == "lr")
    ]
    assert splice(before, rename_argument(facts, node, "rate")) == after


def test_a_position_has_no_name() -> None:
    facts = module("f(a)")
    call = expression(facts)
    assert isinstance(call, cst.Call)
    assert rename_argument(facts, call.args[0], "rate") == ()


@pytest.mark.parametrize(("code", "added", "expected"), QUOTED)
def test_strings_stand_between_the_quotes_of_the_file(code: str, added: str, expected: str) -> None:
    assert in_quotes_of(module(code), added) == expected
