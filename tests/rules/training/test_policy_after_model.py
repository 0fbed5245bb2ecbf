"""TFC732 policy-after-model."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, mixed_precision
"""
NET = "m = keras.Sequential([keras.Input((4,)), layers.Dense(8), layers.Dense(1)])\n"
POLICY = "mixed_precision.Policy('mixed_float16')"
BUILD = "def build():\n    return keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
HALF = "mixed_precision.set_global_policy('mixed_float16')\n"
TRAIN = "m.compile('adam', 'mean_squared_error')\nm.fit(x, y)\n"

FIRES = [
    NET + HALF + TRAIN,
    NET + "m.compile('adam', 'mse')\n" + HALF + "m.fit(x, y)\n",
    NET + "tf.keras.mixed_precision.set_global_policy('mixed_bfloat16')\n" + TRAIN,
    NET + "mixed_precision.set_global_policy(mixed_precision.Policy('mixed_float16'))\n" + TRAIN,
    NET + f"policy = {POLICY}\nmixed_precision.set_global_policy(policy)\n" + TRAIN,
    NET + f"if fast:\n    {HALF}" + TRAIN,
    BUILD + "m = build()\n" + HALF + TRAIN,
    BUILD + f"def main():\n    m = build()\n    {HALF}    m.fit(x, y)\nmain()\n",
    "i = keras.Input((4,))\nm = keras.Model(i, layers.Dense(1)(i))\n" + HALF + TRAIN,
    "m = keras.Sequential()\nm.add(layers.Dense(1))\n" + HALF + TRAIN,
    "m = keras.applications.ResNet50(weights=None)\n" + HALF + TRAIN,
    "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.d = layers.Dense(1)\n    def call(self, x):\n        return self.d(x)\nm = Net()\n"
    + HALF
    + TRAIN,
]

SILENT = [
    HALF + NET + TRAIN,
    NET + TRAIN,
    NET + HALF,
    NET + TRAIN + HALF,
    NET + HALF + "m.compile('adam', 'mse')\n",
    # it is for layers, or for a model, that are made later
    "augment = layers.RandomFlip()\n" + HALF + NET + TRAIN,
    NET + HALF + "m.add(layers.Dense(1))\n" + TRAIN,
    NET + HALF + "m = keras.Sequential([m, layers.Dense(1)])\n" + TRAIN,
    "d = layers.Dense(1)\n" + HALF + "m = keras.Sequential([d])\n" + TRAIN,
    "i = keras.Input((4,))\no = layers.Dense(1)(i)\n" + HALF + "m = keras.Model(i, o)\n" + TRAIN,
    "class Scale(layers.Layer):\n    def call(self, x):\n        return x * 2\n"
    + NET
    + HALF
    + "m.add(Scale())\n"
    + TRAIN,
    BUILD + HALF + "m = build()\n" + TRAIN,
    BUILD + "teacher = build()\n" + HALF + "m = build()\n" + TRAIN,
    BUILD + "def f():\n    m = build()\n    m.fit(x, y)\ndef g():\n    " + HALF,
    "from models import build\nbase = layers.Dense(1)\n" + HALF + "m = build()\n" + TRAIN,
    "from models import build\nm = build()\n" + HALF + TRAIN,
    NET + HALF + TRAIN + "from models import build\nn = build()\nn.fit(x, y)\n",
    # perhaps it is set before, or not for good
    HALF + NET + HALF + TRAIN,
    f"if early:\n    {HALF}" + NET + HALF + TRAIN,
    NET + HALF + "mixed_precision.set_global_policy('float32')\n" + TRAIN,
    "mixed_precision.set_global_policy('float32')\n" + NET + HALF + TRAIN,
    NET + "mixed_precision.set_global_policy(name)\n" + TRAIN,
    NET + "mixed_precision.set_global_policy('float32')\n" + TRAIN,
    f"for run in range(2):\n    {NET}    {HALF}    m.compile('adam', 'mse')\n    m.fit(x, y)\n",
    # it is what the model has, or somebody asks for it
    "m = keras.models.load_model('m.keras')\naux = layers.Dense(1)\n" + HALF + "m.fit(x, y)\n",
    NET + "n = keras.models.clone_model(m)\n" + HALF + "n.fit(x, y)\n",
    NET + HALF + "x = tf.cast(x, mixed_precision.global_policy().compute_dtype)\n" + TRAIN,
    NET + HALF + "opt = mixed_precision.LossScaleOptimizer(opt)\n" + TRAIN,
    "m = keras.Sequential([layers.Dense(1, dtype='mixed_float16')])\n" + HALF + TRAIN,
    # no layers of Keras, no policy of Keras
    "m = make()\n" + HALF + TRAIN,
    NET + "agent.set_global_policy('mixed_float16')\n" + TRAIN,
]


@pytest.mark.parametrize("target", ["2.15", "2.21"])
@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str, target: str) -> None:
    (found,) = lint(HEAD + code, target, only="TFC732")
    assert found.endswith(" warning")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC732") == []


def test_says_where() -> None:
    (found,) = findings(HEAD + NET + HALF + TRAIN, only="TFC732")
    assert found.message.startswith(
        "mixed_float16 is set after the model is made (line 4), which trains later (line 7): "
        "Keras trains in float32"
    )


def test_other_files() -> None:
    start = "import setup_precision\n" + HEAD
    precision = "from tensorflow.keras import mixed_precision\n" + HALF
    assert lint(start + NET + HALF + TRAIN, only="TFC732", setup_precision=precision) == []
    assert lint(start + NET + HALF + TRAIN, only="TFC732", setup_precision="print('nothing')") != []
