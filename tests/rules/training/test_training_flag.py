"""TFC704 training-flag-missing."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
"""
MODEL = "model = keras.Sequential([layers.Dense(3), layers.Dropout(0.5), layers.Dense(1)])\n"
STEP = """\
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(x))
grads = tape.gradient(loss, model.trainable_variables)
"""
FIXED = STEP.replace("model(x)", "model(x, training=True)")
NET = """\
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
    def call(self, x, training=None):
        return self.norm(x, training=training)
"""

FOUND = [
    MODEL,
    "model = tf.keras.models.Sequential([layers.Conv2D(3, 3), layers.BatchNormalization()])\n",
    "model = keras.Sequential()\nmodel.add(layers.Dense(3))\nmodel.add(layers.Dropout(0.5))\n",
    "i = keras.Input((3,))\nh = layers.Dropout(0.5)(i)\nmodel = keras.Model(i, layers.Dense(1)(h))\n",
    "def build():\n    i = keras.Input((3,))\n    h = layers.BatchNormalization()(i)\n"
    "    return keras.Model(i, layers.Dense(1)(h))\nmodel = build()\n",
    "def build():\n    return keras.Sequential([layers.GaussianNoise(0.1), layers.Dense(1)])\n"
    "model = build()\n",
    NET + "model = Net()\n",
    NET.replace(", training=training)", ")").replace(", training=None", "") + "model = Net()\n",
    NET.replace("training=None", "training=False") + "model = Net()\n",
]

SILENT = [
    MODEL + FIXED,
    MODEL + STEP.replace("model(x)", "model(x, training=flag)"),
    MODEL + STEP.replace("model(x)", "model(x, training=False)"),
    MODEL + STEP.replace("model(x)", "model(x, True)"),
    MODEL + STEP.replace("model(x)", "model(x, **options)"),
    MODEL + STEP.replace("model(x)", "model(x) - model(z, training=True)"),
    # no layer for which it matters, or none in sight
    "model = keras.Sequential([layers.Dense(3)])\n" + STEP + "layers.Dropout(0.5)",
    "model = keras.applications.ResNet50()\n" + STEP + "layers.Dropout(0.5)",
    "model = keras.models.load_model('m.keras')\n" + STEP + "layers.Dropout(0.5)",
    "from mine import model\n" + STEP + "layers.Dropout(0.5)",
    "def step(model, x):\n    " + STEP.strip().replace("\n", "\n    ") + "\nlayers.Dropout(0.5)",
    "i = keras.Input((3,))\nh = layers.Dropout(0.5)(i, training=True)\nmodel = keras.Model(i, h)\n" + STEP,
    "i = keras.Input((3,))\na = keras.Model(i, layers.Dropout(0.5)(i))\nmodel = keras.Model(i, i)\n" + STEP,
    "model = keras.Sequential([layers.Dense(1)]) if small else keras.Sequential([layers.Dropout(0.5)])\n"
    + STEP,
    NET.replace("training=None", "training=True") + "model = Net()\n" + STEP,
    NET.replace("training=training", "training=False") + "model = Net()\n" + STEP,
    NET.replace("training=training", "training=True") + "model = Net()\n" + STEP,
    # not a training step of this model
    MODEL + "y = model(x)\n",
    MODEL + STEP.replace("model.trainable_variables", "x"),
    MODEL + STEP.replace("model.trainable_variables", "other.trainable_variables"),
    MODEL + "with tf.GradientTape() as tape:\n    y = other(x)\nz = model(x)\n"
    "grads = tape.gradient(y, model.trainable_variables)\n",
    MODEL + "model.fit(x, y)\n",
    # meant to be in inference mode
    MODEL + "model.layers[0].trainable = False\n" + STEP,
    MODEL.replace("Dense(3)", "Dense(3, trainable=False)") + STEP,
    MODEL + "keras.backend.set_learning_phase(1)\n" + STEP,
    # no Keras
    "import torch\nlayers.Dropout(0.5)\nmodel = torch.nn.Dropout()\n" + STEP,
]


@pytest.mark.parametrize("code", FOUND)
def test_found(code: str) -> None:
    [found] = findings(HEAD + code + STEP, only="TFC704")
    assert found.severity.value == "warning"
    assert fix(HEAD + code + STEP, only="TFC704", unsafe=True) == HEAD + code + FIXED
    assert fix(HEAD + code + STEP, only="TFC704") == HEAD + code + STEP


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC704") == []


def test_in_train_step() -> None:
    code = (
        HEAD
        + NET
        + (
            "    def train_step(self, data):\n"
            "        x, y = data\n"
            "        with tf.GradientTape() as tape:\n"
            "            loss = self.compute_loss(x, y, self(x))\n"
            "        grads = tape.gradient(loss, self.trainable_variables)\n"
        )
    )
    assert lint(code, only="TFC704") == ["TFC704:13 warning"]


def test_what_it_says() -> None:
    [found] = findings(HEAD + MODEL + STEP, only="TFC704")
    assert found.message == (
        "this training step calls the model without training=True: its Dropout layers run as in prediction"
    )
    assert found.fix is not None
    assert found.fix.title == "add training=True"
