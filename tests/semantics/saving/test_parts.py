"""Whether a layer surely is a part of a model that is saved."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.instances import made
from tflint_ckpt.semantics.saving.parts import Parts

HEAD = """\
import keras
from keras import Input, Model, Sequential
from keras.layers import Add, Dense, GRU, TimeDistributed
i = Input((3,))
"""
# Code with one GRU, and a model that is saved.
SURE = [
    "model = Sequential([i, GRU(3)])",
    "model = Sequential()\nmodel.add(GRU(3))",
    "def more(model):\n    model.add(GRU(3))\nmodel = Sequential()\nmore(model)",
    "for n in range(2):\n    model = Sequential()\n    model.add(GRU(3))",
    "x = GRU(3)(i)\nmodel = Model(i, x)",
    "x = TimeDistributed(GRU(3))(i)\nmodel = Model(i, [x, x])",
    "x = Dense(3)(i)\nx = Add()([x, GRU(3)(x)])\nmodel = Model(i, x)",
    "x = i\nfor n in range(3):\n    x = GRU(3)(x)\nmodel = Model(i, x)",
    "def block(x):\n    return GRU(3)(x)\nx = block(i)\nmodel = Model(i, x)",
    "def build(n):\n    x = Add()([unknown(i), GRU(n)(i)])\n    return Model(i, x)\nmodel = build(3)",
    "if t:\n    x = Add()([i, GRU(3)(i)])\n    model = Model(i, x)",
]
DOUBTFUL = [
    "layer = GRU(3)\nmodel = Model(i, Dense(3)(i))",
    "layer = GRU(3)\nds = ds.map(lambda x: layer(x))\nmodel = Model(i, Add()([i, Dense(3)(i)]))",
    "layer = GRU(3)\ny = layer(data)\nmodel = Model(i, unknown(i))",
    "x = Dense(3)(i)\ny = GRU(3)(x)\nmodel = Model(i, x)",
    "x = i\nif t:\n    x = GRU(3)(x)\nmodel = Model(i, x)",
    "x = GRU(3)(i) if t else i\nmodel = Model(i, x)",
    "model = Sequential()\nif t:\n    model.add(GRU(3))",
    "model = Sequential([Dense(3)])\nother.add(GRU(3))",
    "model = Sequential([Dense(3)])\nlayer = GRU(3)",
    "class M(Model):\n    def __init__(self):\n        self.a = GRU(3)\nmodel = M()",
    "class L(keras.layers.Layer):\n    def build(self, shape):\n        GRU(3)\nmodel = Model(i, L()(i))",
    "x = Add()([i, GRU(3)(i)])\nother = Model(i, x)\nmodel = Model(i, unknown(i))",
    "def block(x):\n    return GRU(3)(x)\nmodel = Model(i, unknown(i))",
]


def has(code: str) -> bool:
    facts = module(f"{HEAD}{code}\nshow(model)")
    (show,) = calls(facts, "show")
    (layer,) = calls(facts, "GRU")
    return facts.fact(Parts).are_in_all(made(facts.objects.origins(show.args[0].value)), layer)


@pytest.mark.parametrize("code", SURE)
def test_sure(code: str) -> None:
    assert has(code)


@pytest.mark.parametrize("code", DOUBTFUL)
def test_doubtful(code: str) -> None:
    assert not has(code)


def test_a_part_of_one_of_two_models_is_none_of_both() -> None:
    assert not has("model = Model(i, GRU(3)(i)) if t else Model(i, Dense(3)(i))")
    assert not has("model = unknown(i)\nx = GRU(3)")
