"""Removing and exchanging the links of a chain of calls; ``x`` and ``y`` are the links in question."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.syntax.chains import link_span, remove_link, swap_links

REMOVED = [
    ("d.x()", "d"),
    ("d.x(1, a=2).b()", "d.b()"),
    ("d.a().x()", "d.a()"),
    ("d . x ( ) . b()", "d . b()"),
    ("(d.a()).x()", "(d.a())"),
    ("(d.x()).b()", "(d).b()"),
    ("d = (\n    d.a()\n    .x()\n    .b()\n)", "d = (\n    d.a()\n    .b()\n)"),
    ("d = (\n    d.a()\n    .x()\n)", "d = (\n    d.a()\n)"),
    (
        "d = (\n    d.a()  # one\n    .x()  # two\n    .b()\n)",
        "d = (\n    d.a()  # one\n    # two\n    .b()\n)",
    ),
    (
        "d = (\n    d.a()\n    # about x\n    .x()\n    .b()\n)",
        "d = (\n    d.a()\n    # about x\n    .b()\n)",
    ),
    ("d = d.a() \\\n    .x() \\\n    .b()", "d = d.a() \\\n    .b()"),
    ("d = d.a() \\\n    .x()", "d = d.a()"),
    ("d.a(\n    1,\n).x(\n    2,\n).b()", "d.a(\n    1,\n).b()"),
    ("d.x(e.f()).b()", "d.b()"),
    ("(d.x)()", "d"),
    ("((d.a().x)(1)).b()", "(d.a()).b()"),
    ("((d.a()).x)()", "(d.a())"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_remove_link(before: str, after: str, newline: str) -> None:
    code, expected = (f"{text}\n".replace("\n", newline) for text in (before, after))
    facts = module(code)
    [(call, _)] = facts.method_calls("x")
    changed = splice(code, [remove_link(facts, call)])
    assert changed == expected
    cst.parse_module(changed)


SWAPPED = [
    ("d.x().y()", "d.y().x()"),
    ("d.x(1).y(a=2).b()", "d.y(a=2).x(1).b()"),
    ("(\n    d.x()  # one\n    .y()  # two\n)", "(\n    d.y()  # one\n    .x()  # two\n)"),
    ("d.x(\n    1,\n).y()", "d.y().x(\n    1,\n)"),
    ("(d.x()).y()", "(d.y()).x()"),
    ("d = d.x()  # one\nd = d.y(2)  # two", "d = d.y(2)  # two\nd = d.x()  # one"),
    ("d = d.x()  # one\nd = d.y()", "d = d.y()\nd = d.x()  # one"),
    ("d = (d.x())  # one\nd = d.y()  # two", "d = (d.y())  # one\nd = d.x()  # two"),
]


@pytest.mark.parametrize(("before", "after"), SWAPPED)
def test_swap_links(before: str, after: str) -> None:
    facts = module(before + "\n")
    found = {func.attr.value: call for call, func in facts.method_calls("x", "y")}
    changed = splice(before + "\n", swap_links(facts, found["x"], found["y"]))
    assert changed == after + "\n"
    cst.parse_module(changed)


@pytest.mark.parametrize("code", ["(d.x)().y()", "(d.x().y)()"])
def test_a_link_in_two_pieces_is_not_exchanged(code: str) -> None:
    facts = module(code + "\n")
    found = {func.attr.value: call for call, func in facts.method_calls("x", "y")}
    assert swap_links(facts, found["x"], found["y"]) == ()


@pytest.mark.parametrize(
    ("code", "link"),
    [("d.x()", ".x()"), ("(d\n  .x(1))", ".x(1)"), ("(d.x())", ".x()"), ("d . x ()", ". x ()")],
)
def test_link_span(code: str, link: str) -> None:
    facts = module(code + "\n")
    [(call, _)] = facts.method_calls("x")
    assert code[slice(*link_span(facts, call))] == link
