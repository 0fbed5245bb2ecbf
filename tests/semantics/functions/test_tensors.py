"""Which expressions of traced functions are tensors."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.tensors import Tensors

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
ds = tf.data.Dataset.range(9)
model = keras.Sequential()
loss = keras.losses.MeanSquaredError()
mean = keras.metrics.Mean()
"""
F = "@tf.function\ndef f(x, n=3):\n"

TENSORS = [
    # made in the function
    F + "    show(tf.reduce_mean(x))",
    F + "    show(tf.math.log(x))",
    F + "    show(tf.nn.softmax(x))",
    F + "    show(tf.random.normal((3,)))",
    F + "    show(tf.constant(1))",
    F + "    y = tf.square(x)\n    show(y)",
    F + "    y = tf.square(x)\n    show(y + 1)",
    F + "    y = tf.square(x)\n    show(2 * y)",
    F + "    y = tf.square(x)\n    show(-y)",
    F + "    y = tf.square(x)\n    show(y[0])",
    F + "    y = tf.square(x)\n    show(y > 1)",
    F + "    if n:\n        y = tf.square(x)\n    else:\n        y = tf.zeros(3)\n    show(y)",
    F + "    a, b = tf.split(x, 2)\n    show(a)",
    F + "    show(model(tf.square(x)))",
    F + "    show(loss(tf.square(x), tf.square(x)))",
    F + "    show(mean.result())",
    F + "    for i in tf.range(3):\n        show(i)",
    # given
    F + "    show(x)\nf(tf.ones(3))",
    F + "    show(x)\nf(x=tf.ones(3))",
    F + "    show(x)\nf(np.ones(3))",
    F + "    show(x)\nfor x in ds:\n    f(x)",
    F + "    show(x)\nfor x, y in ds:\n    f(x)",
    F + "    show(x)\nfor i, x in enumerate(ds):\n    f(x)",
    F + "    show(x)\nx = tf.ones(3)\nf(x)",
    F + "    show(x)\nf(tf.ones(3))\n@tf.function\ndef f(x):\n    pass\nf(3)",
    F + "    a, b = x\n    show(a)\nfor x in ds:\n    f(x)",
    "@tf.function(input_signature=[tf.TensorSpec([])])\ndef f(x):\n    show(x)",
    "@tf.function\ndef f(x: tf.Tensor):\n    show(x)",
    "def f(x):\n    show(x)\ng = tf.function(f)\ng(tf.ones(3))",
    "def f(x):\n    show(x)\ntf.function(f)(tf.ones(3))",
    "class A:\n    @tf.function\n    def f(self, x):\n        show(x)\n"
    "    def g(self):\n        self.f(tf.ones(3))",
    "def f(x):\n    show(x)\nds.map(f)",
    "ds.map(lambda x, y: show(y))",
    "def h(x):\n    show(x)\n@tf.function\ndef f(x):\n    h(tf.square(x))",
    "def h(x):\n    show(x)\nds.map(lambda x: h(x))",
]

OTHERS = [
    # nothing shows what is given
    F + "    show(x)",
    F + "    show(n)\nf(tf.ones(3))",
    F + "    show(x)\nf(3)",
    F + "    show(x)\nf(3)\n@tf.function\ndef f(x):\n    pass\nf(tf.ones(3))",
    F + "    show(x)\nf(n=tf.ones(3))",
    F + "    show(x)\nfor i in range(3):\n    f(i)",
    F + "    show(x)\nfor i, x in enumerate(ds):\n    f(i)",
    F + "    show(x)\nf(values[0])",
    F + "    x = 3\n    show(x)\nf(tf.ones(3))",
    # no tensor
    F + "    show(x.shape)\nf(tf.ones(3))",
    F + "    show(x.shape[0])\nf(tf.ones(3))",
    F + "    show(len(x))\nf(tf.ones(3))",
    F + "    show(3)",
    F + "    show('x')",
    F + "    show(not x)\nf(tf.ones(3))",
    F + "    show(x is None)\nf(tf.ones(3))",
    F + "    show(np.ones(3))",
    F + "    show(tf.TensorShape([3]))",
    F + "    show(tf.random.Generator.from_seed(1))",
    F + "    show(tf.data.Dataset.range(3))",
    F + "    show(keras.layers.Dense(3))",
    F + "    show(other(x))\nf(tf.ones(3))",
    F + "    if n:\n        y = tf.square(x)\n    else:\n        y = 3\n    show(y)",
    F + "    for i in range(3):\n        show(i)",
    "class A:\n    @tf.function\n    def f(self, x):\n        show(self)\nA().f(tf.ones(3))",
    "ds.map(lambda x, k=3: show(k))",
    "x = tf.ones(3)\nshow(x)",
    "def f(x):\n    show(x)\nf(tf.ones(3))",
    "def h(x):\n    show(x)\n@tf.function\ndef f(x):\n    h(3)",
]


@pytest.mark.parametrize(
    ("code", "expected"), [*((code, True) for code in TENSORS), *((code, False) for code in OTHERS)]
)
def test_tensors(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    [call] = [node for node in facts.facts.calls if getattr(node.func, "value", "") == "show"]
    assert facts.fact(Tensors).is_tensor(call.args[0].value) is expected
