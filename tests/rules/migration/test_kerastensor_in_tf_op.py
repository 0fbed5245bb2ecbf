"""TFC808 kerastensor-in-tf-op."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, layers
x = keras.Input((4,))
y = layers.Dense(4)(x)
"""

# The arguments that are found, line 6 being the first after HEAD.
FIRES = [
    ("tf.nn.relu(x)", ["6"]),
    ("z = tf.concat([x, y], -1)", ["6"]),
    ("z = tf.concat(values=(x, y), axis=-1)", ["6"]),
    ("z = tf.reduce_mean(y, axis=1)", ["6"]),
    ("z = tf.math.add(1.0, y)", ["6"]),
    ("z = tf.compat.v1.reshape(y, (-1, 2, 2))", ["6"]),
    ("z = tf.image.resize(Input((8, 8, 3)), (4, 4))", ["6"]),
    ("z = tf.linalg.matmul(x + y, y, transpose_b=True)", ["6"]),
    ("z = tf.cast(x[:, 0], tf.float16)", ["6"]),
    ("z = tf.nn.softmax(-x)", ["6"]),
    ("z = layers.Activation('relu')(tf.abs(x))", ["6"]),
    ("z = tf.square(layers.concatenate([x, y]))", ["6"]),
    ("z = tf.square(keras.activations.relu(x))", ["6"]),
    ("from tensorflow.keras import backend as K\nz = K.sum(y, axis=-1)", ["7"]),
    ("z = tf.keras.backend.flatten(x)", ["6"]),
    ("z = keras.backend.mean(x)", ["6"]),
    ("from tensorflow.keras.backend import mean\nz = mean(y)", ["7"]),
    ("import tensorflow.keras.backend as K\nz = keras.losses.mse(K.flatten(x), K.flatten(y))", ["7", "7"]),
    ("K = tf.keras.backend\nz = 1 + y - K.square(x) - K.exp(y)", ["7", "7"]),
    # one after another; of nested ones the innermost
    ("a = tf.nn.relu(y)\nb = tf.abs(a)", ["6", "7"]),
    ("a = tf.reduce_sum(tf.square(y))", ["6"]),
    # layers and models
    ("z = tf.abs(layers.Lambda(lambda t: t)(x))", ["6"]),
    ("class Mine(layers.Layer): pass\nz = tf.abs(Mine()(x))", ["7"]),
    ("base = keras.applications.ResNet50()\nz = tf.reduce_mean(base.output, [1, 2])", ["7"]),
    ("m = keras.Model(x, y)\nz = tf.identity(m.outputs[0])", ["7"]),
    ("m = keras.Model(x, y)\nz = tf.identity(m(x))", ["7"]),
    ("m = keras.models.load_model('m')\nz = tf.identity(m.get_layer('a').output)", ["7"]),
    ("h, s, c = layers.LSTM(3, return_state=True)(x)\nz = tf.abs(s)", ["7"]),
    # control flow
    ("t = x\nfor i in range(3):\n    t = layers.Dense(4)(t)\nz = tf.abs(t)", ["9"]),
    ("t = x\nif flag:\n    t = y\nz = tf.abs(t)", ["9"]),
    ("z = tf.abs(x if flag else y)", ["6"]),
    ("t = x\nt += y\nz = tf.abs(t)", ["8"]),
    ("def build():\n    i = Input((3,))\n    return keras.Model(i, tf.abs(i))", ["8"]),
    ("def build():\n    parts = [Input((3,)), Input((3,))]\n    return tf.concat(parts, 1)", ["8"]),
    ("for i in range(3):\n    x = tf.nn.relu(x)", ["7"]),
    # functions, and the backend
    ("def block(t):\n    t = layers.Dense(3)(t)\n    return tf.nn.relu(t)\nz = block(x)", ["8"]),
    ("def block(t, n=2):\n    return tf.tile(t, (1, n))\nz = block(block(x), n=3)", ["7"]),
    ("def block(t):\n    return tf.nn.relu(t)\nz = block(x)\nz = block(z)\nz = block(z)", ["7"]),
    ("def block(t):\n    t = tf.abs(t)\n    return t\nz = tf.abs(block(block(x)))", ["7", "9"]),
    ("def block(t):\n    return layers.Dense(3)(t)\nz = tf.abs(block(x))", ["8"]),
    ("z = keras.backend.mean(x)", ["6"]),
    ("from tensorflow.keras import backend as K\nz = K.concatenate([x, y])", ["7"]),
]

