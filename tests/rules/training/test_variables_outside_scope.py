"""TFC706 variables-outside-scope."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
strategy = tf.distribute.MirroredStrategy()
def build():
    return keras.Sequential([keras.layers.Dense(1)])
"""
MODEL = "model = keras.Sequential([keras.layers.Dense(1)])\n"
COMPILE = "with strategy.scope():\n    model.compile('sgd', 'mse')\n"
FIT = "model.fit(x, y)"

FOUND = [
    MODEL + COMPILE + FIT,
    "model = build()\n" + COMPILE + FIT,
    "model = keras.applications.ResNet50()\n" + COMPILE + FIT,
    "model = keras.models.load_model('m.keras')\n" + COMPILE + FIT,
    "i = keras.Input((3,))\nmodel = keras.Model(i, keras.layers.Dense(1)(i))\n" + COMPILE + FIT,
    MODEL + "model.compile('sgd', 'mse')\nwith strategy.scope():\n    model.fit(x, y)",
    "def main():\n    s = tf.distribute.MirroredStrategy(['/gpu:0'])\n    model = build()\n"
    "    with s.scope():\n"
    "        model.compile('sgd', 'mse')\n    model.fit(x, y)",
    MODEL + "with strategy.scope():\n    opt = keras.optimizers.SGD()\n    model.compile(opt, 'mse')\n" + FIT,
]

SILENT = [
    "with strategy.scope():\n    model = build()\n    model.compile('sgd', 'mse')\n" + FIT,
    "with strategy.scope():\n    " + MODEL + "model.compile('sgd', 'mse')\n" + FIT,
    "with strategy.scope():\n    model = keras.models.load_model('m.keras')\n" + COMPILE + FIT,
    MODEL + "model.compile('sgd', 'mse')\n" + FIT,
    "def make():\n    with strategy.scope():\n        return keras.Sequential()\nmodel = make()\n"
    + COMPILE
    + FIT,
    "with strategy.scope():\n    def make():\n        return build()\n    model = make()\n" + COMPILE + FIT,
    # it is not known to be the strategy, or the model
    MODEL + COMPILE.replace("strategy", "other") + FIT,
    "strategy = tf.distribute.MirroredStrategy() if gpus else tf.distribute.get_strategy()\n"
    + MODEL
    + COMPILE,
    "strategy = tf.distribute.OneDeviceStrategy('/cpu:0')\n" + MODEL + COMPILE,
    "strategy = tf.distribute.get_strategy()\n" + MODEL + COMPILE,
    "strategy = tf.distribute.TPUStrategy(resolver)\n" + MODEL + COMPILE,
    "def train(model):\n    with strategy.scope():\n        model.compile('sgd', 'mse')\n"
    "        model.fit(x, y)",
    "from mine import model\n" + COMPILE + FIT,
    "if load:\n    " + MODEL + "else:\n    model = build()\n" + COMPILE + FIT,
    "model = build() if new else keras.models.load_model('m.keras')\n" + COMPILE + FIT,
    "def train():\n    with strategy.scope():\n        model.compile('sgd', 'mse')\n" + MODEL + "train()",
    # the scope is entered otherwise
    "tf.distribute.experimental_set_strategy(strategy)\n" + MODEL + COMPILE + FIT,
    "scope = strategy.scope()\nscope.__enter__()\n" + MODEL + COMPILE + FIT,
    "with context.scope():\n    " + MODEL + COMPILE + FIT,
    # made anew inside
    MODEL + "with strategy.scope():\n    model = build()\n    model.compile('sgd', 'mse')\n" + FIT,
    # other uses
    MODEL + "with strategy.scope():\n    model.summary()\n",
    MODEL + "with tf.name_scope('a'):\n    model.compile('sgd', 'mse')\n",
    "import torch\nmodel = torch.nn.Module()\n" + COMPILE,
    MODEL
    + "try:\n    with strategy.scope():\n        model.compile('sgd', 'mse')\nexcept ValueError:\n    pass",
]


@pytest.mark.parametrize("code", FOUND)
def test_found(code: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = findings(HEAD + code, target, only="TFC706")
        assert found.severity.value == "error"
        assert (HEAD + code)[found.start : found.end] in ("model.compile", "model.fit")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC706") == []


def test_what_it_says() -> None:
    what = "this model is made in line 6, outside of the strategy's scope"
    [found] = findings(HEAD + FOUND[0], "keras3", only="TFC706")
    assert found.message == f"{what}: Keras 3 raises AssertionError in fit, with no message"
    [found] = findings(HEAD + FOUND[0], "keras2", only="TFC706")
    assert found.message == (
        f"{what}: Keras 2 raises ValueError (Variable was not created in the distribution strategy scope), "
        "in fit at the latest"
    )
    assert found.fix is not None
    assert found.fix.title == "make model under strategy.scope() too"
