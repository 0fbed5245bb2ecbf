"""TFC708 metrics-not-list."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
"""

# What stands after HEAD, what --fix makes of it, and what the message calls the value.
BY_POSITION = [
    ("model.compile('sgd', 'mse', ['mae'])", "model.compile('sgd', 'mse', metrics=['mae'])"),
    ('model.compile("sgd", "mse", ("mae",))', 'model.compile("sgd", "mse", metrics=("mae",))'),
    ("model.compile('sgd', 'mse', 'mae')", "model.compile('sgd', 'mse', metrics=['mae'])"),
    (
        "model.compile('sgd', 'mse', [keras.metrics.AUC()], run_eagerly=True)",
        "model.compile('sgd', 'mse', metrics=[keras.metrics.AUC()], run_eagerly=True)",
    ),
    (
        "def dice(a, b):\n    return a\nmodel.compile('sgd', 'mse', [dice, 'mae'])",
        "def dice(a, b):\n    return a\nmodel.compile('sgd', 'mse', metrics=[dice, 'mae'])",
    ),
    ("M = ['mae']\nmodel.compile('sgd', 'mse', M)", "M = ['mae']\nmodel.compile('sgd', 'mse', metrics=M)"),
    (
        "model.compile(\n    'sgd',\n    'mse',\n    ['mae'],\n)",
        "model.compile(\n    'sgd',\n    'mse',\n    metrics=['mae'],\n)",
    ),
    ("model.compile('sgd', 'mse', ['mae'], [0.5])", None),
]
NO_METRICS = [
    "model.compile('sgd', 'mse', [0.5, 0.5])",
    "model.compile('sgd', 'mse', [0.5])",
    "model.compile('sgd', 'mse', 0.5)",
    "model.compile('sgd', 'mse', None)",
    "model.compile('sgd', 'mse', [])",
    "model.compile('sgd', 'mse', {'a': 1})",
    "model.compile('sgd', 'mse', third)",
    "model.compile('sgd', 'mse', [third])",
    "model.compile('sgd', 'mse', ['mae', third])",
    "model.compile('sgd', 'mse', None, ['mae'])",
    "model.compile('sgd', 'mse', metrics=['mae'])",
    "model.compile(*('sgd', 'mse'), ['mae'])",
    "model.compile(*given)",
    "other.compile('sgd', 'mse', ['mae'])",
    "re.compile('a', 'b', ['c'])",
    "try:\n    model.compile('sgd', 'mse', ['mae'])\nexcept ValueError:\n    pass",
    "class Mine(keras.Model):\n    def compile(self, a, b, c):\n        pass\nMine().compile(1, 2, ['mae'])",
]
BECOMES = [
    ("model.compile('sgd', 'mse', metrics='mae')", "model.compile('sgd', 'mse', metrics=['mae'])", "string"),
    (
        'model.compile(loss="mse", metrics="accuracy", optimizer="adam")',
        'model.compile(loss="mse", metrics=["accuracy"], optimizer="adam")',
        "string",
    ),
    (
        "model.compile('sgd', 'mse', metrics=('mae'))",
        "model.compile('sgd', 'mse', metrics=['mae'])",
        "string",
    ),
    (
        "model.compile(\n    metrics='mae',  # one\n)",
        "model.compile(\n    metrics=['mae'],  # one\n)",
        "string",
    ),
    ("name = 'mae'\nmodel.compile(metrics=name)", "name = 'mae'\nmodel.compile(metrics=[name])", "string"),
    (
        "model.compile(metrics='mae' if small else 'mse')",
        "model.compile(metrics=['mae' if small else 'mse'])",
        "string",
    ),
    (
        "model.compile(metrics=keras.metrics.AUC())",
        "model.compile(metrics=[keras.metrics.AUC()])",
        "metric object",
    ),
    (
        "auc = tf.keras.metrics.AUC(name='auc')\nmodel.compile(weighted_metrics=auc)",
        "auc = tf.keras.metrics.AUC(name='auc')\nmodel.compile(weighted_metrics=[auc])",
        "metric object",
    ),
    (
        "model.compile(metrics=keras.losses.MeanSquaredError())",
        "model.compile(metrics=[keras.losses.MeanSquaredError()])",
        "metric object",
    ),
    (
        "def dice(y_true, y_pred):\n    return 1.0\nmodel.compile(metrics=dice)",
        "def dice(y_true, y_pred):\n    return 1.0\nmodel.compile(metrics=[dice])",
        "function",
    ),
    (
        "@tf.function\ndef dice(y_true, y_pred):\n    return 1.0\nmodel.compile(metrics=dice)",
        "@tf.function\ndef dice(y_true, y_pred):\n    return 1.0\nmodel.compile(metrics=[dice])",
        "function",
    ),
    (
        "model.compile(metrics=keras.metrics.binary_accuracy)",
        "model.compile(metrics=[keras.metrics.binary_accuracy])",
        "function",
    ),
    (
        "model.compile(metrics=lambda t, p: p)",
        "model.compile(metrics=[lambda t, p: p])",
        "function",
    ),
    ("model.compile(metrics={'mae', 'mse'})", "model.compile(metrics=['mae', 'mse'])", "set"),
    (
        "class Net(keras.Model): pass\nNet().compile(metrics='mae')",
        "class Net(keras.Model): pass\nNet().compile(metrics=['mae'])",
        "string",
    ),
    (
        "args = dict(optimizer='sgd', metrics='mae')\nmodel.compile(**args)",
        "args = dict(optimizer='sgd', metrics=['mae'])\nmodel.compile(**args)",
        "string",
    ),
    (
        "keras.models.load_model('m.keras').compile(metrics='mae')",
        "keras.models.load_model('m.keras').compile(metrics=['mae'])",
        "string",
    ),
    (
        "def build(metric):\n    m = keras.Sequential()\n    m.compile(metrics=metric)\n    return m\n"
        "build('mae')\nbuild('mse')",
        "def build(metric):\n    m = keras.Sequential()\n    m.compile(metrics=[metric])\n    return m\n"
        "build('mae')\nbuild('mse')",
        "string",
    ),
]