SILENT = [
    "from tensorflow.keras import backend as K\nz = K.int_shape(x)\nK.is_keras_tensor(x)",
    "from tensorflow.keras import backend as K\nz = layers.Lambda(lambda t: K.sum(t))(x)",
    "from tensorflow.keras import backend as K\ndef sample(args):\n    m, v = args\n    return m + K.exp(v)",
    "from tensorflow.keras import backend as K\nz = K.random_normal((2, 3)) + x",
    "from tensorflow.keras import backend as K\nz = K.sum(np.ones(3))",
    "from keras import backend as K\nz = K.sum(x)",
    "from tf_keras import backend as K\nz = K.sum(x)",
    # what takes a symbolic tensor
    "tf.print(x)",
    "tf.is_tensor(x)",
    "tf.nest.flatten([x])",
    "z = x + y\nz = x[:, tf.newaxis]",
    "tf.TensorShape(x.shape)",
    "z = layers.concatenate([x, y])",
    "z = keras.ops.abs(x)",
    "z = keras.activations.relu(x)",
    "n = keras.backend.int_shape(x)",
    "tf.zeros(x.shape)",
    "tf.keras.Model(x, tf.keras.layers.ReLU()(y))",
    # real tensors
    "z = tf.abs(tf.constant(1.0))",
    "z = tf.abs(layers.Dense(4)(tf.ones((1, 4))))",
    "import numpy as np\nm = keras.Model(x, y)\nz = tf.abs(m(np.ones((1, 4))))",
    "m = keras.Model(x, y)\nz = tf.abs(m.predict(data))",
    # inside functions that get real tensors
    "z = layers.Lambda(lambda t: tf.abs(t))(x)",
    "z = layers.Lambda(lambda t: tf.concat([t, x], 1))(y)",
    "def f(t):\n    return tf.abs(t)\nz = layers.Lambda(f)(x)",
    "class Mine(layers.Layer):\n    def call(self, x):\n        return tf.abs(x)",
    "class Mine(keras.Model):\n    def call(self, x):\n        return tf.abs(layers.Dense(3)(x))",
    "def loss(y_true, y_pred):\n    return tf.reduce_mean(tf.abs(y_true - y_pred))",
    "def block(t):\n    t = layers.Dense(3)(t)\n    return tf.nn.relu(t)\nz = block(x)\nw = block(array)",
    "def block(t):\n    return tf.nn.relu(t)\nz = block(array)",
    "def block(t):\n    return tf.nn.relu(t)\nz = array\nfor i in range(3):\n    z = block(z)",
    "def block(t):\n    return t.shape\nz = tf.abs(block(x))",
    "def block(t):\n    return tf.nn.relu(t)\nz = layers.Lambda(block)(x)",
    "def block(t):\n    return tf.nn.relu(t)\nz = block(x)\nf = block",
    "@wrapped\ndef block(t):\n    return tf.nn.relu(t)\nz = block(x)",
    "z = layers.Lambda(lambda t: keras.backend.mean(t))(x)",
    "@tf.function\ndef step(x):\n    return tf.abs(x)",
    "def later():\n    return tf.abs(x)",
    "class Mine(keras.Model):\n    def g(self):\n        return tf.abs(self.output)",
    # not proved
    "t = x\nif flag:\n    t = given\nz = tf.abs(t)",
    "t = given\nfor i in range(3):\n    t = layers.Dense(4)(t)\nz = tf.abs(t)",
    "from elsewhere import layer\nz = tf.abs(layer(x))",
    "z = tf.abs(given.output)",
    "import torch as tf\nz = tf.abs(x)",
    "z = tf.abs(*[x])",
    "for t in [x, y]:\n    tf.abs(t)",
    # expected
    "with pytest.raises(ValueError):\n    tf.abs(x)",
    "try:\n    z = tf.abs(x)\nexcept ValueError:\n    z = keras.ops.abs(x)",
    "if keras.__version__ < '3':\n    z = tf.abs(x)\nelse:\n    z = keras.ops.abs(x)",
]


@pytest.mark.parametrize(("code", "lines"), FIRES)
def test_fires(code: str, lines: list[str]) -> None:
    assert lint(HEAD + dedent(code), only="TFC808") == [f"TFC808:{line} error" for line in lines]


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC808") == []


@pytest.mark.parametrize(
    ("target", "expected"), [("2.11", 0), ("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)]
)
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "tf.abs(x)", target, only="TFC808")) == expected


