"""TFC606 variable-in-function."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import pytest
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
"""
F = "@tf.function\ndef step(x):\n"
M = "class Net:\n    def __init__(self):\n        self.w = None\n    @tf.function\n    def step(self, x):\n"

# What stands after HEAD, and the place of the finding.
FOUND = [
    (F + "    v = tf.Variable(1.0)\n    return x * v", "tf.Variable(1.0)"),
    (
        F + "    v = tf.Variable(initial_value=x)\n    v.assign_add(x)\n    return v",
        "tf.Variable(initial_value=x)",
    ),
    (F + "    for i in range(3):\n        v = tf.Variable(1.0)\n    return v", "tf.Variable(1.0)"),
    (F + "    with tf.GradientTape() as tape:\n        v = tf.Variable(x)\n    return v", "tf.Variable(x)"),
    (F + "    with tf.name_scope('a'):\n        v = tf.Variable(x)\n    return v", "tf.Variable(x)"),
    (F + "    return layers.Dense(3)(x)", "layers.Dense(3)(x)"),
    (F + "    return tf.keras.layers.Conv2D(3, 3)(x)", "tf.keras.layers.Conv2D(3, 3)(x)"),
    (F + "    dense = layers.Dense(3)\n    return dense(x)", "dense(x)"),
    (
        F + "    return layers.BatchNormalization()(x, training=True)",
        "layers.BatchNormalization()(x, training=True)",
    ),
    (F + "    m = keras.metrics.Mean()\n    return m(x)", "keras.metrics.Mean()"),
    (
        F + "    acc = tf.keras.metrics.SparseCategoricalAccuracy()",
        "tf.keras.metrics.SparseCategoricalAccuracy()",
    ),
    (
        F + "    opt = keras.optimizers.Adam(1e-3)\n    opt.apply_gradients(zip(g, v))",
        "keras.optimizers.Adam(1e-3)",
    ),
    (F + "    tf.keras.optimizers.SGD().apply_gradients(zip(g, v))", "tf.keras.optimizers.SGD()"),
    ("def make(x):\n    return tf.Variable(x)\n" + F + "    return make(x)", "tf.Variable(x)"),
    ("step = tf.function(lambda x: tf.Variable(1.0) + x)", "tf.Variable(1.0)"),
    (M + "        self.w = tf.Variable(x)\n        return self.w", "tf.Variable(x)"),
    (
        M + "        return self.head(x)\n    def head(self, x):\n        return layers.Dense(1)(x)",
        "layers.Dense(1)(x)",
    ),
]

SILENT = [
    "v = tf.Variable(1.0)\n" + F + "    return x * v",
    "dense = layers.Dense(3)\n" + F + "    return dense(x)",
    "mean = keras.metrics.Mean()\n" + F + "    return mean(x)",
    "opt = keras.optimizers.Adam()\n" + F + "    opt.apply_gradients(zip(g, v))",
    "def step(x):\n    return tf.Variable(x)\nstep(1)",
    # once
    M + "        if self.w is None:\n            self.w = tf.Variable(x)\n        return self.w",
    M + "        if not hasattr(self, 'v'):\n            self.v = tf.Variable(x)\n        return self.v",
    M + "        self.w = self.w or tf.Variable(x)\n        return self.w",
    M + "        self.w = tf.Variable(x) if self.w is None else self.w\n        return self.w",
    M + "        try:\n            self.v\n        except AttributeError:\n"
    "            self.v = tf.Variable(x)\n        return x",
    M + "        if self.w is None:\n            self.make(x)\n        return x\n    def make(self, x):\n"
    "        self.w = tf.Variable(x)",
    M + "        self.make(x)\n        return x\n    def make(self, x):\n        if self.w is not None:\n"
    "            return\n"
    "        self.w = tf.Variable(x)",
    M + "        self.build(x.shape)\n        return x\n    def build(self, shape):\n"
    "        self.w = tf.Variable(tf.ones(shape))",
    "state = {}\n"
    + F
    + "    if 'v' not in state:\n        state['v'] = tf.Variable(x)\n    return state['v']",
    F + "    if first:\n        v = tf.Variable(1.0)\n    return x",
    # elsewhere
    F + "    with tf.init_scope():\n        v = tf.Variable(1.0)\n    return x",
    F + "    with tf.variable_creator_scope(keep):\n        v = tf.Variable(1.0)\n    return x",
    F + "    if tf.executing_eagerly():\n        v = tf.Variable(1.0)\n    return x",
    F + "    def later():\n        return tf.Variable(1.0)\n    return x",
    F + "    return tf.py_function(lambda: tf.Variable(1.0), [], tf.float32)",
    "@tf.function\ndef step(x, v=tf.Variable(1.0)):\n    return x * v",
    "tf.config.run_functions_eagerly(True)\n" + F + "    return tf.Variable(x)",
    # no variables
    F + "    return layers.Flatten()(x)",
    F + "    return layers.ReLU()(x)",
    F + "    return layers.Dropout(0.5)(x)",
    F + "    return layers.Dense",
    F + "    return keras.losses.MeanSquaredError()(x, x)",
    F + "    return keras.metrics.mean_squared_error(x, x)",
    F + "    return isinstance(x, tf.Variable)",
    F + "    return tf.constant(x)",
    F + "    lr = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)\n    return lr(x)",
    F + "    opt = keras.optimizers.Adam()\n    return x",
    F + "    return make_layer()(x)",
    "from mine import Variable\n" + F + "    return Variable(x)",
    "import torch\n" + F + "    return torch.nn.Linear(1, 2)(x)",
    # expected
    F + "    return tf.Variable(x)\nwith assert_raises(ValueError):\n    step(1)",
    F
    + "    return tf.Variable(x)\nwith assert_raises(ValueError):\n    step(1)\n"
    + F
    + "    return x\nstep(1)",
    F + "    return tf.Variable(x)\nwith pytest.raises(ValueError):\n    step(1)",
    F + "    return tf.Variable(x)\ntry:\n    step(1)\nexcept ValueError as e:\n    print(e)",
    "def f(x):\n    return tf.Variable(x)\ng = tf.function(f)\ntry:\n    g(1)\nexcept Exception as e:\n"
    "    print(e)",
]


@pytest.mark.parametrize(("code", "place"), FOUND)
def test_found(code: str, place: str) -> None:
    [found] = findings(HEAD + code, only="TFC606")
    assert (HEAD + code)[found.start : found.end] == place
    assert found.severity.value == "error"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC606") == []


def test_what_it_says() -> None:
    [found] = findings(HEAD + F + "    return layers.Dense(3)(x)", only="TFC606")
    assert found.message == (
        "this makes a Dense layer in a traced function (line 5 makes it a tf.function): "
        "the first call raises ValueError (tf.function only supports singleton tf.Variables)"
    )
    assert found.fix is not None
    assert found.fix.title == "make it once, outside of the tf.function"