UNSAFE = [
    (
        "args = dict(optimizer='sgd', metrics='mae')\nmodel.compile(**args)\nlog(args)",
        "args = dict(optimizer='sgd', metrics=['mae'])\nmodel.compile(**args)\nlog(args)",
    ),
    (
        "args = {'metrics': 'mae'}\nmodel.compile(loss='mse', **args)\nwatch('val_' + args['metrics'])",
        "args = {'metrics': ['mae']}\nmodel.compile(loss='mse', **args)\nwatch('val_' + args['metrics'])",
    ),
]

SILENT = [
    "model.compile('sgd', 'mse', metrics=['mae'])",
    "model.compile('sgd', 'mse', metrics=('mae',))",
    "model.compile('sgd', 'mse', metrics={'out': 'mae'})",
    "model.compile('sgd', 'mse', metrics=dict(out='mae'))",
    "model.compile('sgd', 'mse', metrics=[])",
    "model.compile('sgd', 'mse', metrics=None)",
    "model.compile('sgd', 'mse', metrics='')",
    "model.compile('sgd', 'mse')",
    "model.compile('sgd', 'mse', metrics=list(names))",
    "model.compile('sgd', 'mse', metrics=[n for n in names])",
    "model.compile('sgd', 'mse', metrics=['mae'] + others)",
    # what may be a list, or None
    "model.compile(metrics='mae' if one else ['mae', 'mse'])",
    "model.compile(metrics='mae' if one else None)",
    "metrics = None\nif watch:\n    metrics = 'mae'\nmodel.compile(metrics=metrics)",
    "model.compile(metrics=metrics)",
    "model.compile(metrics=args.metrics)",
    "model.compile(metrics=config['metrics'])",
    "from project.metrics import dice\nmodel.compile(metrics=dice)",
    "import segmentation_models as sm\nmodel.compile(metrics=sm.metrics.iou_score)",
    "from project import get_metrics\nmodel.compile(metrics=get_metrics())",
    "def metrics():\n    return ['mae']\nmodel.compile(metrics=metrics())",
    "@listed\ndef dice(t, p):\n    return 1.0\nmodel.compile(metrics=dice)",
    "def build(metric):\n    m = keras.Sequential()\n    m.compile(metrics=metric)\n    return m",
    "def build(m='mae'):\n    n = keras.Sequential()\n    n.compile(metrics=m)\nbuild(['mae'])\nbuild()",
    "metric = 'mae'\nmetric = [metric]\nmodel.compile(metrics=metric)",
    # not Keras' compile
    "from torchbearer import Model\nModel(net).compile(metrics='acc')",
    "def f(tool):\n    tool.compile(metrics='acc')",
    "import re\nre.compile('metrics')",
    "class Net(keras.Model):\n    def compile(self, optimizer, metrics):\n"
    "        super().compile(optimizer, metrics=[metrics])\nNet().compile('sgd', metrics='mae')",
    # expected
    "try:\n    model.compile(metrics='mae')\nexcept ValueError:\n    model.compile(metrics=['mae'])",
    "with pytest.raises(ValueError):\n    model.compile(metrics='mae')",
    "if tf.__version__ < '2.16':\n    model.compile(metrics='mae')",
    "model.evaluate(x, y, metrics='mae')",
]


