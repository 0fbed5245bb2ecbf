"""What makes variables in every trace of a ``tf.function``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.functions.variables import creations

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\n"
F = "@tf.function\ndef f(x):\n"

CREATIONS = [
    (F + "    v = tf.Variable(1)", "5"),
    (F + "    return keras.layers.Dense(3)(x)", "5"),
    (F + "    o = keras.optimizers.Adam()\n    o.apply_gradients(x)", "5"),
    (F + "    return g(x)\ndef g(x):\n    v = tf.Variable(1)\n    return v", "7"),
    (F + "    for y in x:\n        v = tf.Variable(1)", "6"),
    # made once, elsewhere, or not surely
    ("def f(x):\n    v = tf.Variable(1)", ""),
    (F + "    return d(x)\nd = keras.layers.Dense(3)", ""),
    (F + "    with tf.init_scope():\n        v = tf.Variable(1)", ""),
    (F + "    if first:\n        v = tf.Variable(1)", ""),
    (F + "    if not x:\n        return\n    v = tf.Variable(1)", ""),
    (F + "    v = mine.Variable(1)", ""),
    ("class A(keras.layers.Layer):\n    def build(self, s):\n        self.v = tf.Variable(1)", ""),
    (
        "class A(tf.Module):\n    @tf.function\n    def f(self):\n        if self.v is None:\n"
        "            self.v = tf.Variable(1)",
        "",
    ),
    (F + "    m = keras.Sequential([keras.layers.Dense(3)])\n    return m(x)", ""),
    ("ds.map(lambda x: tf.constant(1))", ""),
]


@pytest.mark.parametrize(("code", "expected"), CREATIONS)
def test_creations(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert " ".join(str(line(facts, one.call)) for one in creations(facts)) == expected
