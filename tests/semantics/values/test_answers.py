"""Questions about expressions: answers are kept, and no question goes on for ever."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tests.semantics.python_says import written
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.answers import DEEPEST, MOST_STEPS
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.numbers import Numbers


def answer(facts: Module, name: str) -> str:
    return written(facts.evaluate(assigned(facts, name)))


CIRCLES = [
    ("x = x", "?"),
    ("x = y\ny = x\nx = y", "?"),
    ("x = 'a'\nwhile t:\n    x = x", "a"),
    ("x = 'a'\nfor i in r:\n    y = x\n    x = y", "a ?"),
    ("def f(a): return f(a)\nx = f(1)", "?"),
    ("def f(a): return g(a)\ndef g(a): return f(a)\nx = f(1)", "?"),
    ("def f(n): return 'a' if n else f(n)\nx = f(3)", "a ?"),
    ("x = [x]\nx = x[0]", "?"),
]


@pytest.mark.parametrize(("code", "expected"), CIRCLES)
def test_what_leads_back_to_itself(code: str, expected: str) -> None:
    facts = module(code + "\nz = x\n")
    assert set(answer(facts, "z").split()) <= set(expected.split()) | {"?"}
    assert answer(facts, "z") == answer(facts, "z")


def test_a_chain_that_is_too_long_is_unknown() -> None:
    for steps, expected in ((DEEPEST - 5, "1"), (DEEPEST + 5, "?")):
        chain = "".join(f"x{number} = x{number - 1}\n" for number in range(1, steps))
        facts = module(f"x0 = 1\n{chain}z = x{steps - 1}\n")
        assert answer(facts, "z") == expected


def test_the_order_of_questions_makes_no_difference() -> None:
    """What was kept of the beginning of a chain does not make one longer that is too long."""
    steps = DEEPEST + 5
    chain = "".join(f"x{number} = x{number - 1}\n" for number in range(1, steps))
    facts = module(f"x0 = 1\n{chain}")
    assert answer(facts, f"x{DEEPEST - 10}") == "1"
    assert answer(facts, f"x{steps - 1}") == answer(module(f"x0 = 1\n{chain}"), f"x{steps - 1}") == "?"


def test_what_asks_too_much_is_unknown() -> None:
    """Each function calls the next one twice."""
    functions = "".join(f"def f{n}(a): return f{n + 1}(a) + f{n + 1}(a + 'b')\n" for n in range(30))
    facts = module(f"{functions}def f30(a): return a\nz = f0('a')\n")
    assert answer(facts, "z") == "?"
    evaluator = facts.fact(Evaluator)
    assert len(evaluator._known) < 4 * MOST_STEPS


def test_a_question_within_a_call_is_another_one() -> None:
    facts = module("def f(a):\n    b = a\n    return b\nx = f(1)\ny = f(2)\n")
    assert (answer(facts, "x"), answer(facts, "y")) == ("1", "2")
    (returned,) = facts.returns(facts.facts.functions[0]) or []
    assert written(facts.evaluate(returned)) == "1 2"


def test_kinds_keep_answers_of_their_own() -> None:
    facts = module("n = 3\nx = n\n")
    numbers, values = facts.fact(Numbers), facts.fact(Evaluator)
    assert numbers is not values
    assert numbers.at(assigned(facts, "x")) is True
    assert answer(facts, "x") == "3"
