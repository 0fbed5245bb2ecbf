"""What layers of Keras draw when they are called, by what they are told of training."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.functions.random_layers import layer, told
from tflint_ckpt.semantics.values.kinds import Instance

HEAD = "import keras\nfrom keras import layers\nTRAIN = True\n"

TOLD = [
    ("show(x)", (None, True)),
    ("show(x, training=True)", (True, True)),
    ("show(x, training=False)", (False, True)),
    ("show(x, training=None)", (None, True)),
    ("show(x, training=TRAIN)", (True, True)),
    ("show(x, training=not TRAIN)", (False, True)),
    ("show(x, training=t)", (None, False)),
    ("show(x, True)", (True, True)),
    ("show(x, None)", (None, True)),
    ("show(x, t)", (None, False)),
    ("show(*x)", (None, False)),
    ("show(x, **k)", (None, False)),
    ("show(inputs=x)", (None, True)),
]


@pytest.mark.parametrize(("code", "expected"), TOLD)
def test_told(code: str, expected: tuple[bool | None, bool]) -> None:
    facts = module(f"{HEAD}{code}\n")
    assert told(facts, facts.facts.calls[-1], ()) == expected


def test_nothing_is_told_without_a_call() -> None:
    assert told(module(HEAD), None, ()) == (None, True)


# A layer, and whether it draws when it is told nothing, to train, not to, or something unknown.
LAYERS = [
    ("layers.Dense(1)", (False, False, False, False)),
    ("layers.Dropout(0.5)", (False, True, False, None)),
    ("layers.RandomFlip()", (True, True, False, None)),
    ("layers.Lambda(f)", (None, None, None, None)),
    ("keras.Sequential([layers.Dense(1)])", (False, False, False, False)),
    ("keras.Sequential([keras.Input((3,)), layers.Dropout(0.5)])", (False, True, False, None)),
    ("keras.Sequential(layers=[layers.RandomFlip()], name='a')", (True, True, False, None)),
    ("keras.Sequential([keras.Sequential([layers.RandomFlip()])])", (True, True, False, None)),
    ("keras.Sequential([own()])", (None, None, None, None)),
    ("keras.Sequential(made)", (None, None, None, None)),
    ("keras.Sequential([layers.RandomFlip(), own()])", (True, True, None, None)),
    ("keras.Sequential([layers.RandomFlip() if t else layers.Dense(1)])", (None, None, False, None)),
]


@pytest.mark.parametrize(("code", "expected"), LAYERS)
def test_what_layers_draw(code: str, expected: tuple[bool | None, ...]) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    (made,) = facts.evaluate(node)
    assert isinstance(made, Instance)
    name = facts.resolve(made.call.func)
    assert name is not None
    ways = [(None, True), (True, True), (False, True), (None, False)]
    assert tuple(layer(facts, made, name, node, way).random for way in ways) == expected


ADDED = [
    ("model = keras.Sequential()\nmodel.add(layers.RandomFlip())", True),
    ("model = keras.Sequential(name='a')\nmodel.add(layers.RandomFlip())", True),
    ("model = keras.Sequential(name='a')\nmodel.add(layers.Dense(1))", False),
    ("model = keras.Sequential()\nmodel.add(own())", None),
    ("model = keras.Sequential()\nother.add(layers.RandomFlip())", False),
    ("model = keras.Sequential(made)\nmodel.add(layers.Dense(1))", None),
]


@pytest.mark.parametrize(("code", "expected"), ADDED)
def test_what_is_added(code: str, expected: bool | None) -> None:
    facts, node = marked(f"{HEAD}{code}\nshow(model)")
    (made,) = facts.evaluate(node)
    assert isinstance(made, Instance)
    assert layer(facts, made, "keras.Sequential", node, (None, True)).random is expected
