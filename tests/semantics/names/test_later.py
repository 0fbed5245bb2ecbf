"""Which bindings a function sees that is run later than the code around it."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.later import left_for

# Code with one function g that reads x, and the values of the bindings that it may see.
LEFT = [
    ("x = 1\nx = 2\ndef g():\n    x", ["2"]),
    ("x = 1\ndef g():\n    x\nx = 2", ["1", "2"]),
    ("x = 1\nx, y = z\ndef g():\n    x", ["z"]),
    ("x = 1\nif c:\n    x = 2\ndef g():\n    x", ["1", "2"]),
    ("x = 1\nfor i in r:\n    x = 2\ndef g():\n    x", ["1", "2"]),
    ("x = 1\nwith c:\n    x = 2\ndef g():\n    x", ["1", "2"]),
    ("x = 1\nif c:\n    x = 2\n    def g():\n        x", ["2"]),
    ("while c:\n    x = 1\n    x = 2\n    def g():\n        x", ["1", "2"]),
    ("x = 1\nx = 2\nclass C:\n    def g(self):\n        x", ["2"]),
    ("x = 1\ndef b():\n    global x\n    x = 3\nx = 2\ndef g():\n    x", ["3", "2"]),
    ("import x\nx = 1\ndef g():\n    x", ["None", "1"]),  # of imports nothing is said
]


@pytest.mark.parametrize(("code", "expected"), LEFT)
def test_what_is_left(code: str, expected: list[str]) -> None:
    there = module(code + "\n")
    facts = there.facts
    inner = next(scope for scope in facts.scopes.values() if _name(scope.node) == "g")
    found = left_for(facts, inner, "x", facts.module)
    assert [there.text(each.value) if each.value is not None else "None" for each in found] == expected
    assert left_for(facts, inner, "x", facts.module) is found


def _name(node: cst.CSTNode) -> str:
    return node.name.value if isinstance(node, cst.FunctionDef) else ""
