"""Loops whose passes depend on one another."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.carried import is_carried

# Code with a loop and a call of step in it, and whether what that is given follows from what it returned.
LOOPS = [
    ("while t:\n    x = step(x)", True),
    ("for i in r:\n    y = step(x)\n    x = y + 1", True),
    ("for i in r:\n    y = step(x)\n    x = [*x, y]", True),
    ("for x in r:\n    y = step(x)", False),
    ("for i in r:\n    step(x)", False),
    ("for i in r:\n    x = load(i)\n    y = step(x)", False),
]


@pytest.mark.parametrize(("code", "expected"), LOOPS)
def test_loops(code: str, expected: bool) -> None:
    facts = module(code)
    (call,) = calls(facts, "step")
    loop = next(above for above in facts.ancestors(call) if isinstance(above, (cst.For, cst.While)))
    assert is_carried(loop, call, call.args[0].value) is expected
