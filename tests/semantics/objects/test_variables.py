"""Which variables get a value, and which of their uses may see it."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.variables import Variables

# Code with a call of make(), the lines of the uses that may see its result, and of those that see it alone.
USES = [
    ("a = make()\nuse(a)", "2", "2"),
    ("a = make()\na = 1\nuse(a)", "", ""),
    ("a = make()\nif t:\n    a = 1\nuse(a)", "4", ""),
    ("a = b = make()\nuse(a)\nuse(b)", "2 3", "2 3"),
    ("a, b = make()\nuse(a)", "2", ""),
    ("for a in make():\n    use(a)", "2", "2"),
    ("a = make()\ndef f():\n    return a", "3", "3"),
    ("with make() as a:\n    use(a)", "2", "2"),
    ("a = make()\na += 1\nuse(a)", "2", "2"),
    ("self.a = make()\nuse(self.a)", "", ""),
    ("make()", "", ""),
]


def lines(facts: Module, nodes: list[cst.Name]) -> str:
    return " ".join(map(str, sorted({line(facts, node) for node in nodes})))


@pytest.mark.parametrize(("code", "some", "alone"), USES)
def test_uses(code: str, some: str, alone: str) -> None:
    facts = module(code)
    variables = facts.fact(Variables)
    (call,) = calls(facts, "make")
    reads = [use for binding in variables.bound_to(call) for use in variables.reads(binding)]
    assert lines(facts, reads) == some
    assert lines(facts, list(variables.sole_reads(call))) == alone


def test_what_only_fills_a_list_tells_nothing_of_its_elements() -> None:
    facts = module("a = make()\na.append(1)\na.sort()\nuse(a)\na.pop()\n")
    variables = facts.fact(Variables)
    (binding,) = variables.bound_to(calls(facts, "make")[0])
    assert lines(facts, variables.reads(binding)) == "2 3 4 5"
    assert lines(facts, variables.reads_of_elements(binding)) == "4 5"
