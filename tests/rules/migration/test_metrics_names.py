"""TFC825 metrics-names."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
from keras.layers import Dense
def build(metrics=("accuracy", "auc")):
    model = keras.Sequential([keras.Input((3,)), Dense(1)])
    model.compile("sgd", "mse", metrics=["accuracy", "auc"])
    return model
model = build()
"""

# What stands after HEAD, how severe it is on Keras 3, and what is said.
FIRES = [
    ("r = dict(zip(model.metrics_names, model.evaluate(x, y)))", "warning", "left out"),
    ("for name, value in zip(model.metrics_names, values):\n    print(name, value)", "warning", "left out"),
    ("pairs = list(zip(values, model.metrics_names))", "warning", "left out"),
    ("print(model.metrics_names[1], values[1])", "warning", "gives 'compile_metrics'"),
    ("print(model.metrics_names[2], values[2])", "error", "raises IndexError"),
    ("auc = values[model.metrics_names.index('auc')]", "error", "raises ValueError"),
    ("print(model.metrics_names[-1], values[-1])", "warning", "gives 'compile_metrics'"),
    ("names = model.metrics_names\nr = dict(zip(names, values))", "warning", "left out"),
    ("names = model.metrics_names\nprint(len(names), names[2])", "error", "raises IndexError"),
    ("for i, name in enumerate(model.metrics_names):\n    print(name, values[i])", "warning", "left out"),
    ("r = {n: values[i] for i, n in enumerate(model.metrics_names)}", "warning", "left out"),
    ("if len(values) > 2:\n    r = dict(zip(model.metrics_names, values))", "warning", "left out"),
    ("other = build()\nprint(other.metrics_names[1])", "warning", "gives 'compile_metrics'"),
    (
        "class T:\n    def __init__(self):\n        self.net = build()\n"
        "    def run(self):\n        return dict(zip(self.net.metrics_names, self.net.evaluate(x)))\n",
        "warning",
        "left out",
    ),
]

# What --fix makes of it.
BECOMES = [
    (
        "r = dict(zip(model.metrics_names, model.evaluate(x, y, verbose=0)))",
        "r = model.evaluate(x, y, verbose=0, return_dict=True)",
    ),
    ("r = dict(zip(model.metrics_names, (model.evaluate(x))))", "r = model.evaluate(x, return_dict=True)"),
    (
        "r = dict(\n    zip(\n        model.metrics_names,\n        model.evaluate(ds),\n    )\n)",
        "r = model.evaluate(ds, return_dict=True)",
    ),
]
BY_HAND = [
    "r = dict(zip(model.metrics_names, values))",
    "names = model.metrics_names\nr = dict(zip(names, model.evaluate(x)))",
    "r = list(zip(model.metrics_names, model.evaluate(x, y)))",
    "r = dict(zip(model.metrics_names, other.evaluate(x, y)))",
    "r = dict(zip(model.metrics_names, model.evaluate(**options)))",
    "r = dict(zip(model.metrics_names, model.evaluate(x, return_dict=False)))",
    "r = dict(zip(model.metrics_names, model.predict(x)))",
    "r = dict(zip(model.metrics_names, model.evaluate(x), others))",
    "r = dict(zip(model.metrics_names, model\n    .evaluate(x, y)))",
    "r = dict(zip(\n    model.metrics_names,  # as compiled\n    model.evaluate(x)))",
]

