"""TFC717 metric-call-overridden."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(3)])
"""
CLASS = """\
class Labels(tf.keras.metrics.MeanIoU):
    def __call__(self, y_true, y_pred, sample_weight=None):
        return super().__call__(y_true, tf.argmax(y_pred, axis=-1), sample_weight)
"""
COMPILE = "model.compile('sgd', 'mse', metrics=[Labels(num_classes=3)])\n"

FIRING = [
    CLASS + COMPILE,
    CLASS + "labels = Labels(3)\nmodel.compile('sgd', 'mse', metrics=['mae', labels])",
    CLASS + "def watched():\n    return [Labels(3)]\nmodel.compile('sgd', 'mse', weighted_metrics=watched())",
    CLASS.replace("tf.keras.metrics.MeanIoU", "keras.metrics.Metric") + COMPILE,
    CLASS + "class Mine(Labels): pass\nmodel.compile('sgd', 'mse', metrics=[Mine(3)])",
    CLASS + "class Net(keras.Model): pass\nNet().compile('sgd', 'mse', metrics=[Labels(3)])",
    CLASS + COMPILE + COMPILE,
    "class Labels(keras.metrics.Mean):\n    def __call__(self, y_true, y_pred, sample_weight=None):\n"
    "        return tf.reduce_mean(y_pred)\nmodel.compile('sgd', 'mse', metrics=[Labels()])",
]

SILENT = [
    CLASS,
    CLASS + "labels = Labels(3)\nlabels(y, p)\nmodel.compile('sgd', 'mse')",
    CLASS + "    def update_state(self, y_true, y_pred, sample_weight=None): pass\n" + COMPILE,
    CLASS + "    update_state = __call__\n" + COMPILE,
    CLASS.replace("__call__(self", "update_state(self") + COMPILE,
    CLASS.replace("__call__(self", "call(self") + COMPILE,
    # a base that is not in sight, or no metric
    CLASS.replace("tf.keras.metrics.MeanIoU", "Base") + COMPILE,
    CLASS.replace("tf.keras.metrics.MeanIoU", "Base, tf.keras.metrics.MeanIoU") + COMPILE,
    CLASS.replace("(tf.keras.metrics.MeanIoU)", "") + COMPILE,
    CLASS.replace("tf.keras.metrics.MeanIoU", "keras.losses.Loss") + COMPILE,
    CLASS.replace("tf.keras.metrics.MeanIoU", "keras.layers.Layer") + COMPILE,
    CLASS + "class Mine(Labels):\n    def update_state(self, t, p, sample_weight=None): pass\n"
    "model.compile('sgd', 'mse', metrics=[Mine(3)])",
    # who calls the metric is not known
    CLASS + "class Net(keras.Model):\n    def train_step(self, data):\n        return {}\n"
    "Net().compile('sgd', 'mse', metrics=[Labels(3)])",
    CLASS + "class Net(keras.Model):\n    def compute_metrics(self, x, y, y_pred, w):\n        return {}\n"
    "Net().compile('sgd', 'mse', metrics=[Labels(3)])",
    CLASS + "def train(tool):\n    tool.compile('sgd', 'mse', metrics=[Labels(3)])",
    CLASS + "from project import Labels\n" + COMPILE,
    CLASS + "model.compile('sgd', 'mse', metrics=['mae', other])",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", FIRING)
def test_reported_once(code: str, target: str) -> None:
    (found,) = findings(HEAD + code, target, "TFC717")
    assert found.severity.value == "error"
    assert (HEAD + code)[found.start : found.end] == "__call__"
    assert found.message.startswith("Labels overrides __call__ and not update_state: Keras ")
    assert found.message.endswith("calls update_state of a compiled metric, never this method")


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC717") == []


SCORES = """
import tensorflow as tf
class Labels(tf.keras.metrics.MeanIoU):
    def __call__(self, y_true, y_pred, sample_weight=None):
        return super().__call__(y_true, tf.argmax(y_pred, axis=-1), sample_weight)
class Updated(Labels):
    def update_state(self, y_true, y_pred, sample_weight=None):
        return super().update_state(y_true, tf.argmax(y_pred, axis=-1), sample_weight)
class Other:
    def __call__(self, y_true, y_pred):
        return tf.reduce_mean(y_pred)
def scores():
    return [Labels(3)]
"""
# What a file compiles its model with, of the metrics of another file, and the line where that is found.
BROUGHT = [
    ("from scores import Labels\nmodel.compile('sgd', 'mse', metrics=[Labels(3)])", 5),
    ("from scores import Labels\nmodel.compile('sgd', 'mse', [Labels(3)])", 0),  # weights of losses
    ("import scores\nm = scores.Labels(3)\nmodel.compile('sgd', 'mse', weighted_metrics=['mae', m])", 5),
    ("from scores import Labels\nmodel.compile('sgd', 'mse', metrics=[Labels(n) for n in (3, 4)])", 5),
    ("from scores import Updated\nmodel.compile('sgd', 'mse', metrics=[Updated(3)])", 0),
    ("from scores import Other\nmodel.compile('sgd', 'mse', metrics=[Other()])", 0),
    ("from other import Labels\nmodel.compile('sgd', 'mse', metrics=[Labels(3)])", 0),
    ("from scores import Labels\nlabels = Labels(3)\nmodel.compile('sgd', 'mse', metrics=['mae'])", 0),
    ("from scores import Labels\nclass Net(keras.Model):\n    def train_step(self, data): return {}\n"
     "Net().compile('sgd', 'mse', metrics=[Labels(3)])", 0),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line"), BROUGHT)
def test_a_metric_of_another_file(code: str, line: int) -> None:
    expected = [f"TFC717:{line} error"] if line else []
    assert lint(HEAD + code, "keras3", "TFC717", scores=SCORES) == expected
