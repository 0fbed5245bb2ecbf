"""The calls of a file by what they call."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.reached import OtherNames
from tflint_ckpt.semantics.module import Module

CODE = """
import functools
import keras
from keras import layers
from keras.layers import Dense, Dense as D
import tensorflow.keras as K

class Mine(Dense):
    def __init__(self):
        super().__init__(3)

class Plain(Dense):
    pass

def build(layer):
    layers.Dense(1)
    Mine()
    Plain(2)
    D(3).build(4)
    make = functools.partial(Dense, 5)
    make(6)
    layer.build(7)
    K.layers.Dense(8)
    keras.layers.Conv2D(9, 3)
    run(functools.partial(Dense, 10))
"""
DENSE = "keras.layers.Dense"


@pytest.fixture(scope="module")
def file() -> Module:
    return module(CODE)


def texts(file: Module, calls: list[object]) -> list[str]:
    return [file.text(call) for call in calls]  # type: ignore[arg-type]


def test_by_canonical_name_in_source_order(file: Module) -> None:
    found = file.call_index.named(DENSE)
    assert texts(file, [*found]) == ["layers.Dense(1)", "D(3)", "K.layers.Dense(8)"]
    both = file.call_index.named("keras.layers.Conv2D", DENSE)
    assert texts(file, [*both]) == [*texts(file, [*found]), "keras.layers.Conv2D(9, 3)"]
    assert file.call_index.named("keras.layers.Conv1D") == []


def test_by_the_name_of_a_method(file: Module) -> None:
    assert texts(file, [*file.call_index.methods("build")]) == ["D(3).build(4)", "layer.build(7)"]
    assert [file.text(node) for node, _ in file.method_calls("build", "build")] == [
        "D(3).build(4)",
        "layer.build(7)",
    ]


def test_what_may_reach_an_api_is_what_does_and_a_little_more(file: Module) -> None:
    places = file.call_index.places
    by_other_names = file.fact(OtherNames).calls
    may = sorted({*file.call_index.reaching(DENSE), *by_other_names}, key=places.__getitem__)
    does = [call.node for call in file.calls(DENSE)]
    assert texts(file, [*does]) == [
        "super().__init__(3)",
        "layers.Dense(1)",
        "Plain(2)",
        "D(3)",
        "make(6)",
        "K.layers.Dense(8)",
        "functools.partial(Dense, 10)",
    ]
    assert [call for call in may if call in does] == does
    asked_of_each = [call for call in file.facts.calls if file.as_call(call, DENSE)]
    assert asked_of_each == does


def test_places_are_those_of_the_source(file: Module) -> None:
    assert [*file.call_index.places] == file.facts.calls
    assert [*file.call_index.places.values()] == [*range(len(file.facts.calls))]
