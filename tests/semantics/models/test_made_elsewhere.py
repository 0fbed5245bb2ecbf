"""What models are made of that a method is called on, those of other files among them."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.models.made_elsewhere import models_of

ZOO = """\
import keras
from keras.layers import Dense
def build(n=3):
    return keras.Sequential([keras.Input((4,)), Dense(n, activation="tanh")])
def graph(n):
    i = keras.Input((4,))
    return keras.Model(i, Dense(n)(i))
def either(name, n):
    return build(n) if name == "a" else graph(n)
"""
HEAD = "import keras\nfrom zoo import build, either, graph\nfrom between import brought, grown\n"
BETWEEN = """\
from keras.layers import Dense
from zoo import build
def brought():
    return build(5)
def grown():
    model = build(5)
    model.add(Dense(1))
    return model
"""

# A model, and the activations of its last layer; empty where nothing is known.
MODELS = [
    ("m = build()", {"tanh"}),
    ("m = graph(2)", {"linear"}),
    ("m = either(name, 2)", {"tanh", "linear"}),
    ("m = brought()", {"tanh"}),
    ("m = keras.Sequential([keras.layers.Dense(1, 'relu')])", {"relu"}),
    ("m = build() if t else keras.Sequential([keras.layers.Dense(1, 'relu')])", {"tanh", "relu"}),
    # changed, or not known
    ("m = grown()", set()),
    ("m = build()\nm.add(last)", set()),
    ("m = build()\nm.layers[-1].activation = other", set()),
    ("m = build()\nprepare(m)", set()),
    ("m = build() if t else unknown()", set()),
]


@pytest.mark.parametrize(("code", "expected"), MODELS)
def test_models_of(code: str, expected: set[str]) -> None:
    facts = module(f"{HEAD}{code}\nm.compile('sgd', 'mse')\n", zoo=ZOO, between=BETWEEN)
    (call,) = calls(facts, "compile")
    found = {
        model.output.activation if model.output is not None else None for model, _ in models_of(facts, call)
    }
    assert found == expected
