"""What objects had on Keras 2 and lack on Keras 3."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.lost_members import FAMILIES, ends_never_made, lost_members

HEAD = """\
from tensorflow import keras
from tensorflow.keras.layers import Dense
o = keras.optimizers.Adam()
m = keras.Sequential([Dense(3)])
d = Dense(3)
"""
LOST = [
    ("o.get_weights()", "get_weights of an optimizer"),
    ("o.variables()", "variables of an optimizer, a list now"),
    ("m.predict_classes(x)", "predict_classes of a Sequential"),
    ("d.output_shape", "output_shape of a layer"),
    ("m.layers[0].output_shape", "output_shape of a layer"),
    # there, set, or not known to be lost
    ("o.variables", ""),
    ("o.apply_gradients(g)", ""),
    ("m.output_shape", ""),
    ("d.weights", ""),
    ("a.get_weights()", ""),
    ("o.get_weights()\no.get_weights = f", ""),
    ("class Mine(Dense):\n    def get_output_at(self, i): pass\nMine(3).get_output_at(0)", ""),
    ("class Mine(keras.optimizers.Adam):\n    def get_weights(self): pass\nMine().get_weights()", ""),
]
ENDS = [
    ("x = m.input", "m.input"),
    ("x = keras.Model(m.input, m.output)", "m.input m.output"),
    ("m.build((None, 3))\nx = m.output", "m.output"),
    ("i = keras.Input((3,))\ny = m(i)\nx = m.output", ""),
    ("x = d.output", ""),
    ("x = m.inputs", ""),
    ("x = a.input", ""),
]


@pytest.mark.parametrize(("code", "expected"), LOST)
def test_lost_members(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        f"{one.name} of {dict(FAMILIES)[one.family]}{', a list now' if one.is_list_now else ''}"
        for one in lost_members(facts)
    ]
    assert "; ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), ENDS)
def test_ends_never_made(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert " ".join(facts.text(one) for one in ends_never_made(facts, "input", "output")) == expected
