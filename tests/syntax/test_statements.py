"""Inserting and removing statements; ``here()`` marks the place, ``gone()`` the statement to remove."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.statements import (
    always_before,
    insert_before,
    remove_statement,
    statement_of,
    statements_behind,
)


def call_of(facts: Module, name: str) -> cst.Call:
    """The call of *name*."""
    [call] = [call for call in facts.facts.calls if facts.text(call.func) == name]
    return call


INSERTED = [
    ("here()", "new\nhere()"),
    ("a\nx = [here()]\nb", "a\nnew\nx = [here()]\nb"),
    ("if a:\n    here()", "if a:\n    new\n    here()"),
    ("if a:\n\there()", "if a:\n\tnew\n\there()"),
    ("if a: here()", "if a: new; here()"),
    ("a; here()", "a; new; here()"),
    ("if here(): a", "new\nif here(): a"),
    ("if a: b\nelif here(): c", "new\nif a: b\nelif here(): c"),
    ("while here(): a", "new\nwhile here(): a"),
    ("for i in here(): a", "new\nfor i in here(): a"),
    ("with here() as a: b", "new\nwith here() as a: b"),
    ("try: a\nexcept here(): b", "new\ntry: a\nexcept here(): b"),
    ("try:\n    here()\nfinally: a", "try:\n    new\n    here()\nfinally: a"),
    ("match a:\n    case b if here(): c", "new\nmatch a:\n    case b if here(): c"),
    ("match a:\n    case b:\n        here()", "match a:\n    case b:\n        new\n        here()"),
    ("def f():\n    return here()", "def f():\n    new\n    return here()"),
    ("def f(a=here()): pass", "new\ndef f(a=here()): pass"),
    ("@b\n@here()\ndef f(): pass", "new\n@b\n@here()\ndef f(): pass"),
    ("class C:\n    x = here()", "class C:\n    new\n    x = here()"),
    ("# why\nhere()", "# why\nnew\nhere()"),
    ("x = (\n    here()\n)", "new\nx = (\n    here()\n)"),
    ("x = a \\\n    + here()", "new\nx = a \\\n    + here()"),
    ("if a: \\\n    here()", "if a: \\\n    new; here()"),
    ("a; \\\n    here()", "a; \\\n    new; here()"),
    ("f(lambda: here())", "new\nf(lambda: here())"),
    ("[here() for i in a]", "new\n[here() for i in a]"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), INSERTED)
def test_insert_before(before: str, after: str, newline: str) -> None:
    code, expected = (f"{text}\n".replace("\n", newline) for text in (before, after))
    facts = module(code)
    assert splice(code, [insert_before(facts, call_of(facts, "here"), "new")]) == expected


REMOVED = [
    ("gone()\na", "a"),
    ("a\ngone()", "a"),
    ("gone()", ""),
    ("gone();\na", "a"),
    ("a; gone()", "a"),
    ("gone(); a", "a"),
    ("a; gone(); b", "a; b"),
    ("a; gone();", "a;"),
    ("if a:\n    gone()", "if a:\n    pass"),
    ("if a: gone()", "if a: pass"),
    ("if a: gone(); b", "if a: b"),
    ("if a:\n    gone()\n    b", "if a:\n    b"),
    ("if a:\n    b\n    gone()\nc", "if a:\n    b\nc"),
    ("def f():\n    gone()", "def f():\n    pass"),
    ("gone()  # why\na", "# why\na"),
    ("a\n\ngone()\n\nb", "a\n\n\nb"),
    ("gone(\n    1,\n)\na", "a"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_remove_statement(before: str, after: str, newline: str) -> None:
    code, expected = (f"{text}\n".replace("\n", newline) for text in (before, after))
    facts = module(code)
    statement = facts.parent(call_of(facts, "gone"))
    assert statement is not None
    expected = "" if after == "" else expected
    changed = splice(code, [remove_statement(facts, statement)])
    assert changed == expected
    cst.parse_module(changed)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("here()", cst.Expr),
        ("x = here()", cst.Assign),
        ("if here(): pass", cst.If),
        ("if a: pass\nelif here(): pass", cst.If),
        ("@here()\ndef f(): pass", cst.FunctionDef),
    ],
)
def test_statement_of(code: str, kind: type[cst.CSTNode]) -> None:
    facts = module(code + "\n")
    assert isinstance(statement_of(facts, call_of(facts, "here")), kind)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("made()\nhere()", True),
        ("here()\nmade()", False),
        ("made(); here()", True),
        ("made()\nif a: here()", True),
        ("if a: made()\nhere()", False),
        ("if a: made()\nelse: here()", False),
        ("made()\ndef f(): here()", False),
        ("def f():\n    made()\n    here()", True),
        ("for i in a:\n    made()\nhere()", False),
        ("for i in a:\n    made()\n    here()", True),
        ("try: made()\nexcept E: here()", False),
        ("with a:\n    made()\n    here()", True),
    ],
)
def test_always_before(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    made = statement_of(facts, call_of(facts, "made"))
    assert always_before(facts, made, call_of(facts, "here")) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("here()\na()\nb()", "a() b()"),
        ("if x:\n    y = here()\n    a()\nb()", "a()"),
        ("if x: here()\nb()", "b()"),
        ("a()\nhere()", ""),
    ],
)
def test_statements_behind(code: str, expected: str) -> None:
    facts = module(code + "\n")
    found = statements_behind(facts, call_of(facts, "here"))
    assert " ".join(facts.text(each).strip() for each in found) == expected