SILENT = [
    "print(model.metrics_names)",
    "n = len(model.metrics_names)",
    "print(model.metrics_names[0])",
    "print(model.metrics_names[n])",
    "print(model.metrics_names[1:])",
    "print(model.metrics_names[-1:])",
    "i = model.metrics_names.index('loss')",
    "i = model.metrics_names.index(name)",
    "for name in model.metrics_names:\n    print(name)",
    "r = dict(zip(net.metrics_names, net.evaluate(x, y)))",
    "def zip(a, b):\n    return b\nr = zip(model.metrics_names, values)",
    "r = model.evaluate(x, y, return_dict=True)",
    # how it is compiled is not seen, or without metrics
    "net = keras.models.load_model('m.keras')\nprint(net.metrics_names[1])",
    "net = keras.Sequential([Dense(1)])\nprint(net.metrics_names[1])",
    "net = keras.Sequential([Dense(1)])\nnet.compile('sgd', 'mse')\nprint(net.metrics_names[1])",
    "net = keras.Sequential([Dense(1)])\nnet.compile('sgd', 'mse', metrics=[])\nprint(net.metrics_names[1])",
    "net = keras.Sequential([Dense(1)])\nnet.compile('sgd', 'mse', metrics=m)\nprint(net.metrics_names[1])",
    "net = keras.Sequential([Dense(1)])\nsetup(net)\nprint(net.metrics_names[1])",
    "net = build() if old else keras.models.load_model(path)\nprint(net.metrics_names[1])",
    "def show(net):\n    print(net.metrics_names[1])",
    # the names are others
    "i = keras.Input((3,))\nnet = keras.Model(i, [Dense(1)(i), Dense(1)(i)])\n"
    "net.compile('sgd', 'mse', metrics=[['mae'], ['mae']])\nprint(net.metrics_names[1])",
    "class Net(keras.Model):\n    def train_step(self, data):\n        return {}\n"
    "    def call(self, x):\n        return x\n"
    "net = Net()\nnet.compile('sgd', metrics=['mae'])\nprint(net.metrics_names[1])",
    "class Net(keras.Sequential):\n    @property\n    def metrics_names(self):\n"
    "        return ['loss', 'auc']\nnet = Net([Dense(1)])\n"
    "net.compile('sgd', metrics=['auc'])\nprint(net.metrics_names[1])",
    "class Net(keras.Sequential):\n    metrics_names = ['loss', 'auc']\n"
    "net = Net([Dense(1)])\nnet.compile('sgd', metrics=['auc'])\nprint(net.metrics_names[1])",
    "keras.Model.metrics_names = property(lambda self: ['loss', 'auc'])\nprint(model.metrics_names[1])",
    # the code asks for them
    "if len(model.metrics_names) == len(values):\n    r = dict(zip(model.metrics_names, values))",
    "names = model.metrics_names\nif len(names) == 3:\n    r = dict(zip(model.metrics_names, values))",
    "if 'auc' in model.metrics_names:\n    auc = values[model.metrics_names.index('auc')]",
    "auc = values[model.metrics_names.index('auc')] if 'auc' in model.metrics_names else None",
    "auc = 'auc' in model.metrics_names and values[model.metrics_names.index('auc')]",
    "def f():\n    if 'auc' not in model.metrics_names:\n        return None\n"
    "    return values[model.metrics_names.index('auc')]",
    # only the loss is named
    "r = dict(zip(model.metrics_names, [loss]))",
    "r = dict(zip(model.metrics_names, values[:1]))",
    "losses = [model.evaluate(x, y)[0]]\nr = dict(zip(model.metrics_names, losses))",
    "names = model.metrics_names\nprint(names[0], len(names))",
    "names = model.metrics_names\nnames[1:] = ['mae', 'auc']\nr = dict(zip(names, values))",
    "names = model.metrics_names\nnames.append('auc')\nprint(names[2])",
    "names = model.metrics_names\nmend(names)\nr = dict(zip(names, values))",
    "names = model.metrics_names\nother = names\nother.append('auc')\nprint(names[2])",
    "names = model.metrics_names\nif old:\n    names = ['loss', 'auc']\nr = dict(zip(names, values))",
    "for i, name in enumerate(model.metrics_names):\n    print(i, name)",
    "for i, name in enumerate(model.metrics_names):\n    print(name, values['i'])",
    "model.metrics_names.append('auc')\nprint(model.metrics_names[2])",
    # for another release, or expected
    "if keras.__version__ < '3':\n    print(model.metrics_names[1])",
    "try:\n    i = model.metrics_names.index('auc')\nexcept ValueError:\n    i = 1",
    "try:\n    n = model.metrics_names[2]\nexcept IndexError:\n    n = ''",
]


@pytest.mark.parametrize(("code", "severity", "said"), FIRES)
def test_fires(code: str, severity: str, said: str) -> None:
    [found] = findings(HEAD + code, only="TFC825")
    assert found.severity.value == severity
    assert said in found.message
    assert lint(HEAD + code, "keras2", "TFC825") == []
    assert [each.split()[1] for each in lint(HEAD + code, "both", "TFC825")] == [severity]


@pytest.mark.parametrize(("code", "after"), BECOMES)
def test_becomes(code: str, after: str) -> None:
    assert fix(HEAD + code, only="TFC825") == HEAD + after


@pytest.mark.parametrize("code", BY_HAND)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC825")
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC825") == []


HUB = """\
import tensorflow as tf
import tensorflow_hub as hub
model = tf.keras.Sequential()
model.add({layer})
model.add(tf.keras.layers.Dense(3))
model.compile("adam", "mse", metrics=["accuracy"])
for name, value in zip(model.metrics_names, model.evaluate(x)):
    print(name, value)
"""


@pytest.mark.parametrize(("layer", "found"), [("hub.KerasLayer(url)", 0), ("tf.keras.layers.Dense(3)", 1)])
def test_silent_where_the_file_has_to_run_on_keras_2(layer: str, found: int) -> None:
    """Keras 3 takes no layer of TensorFlow Hub: ``tf.keras`` has to be Keras 2, which has the names."""
    assert len(lint(HUB.format(layer=layer), "keras3", only="TFC825")) == found
