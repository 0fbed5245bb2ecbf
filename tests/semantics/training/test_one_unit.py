"""Whether a model that is compiled may end with one unit."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.one_unit import may_have_one_unit

HEAD = "import keras\nfrom keras.layers import Activation, Dense\ni = keras.Input((3,))\n"
MODELS = [
    ("m = keras.Sequential([Dense(3), Dense(1)])", True),
    ("m = keras.Sequential()\nm.add(Dense(units=1))", True),
    ("n = 1\nm = keras.Model(i, Dense(n)(i))", True),
    ("m = keras.Sequential([Dense(1 if t else 3)])", True),
    ("m = keras.Sequential([Dense(1)]) if t else keras.Sequential([Dense(3)])", True),
    ("m = keras.Model(i, [Dense(3)(i), Dense(1)(i)])", True),
    ("m = keras.Sequential([Dense(3)])", False),
    ("m = keras.Sequential([Dense(1), Dense(3)])", False),
    ("m = keras.Sequential([Dense(n)])", False),
    ("m = keras.Sequential([Dense(1), Activation('relu'), last])", False),
    ("m = unknown()", False),
]


@pytest.mark.parametrize(("code", "expected"), MODELS)
def test_models(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\nm.compile('sgd', 'mse')\nm.fit(x, epochs=1)\n")
    (compiled,) = facts.training.compiles
    assert may_have_one_unit(facts, compiled) is expected