def test_message_and_advice() -> None:
    [found] = findings(HEAD + "tf.nn.relu(y)", only="TFC808")
    assert found.message == (
        "tf.nn.relu is given y, a symbolic Keras tensor: Keras 3 raises ValueError "
        "(A KerasTensor cannot be used as input to a TensorFlow function) when the model is built"
    )
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE


LOSSES = [
    ("model.add_loss(tf.reduce_mean(y))", True),
    ("loss = tf.reduce_mean(y)\nmodel.add_loss(loss)", True),
    ("kl = 1 + y - tf.exp(y)\nkl = -0.5 * tf.keras.backend.sum(kl, axis=-1)\nmodel.add_loss(2 * kl)", True),
    ("h = tf.nn.relu(y)\nz = layers.Dense(1)(h)\nmodel.add_loss(keras.ops.mean(z))", False),
    ("model = keras.Model(x, tf.nn.relu(y))\nmodel.add_loss(other)", False),
    ("loss = tf.reduce_mean(y)\nmodel.add_metric(loss)", False),
    ("for loss in [tf.reduce_mean(y)]:\n    print(loss)", False),
]


@pytest.mark.parametrize(("code", "loss"), LOSSES)
def test_the_next_trap_of_a_loss_is_named(code: str, loss: bool) -> None:
    found = findings(HEAD + code, only="TFC808")[0]
    assert found.fix is not None
    assert ("add_loss of a symbolic tensor, which raises NotImplementedError" in found.fix.title) is loss


LAMBDAS = [
    ("z = tf.abs(x)", "z = layers.Lambda(lambda x: tf.abs(x))(x)"),
    ("x = tf.tile(x, (-1, x.shape[1]))", "x = layers.Lambda(lambda x: tf.tile(x, (-1, x.shape[1])))(x)"),
    ("z = tf.abs(x[:, 1])", "z = layers.Lambda(lambda tensor: tf.abs(tensor))(x[:, 1])"),
    ("z = tf.concat([x, y], -1)", "z = layers.Lambda(lambda tensors: tf.concat(tensors, -1))([x, y])"),
    ("z = tf.add(x, y)", "z = layers.Lambda(lambda tensors: tf.add(tensors[0], tensors[1]))([x, y])"),
    ("z = tf.add(x, x)", "z = layers.Lambda(lambda x: tf.add(x, x))(x)"),
    (
        "z = tf.reduce_sum(tf.square(y))",
        "z = layers.Lambda(lambda tensor: tf.reduce_sum(tensor))(layers.Lambda(lambda y: tf.square(y))(y))",
    ),
    (
        "def block(t, n):\n    return tf.tile(t, (1, n))\nblock(x, 2)",
        "def block(t, n):\n    return layers.Lambda(lambda t: tf.tile(t, (1, n)))(t)\nblock(x, 2)",
    ),
    ("z = keras.backend.mean(x, axis=1)", "z = layers.Lambda(lambda x: keras.backend.mean(x, axis=1))(x)"),
]
STAY = [
    "n = tf.shape(x)",  # goes on outside of the layer
    "n = keras.backend.ndim(x)",
    "for n in range(3):\n    x = tf.tile(x, (1, n))",  # another value later
    "n = 1\nz = tf.tile(x, (1, n))\nn = 2",
    "tensor = 1\nz = tf.abs(x[:, tensor])",
    "z = tf.concat(*[[x, y]], axis=1)",
    "model.add_loss(tf.reduce_mean(y))",
]


@pytest.mark.parametrize(("before", "after"), LAMBDAS)
def test_a_lambda_calls_it(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC808") == HEAD + before
    assert fix(HEAD + before, only="TFC808", unsafe=True) == HEAD + after


def test_the_layer_is_spelled_with_an_import() -> None:
    head = "from tensorflow.keras import Input, backend as K\nx = Input((3,))\n"
    fixed = fix(head + "z = K.abs(x)\n", only="TFC808", unsafe=True)
    assert fixed == f"import tensorflow as tf\n{head}z = tf.keras.layers.Lambda(lambda x: K.abs(x))(x)\n"


@pytest.mark.parametrize("code", STAY)
def test_what_a_lambda_cannot_do(code: str) -> None:
    assert fix(HEAD + code, only="TFC808", unsafe=True) == HEAD + code


def test_deep_and_wide_graphs_are_quick() -> None:
    blocks = "".join(
        f"a{i} = layers.Dense(4)(t)\nb{i} = layers.Dense(4)(a{i})\nt = layers.Add()([a{i}, b{i}, t])\n"
        for i in range(150)
    )
    assert lint(f"{HEAD}t = x\n{blocks}tf.abs(t)", only="TFC808") == ["TFC808:457 error"]