@pytest.mark.parametrize(("before", "after", "kind"), BECOMES)
def test_becomes_a_list(before: str, after: str, kind: str) -> None:
    (found,) = findings(HEAD + before, only="TFC708")
    assert found.severity.value == "error"
    assert f" {kind}, not a list: Keras 3 raises ValueError in compile" in found.message
    assert fix(HEAD + before, only="TFC708") == HEAD + after


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_a_dictionary_may_be_read_elsewhere(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC708") == HEAD + before
    assert fix(HEAD + before, only="TFC708", unsafe=True) == HEAD + after


@pytest.mark.parametrize("target", ["keras3", "both", "2.16"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC708") == []


@pytest.mark.parametrize(("before", "after", "kind"), BECOMES)
def test_keras_2_takes_all_but_sets(before: str, after: str, kind: str) -> None:
    found = findings(HEAD + before, "keras2", "TFC708")
    assert [one.message.partition(": ")[2] for one in found] == (
        ["Keras 2 raises ValueError when training begins"] if kind == "set" else []
    )


def test_a_comment_inside_is_not_lost() -> None:
    code = HEAD + "model.compile(metrics=(  # one\n    'mae'\n))"
    assert fix(code, only="TFC708", unsafe=True) == code
    (found,) = findings(code, only="TFC708")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


def test_message() -> None:
    (found,) = findings(HEAD + "model.compile('sgd', 'mse', metrics='mae')", only="TFC708")
    assert found.message == "metrics is one string, not a list: Keras 3 raises ValueError in compile"
    assert found.fix is not None
    assert found.fix.title == "write metrics=['mae']"


@pytest.mark.parametrize(("code", "after"), BY_POSITION)
def test_by_position(code: str, after: str | None) -> None:
    [found] = findings(HEAD + code, only="TFC708")
    assert found.message == (
        "the third argument of compile is metrics: Keras 3 takes it for loss_weights, and raises before "
        "anything is trained"
    )
    assert fix(HEAD + code, only="TFC708") == HEAD + (after or code)
    assert lint(HEAD + code, "keras2", only="TFC708") == []


@pytest.mark.parametrize("code", NO_METRICS)
def test_no_metrics_by_position(code: str) -> None:
    assert lint(HEAD + code, only="TFC708") == []


@pytest.mark.parametrize(
    ("given", "found"), [("['mae']", True), ("('mae',)", True), ("[0.5]", False), ("[]", False)]
)
def test_a_list_of_another_file_by_position(given: str, found: bool) -> None:
    code = f"from params import *\n{HEAD}model.compile('sgd', 'mse', METRICS)\n"
    files = {"params": f"METRICS = {given}\n"}
    assert bool(lint(code, "keras3", "TFC708", **files)) == found
    after = code.replace(", METRICS", ", metrics=METRICS") if found else code
    assert fix(code, "keras3", "TFC708", **files) == after


CONFIG = """\
from dataclasses import asdict, dataclass
@dataclass
class Config:
    loss: str = "mse"
    metrics: str = "mae"
"""


@pytest.mark.parametrize("given", ["**asdict(Config())", "**vars(Config('mae'))"])
def test_the_field_of_a_dataclass_is_left_to_a_person(given: str) -> None:
    code = f"{CONFIG}{HEAD}model.compile('sgd', {given})"
    [found] = findings(code, only="TFC708")
    assert "metrics is one string" in found.message
    assert fix(code, only="TFC708", unsafe=True) == code


def test_the_field_of_a_dataclass_that_is_given_a_list() -> None:
    code = f"{CONFIG}{HEAD}model.compile('sgd', **asdict(Config(metrics=['mae'])))"
    assert lint(code, only="TFC708") == []
