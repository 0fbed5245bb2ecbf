"""The flows of the objects of a module, by the expression that makes them."""

from __future__ import annotations

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.objects.flow import Flows, Kind

CODE = """\
import keras
def build():
    m = keras.Sequential()
    return m, 1
a, _ = build()
a.compile('sgd')
b, _ = build()
b.fit(x, epochs=3)
"""


def test_all_calls_or_the_one_that_is_meant() -> None:
    facts = module(CODE)
    (made,) = calls(facts, "Sequential")
    assert [use.name for use in facts.fact(Flows).of(made)] == ["fit", "compile"]
    function = facts.enclosing_function(made)
    assert function is not None
    for call, expected in zip(calls(facts, "build"), (["compile"], ["fit"]), strict=True):
        assert [use.name for use in facts.fact(Flows).of(made, ((function, call),))] == expected


def test_a_part_of_what_a_call_gives() -> None:
    facts = module(CODE)
    first, _ = calls(facts, "build")
    (use,) = facts.fact(Flows).of(first, (), (0,))
    assert (use.kind, use.name, line(facts, use.node)) == (Kind.METHOD, "compile", 6)
    assert facts.fact(Flows).of(first, (), (1,)) == ()


def test_an_answer_is_kept() -> None:
    facts = module(CODE)
    (made,) = calls(facts, "Sequential")
    assert facts.fact(Flows).of(made) is facts.flows.of(made)


def test_variables_and_what_reads_them() -> None:
    facts = module("x = [make()]\nuse(x)\nx = 1\nuse(x)\n")
    (made,) = calls(facts, "make")
    flows = facts.fact(Flows)
    value = facts.parent(facts.parent(made) or made)
    assert value is not None
    (binding,) = flows.bound_to(value)
    assert binding.name == "x"
    assert [line(facts, read) for read in flows.reads(binding)] == [2]
