"""Objects of one Keras that are given to an object of another one."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.mixed import Mixed

HEAD = """\
import keras
import tensorflow as tf
import tensorflow_hub as hub
import tf_keras
from keras.layers import Dense
from tensorflow.python.keras.layers import Dense as Private
i = keras.Input((3,))
"""

# Code, and how the two meet, with their roots.
MEETINGS: list[tuple[str, list[str]]] = [
    ("tf.keras.Sequential([Dense(1)])", ["ADDED keras to tensorflow"]),
    ("m = tf.keras.Sequential()\nm.add(Dense(1))", ["ADDED keras to tensorflow"]),
    ("tf.keras.layers.Dense(1)(i)", ["CALLED tensorflow to keras"]),
    ("tf.keras.Model(i, Dense(1)(i))", ["INPUTS keras to tensorflow"]),
    ("tf.keras.layers.TimeDistributed(Dense(1))", ["WRAPPED keras to tensorflow"]),
    ("m = keras.Sequential()\nm.compile(tf.keras.optimizers.Adam())", ["OPTIMIZER tensorflow to keras"]),
    (
        "m = keras.Sequential()\nm.compile('sgd', metrics=[tf.keras.metrics.AUC()])",
        ["METRIC tensorflow to keras"],
    ),
    (
        "m = keras.Sequential()\nm.fit(x, callbacks=[tf.keras.callbacks.EarlyStopping()])",
        ["CALLBACK tensorflow to keras"],
    ),
    (
        "class N(tf.keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.d = Dense(1)",
        ["HELD keras to tensorflow"],
    ),
    ("keras.Sequential([hub.KerasLayer('a')])", ["ADDED tf_keras to keras"]),
    ("Private(1)(i)", ["CALLED tensorflow.python.keras to keras"]),
    ("def build():\n    return Dense(1)\ntf.keras.Sequential([build()])", ["ADDED keras to tensorflow"]),
    # of one Keras, or not known
    ("keras.Sequential([Dense(1)])", []),
    ("tf_keras.Sequential([hub.KerasLayer('a')])", []),
    ("keras.Sequential([layer])", []),
    ("m = keras.Sequential()\nm.compile('adam', metrics=['acc'])", []),
    ("m.compile(tf.keras.optimizers.Adam())", []),
    ("keras.Sequential([Dense(1) if t else tf.keras.layers.Dense(1)])", []),
    ("class N:\n    def __init__(self):\n        self.d = Dense(1)", []),
]


@pytest.mark.parametrize(("code", "expected"), MEETINGS)
def test_meetings(code: str, expected: list[str]) -> None:
    found = Mixed(module(HEAD + code)).meetings()
    assert [f"{each.how.name} {each.given.root} to {each.to.root}" for each in found] == expected
