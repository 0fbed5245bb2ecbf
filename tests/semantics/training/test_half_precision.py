"""Layers that give probabilities in float16."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.half_precision import half_outputs

HEAD = """\
import keras
from keras import mixed_precision
from keras.layers import Activation, Dense, Softmax
"""
SET = "mixed_precision.set_global_policy('mixed_float16')\n"
MODEL = "m = keras.Sequential([Dense(3), Dense(2, activation='softmax')])"
LAST = ["Dense(2, activation='softmax')"]

OUTPUTS: list[tuple[str, list[str]]] = [
    (f"{SET}{MODEL}", LAST),
    (f"mixed_precision.set_global_policy(mixed_precision.Policy('mixed_float16'))\n{MODEL}", LAST),
    (f"p = 'mixed_float16'\nmixed_precision.set_global_policy(policy=p)\n{MODEL}", LAST),
    (f"if gpu:\n    {SET}{MODEL}", LAST),
    (
        f"{SET}i = keras.Input((3,))\nm = keras.Model(i, Activation('sigmoid')(Dense(1)(i)))",
        ["Activation('sigmoid')"],
    ),
    (f"{SET}m = keras.Sequential()\nm.add(Dense(3))\nm.add(Softmax())", ["Softmax()"]),
    (
        f"{SET}def build():\n    m = keras.Sequential([Dense(1, activation='sigmoid')])\n"
        f"    return m\nbuild()",
        ["Dense(1, activation='sigmoid')"],
    ),
    # in float32, no probabilities, before the policy, or another one
    (f"{SET}m = keras.Sequential([Dense(2, activation='softmax', dtype='float32')])", []),
    (f"{SET}m = keras.Sequential([Dense(2)])", []),
    (f"{SET}m = keras.Sequential([Dense(2, activation='softmax'), Dense(2)])", []),
    (f"{MODEL}\n{SET}", []),
    (MODEL, []),
    (f"mixed_precision.set_global_policy('float32')\n{MODEL}", []),
    (f"mixed_precision.set_global_policy('mixed_bfloat16')\n{MODEL}", []),
    (f"{SET}mixed_precision.set_global_policy('float32')\n{MODEL}", []),
    (f"mixed_precision.set_global_policy(name)\n{MODEL}", []),
    (
        "p = mixed_precision.Policy('mixed_float16') if t else mixed_precision.Policy('float32')\n"
        f"mixed_precision.set_global_policy(p)\n{MODEL}",
        [],
    ),
    (
        f"p = mixed_precision.Policy('mixed_float16') if t else name\n"
        f"mixed_precision.set_global_policy(p)\n{MODEL}",
        [],
    ),
    (f"{SET}m = keras.Sequential([Dense(2, activation=act)])", []),
]


@pytest.mark.parametrize(("code", "expected"), OUTPUTS)
def test_outputs(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(each) for each in half_outputs(facts)] == expected
