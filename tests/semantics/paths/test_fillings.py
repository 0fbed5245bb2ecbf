"""Whether the holes of paths hold the same, and what is told apart."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.values.kinds import Hole

# Code that shows two expressions: "same" for one mark, "differ" where they surely hold different things.
PAIRS = [
    ("def f(a):\n    show(a)\n    show(a)", "same"),
    ("def f(a):\n    show(a + 'x')\n    show(a + 'x')", "same"),
    ("def f(a):\n    b = a\n    show(a)\n    show(b)", "same"),
    ("def f(a, b):\n    show(a)\n    show(b)", "differ"),
    ("def f(a):\n    show(a.x)\n    show(a.y)", "differ"),
    # nobody knows
    ("def f(a):\n    show(a)\ndef g(a):\n    show(a)", ""),
    ("for a in b:\n    show(a)\n    show(a + 1)", ""),
]


@pytest.mark.parametrize(("code", "expected"), PAIRS)
def test_pairs(code: str, expected: str) -> None:
    facts = module(code)
    fillings = facts.fact(Fillings)
    one, other = (fillings.mark(Hole(call.args[0].value)) for call in calls(facts, "show"))
    told = "same" if one == other else "differ" if fillings.differ(one, other) else ""
    assert told == expected


def test_what_varies() -> None:
    facts = module("for a in b:\n    show(a + c)\nshow(c)")
    fillings = facts.fact(Fillings)
    assert [fillings.varies(call.args[0].value) for call in calls(facts, "show")] == [True, False]
