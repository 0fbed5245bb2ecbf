"""TFC811 symbolic-add-loss."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, layers, models
inputs = Input((4,))
code = layers.Dense(2)(inputs)
"""

FIRES = [
    "vae = Model(inputs, code)\nvae.add_loss(tf.reduce_mean(code))",
    "vae = Model(inputs, code)\nvae.add_loss(keras.ops.mean(code))",
    "vae = Model(inputs=[inputs], outputs=code)\nloss = 0.1 * code\nvae.add_loss(loss)",
    "vae = keras.models.Model(inputs, code, name='vae')\nvae.add_loss(penalty)",
    "vae = Model(inputs, code)\nvae.add_loss(lambda: tf.constant(1.0))",
    "def build():\n    net = Model(inputs, code)\n    net.add_loss(kl)\n    return net",
    "def build():\n    return Model(inputs, code)\nvae = build()\nvae.add_loss(kl)",
    "class Trainer:\n    def __init__(self):\n        self.net = Model(inputs, code)\n"
    "        self.net.add_loss(kl)",
    "net = keras.applications.ResNet50()\nnet.add_loss(kl)",
    # what is no tensor, on any layer
    "dense = layers.Dense(2)\ndense.add_loss(dense(inputs))",
    "dense = layers.Dense(2)\ndense.add_loss(lambda: tf.reduce_sum(dense.kernel))",
    "net = keras.Sequential([layers.Dense(1)])\nnet.add_loss(lambda: 1.0)",
    "def penalty():\n    return 1.0\nnet = keras.Sequential([layers.Dense(1)])\nnet.add_loss(penalty)",
]

SILENT = [
    """
    class Penalty(layers.Layer):
        def call(self, inputs):
            self.add_loss(tf.reduce_mean(inputs))
            return inputs
    """,
    """
    class Net(Model):
        def call(self, inputs):
            self.add_loss(0.1)
            return inputs
    net = Net()
    net.add_loss(tf.constant(1.0))
    """,
    "net = keras.Sequential([layers.Dense(1)])\nnet.add_loss(tf.constant(1.0))",
    "def penalise(net, loss):\n    net.add_loss(loss)",
    "net = load()\nnet.add_loss(code)",
    "class Net(Model):\n    def add_loss(self, loss):\n        pass\nNet(inputs, code).add_loss(code)",
    "class Net(Model):\n    pass\nnet = Net(inputs, code)\nnet.add_loss(1.0)",
    "dense = layers.Dense(2)\ndense.add_loss(1.0)",
    "dense = layers.Dense(2)\ndense.add_loss(*losses)",
    "tracker.add_loss(lambda: 1.0)",
    "vae = Model(inputs, code)\nvae.add_metric(code, name='kl')",
    "vae = Model(inputs, code)\nvae.losses.append(code)",
    "vae = Model(inputs, code)\nwith pytest.raises(NotImplementedError):\n    vae.add_loss(code)",
    "vae = Model(inputs, code)\ntry:\n    vae.add_loss(code)\nexcept NotImplementedError:\n    pass",
    "vae = Model(inputs, code)\nif keras.__version__.startswith('2'):\n    vae.add_loss(code)",
    "if hasattr(keras, 'ops'):\n    raise SystemExit\nvae = Model(inputs, code)\nvae.add_loss(code)",
    "vae = Model(inputs, code) if functional else Unknown()\nvae.add_loss(code)",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC811")
    assert found.severity.value == "error"
    assert found.fix is not None
    assert not found.fix.edits


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC811") == []


@pytest.mark.parametrize("code", FIRES)
def test_silent_on_keras_2(code: str) -> None:
    assert lint(HEAD + code, "keras2", only="TFC811") == []


def test_message() -> None:
    [found] = findings(HEAD + FIRES[0], only="TFC811")
    assert found.message == (
        "add_loss is called on a functional model: Keras 3 raises NotImplementedError: "
        "a functional model takes no loss"
    )
