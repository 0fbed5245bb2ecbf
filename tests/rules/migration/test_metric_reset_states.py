"""TFC806 metric-reset-states."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, lint
from tflint_ckpt.target import NEWEST, Target, Targets

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, metrics
from tensorflow.keras.metrics import Mean
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("m = Mean()\nm.reset_states()", "m = Mean()\nm.reset_state()"),
    (
        "m = keras.metrics.AUC(name='a')\nm . reset_states( )",
        "m = keras.metrics.AUC(name='a')\nm . reset_state( )",
    ),
    ("tf.metrics.Mean().reset_states()", "tf.metrics.Mean().reset_state()"),
    (
        "for m in [Mean(), metrics.Sum()]:\n    m.reset_states()  # nought",
        "for m in [Mean(), metrics.Sum()]:\n    m.reset_state()  # nought",
    ),
    (
        "ms = {'a': Mean(), 'b': Mean()}\nfor k, m in ms.items():\n    m.reset_states()",
        "ms = {'a': Mean(), 'b': Mean()}\nfor k, m in ms.items():\n    m.reset_state()",
    ),
    (
        "ms = {'a': Mean(), 'b': Mean()}\nms['a'].reset_states()",
        "ms = {'a': Mean(), 'b': Mean()}\nms['a'].reset_state()",
    ),
    (
        "ms = []\nms.append(Mean())\n[m.reset_states() for m in ms]",
        "ms = []\nms.append(Mean())\n[m.reset_state() for m in ms]",
    ),
    (
        "class Mine(keras.metrics.Metric):\n    def result(self):\n        return 1\nMine().reset_states()",
        "class Mine(keras.metrics.Metric):\n    def result(self):\n        return 1\nMine().reset_state()",
    ),
    (
        """
        class Trainer:
            def __init__(self):
                self.loss = Mean()

            def epoch(self):
                self.loss.reset_states()
        """,
        """
        class Trainer:
            def __init__(self):
                self.loss = Mean()

            def epoch(self):
                self.loss.reset_state()
        """,
    ),
    (
        "model = keras.Sequential()\nfor m in model.metrics:\n    m.reset_states()",
        "model = keras.Sequential()\nfor m in model.metrics:\n    m.reset_state()",
    ),
]

SILENT = [
    # the new name, and another one
    "m = Mean()\nm.reset_state()",
    "m = Mean()\nm.reset()",
    "m = Mean()\nm.reset_states",
    # what keeps the method
    "gru = layers.GRU(3, stateful=True)\ngru.reset_states()",
    "layers.Bidirectional(layers.LSTM(3)).reset_states()",
    "layers.RNN(cell).reset_states()",
    "model = keras.Sequential()\nmodel.reset_states()",
    "model = keras.models.load_model('m.keras')\nmodel.reset_states()",
    # not proved
    "def f(metric):\n    metric.reset_states()",
    "from elsewhere import metric\nmetric.reset_states()",
    "for m in all_metrics:\n    m.reset_states()",
    "m = Mean()\nif flag:\n    m = other()\nm.reset_states()",
    "m = layers.GRU(3)\nif flag:\n    m = Mean()\nm.reset_states()",
    "from torchmetrics import Mean\nm = Mean()\nm.reset_states()",
    "class Mean:\n    def reset_states(self):\n        pass\nMean().reset_states()",
    "m = make(Mean)\nm.reset_states()",
    "m: Mean = given\nm.reset_states()",
    # a method of its own
    "class Mine(Mean):\n    def reset_states(self):\n        pass\nm = Mine()\nm.reset_states()",
    "class Mine(Mean):\n    def reset_states(self): pass\nclass More(Mine): pass\nMore().reset_states()",
    "class Mine(Mean):\n    reset_states = Mean.reset_state\nMine().reset_states()",
    "class Mine(Other, Mean): pass\nMine().reset_states()",
    # several releases
    "m = Mean()\nif tf.__version__ < '2.5':\n    m.reset_states()\nelse:\n    m.reset_state()",
    "m = Mean()\ntry:\n    m.reset_state()\nexcept AttributeError:\n    m.reset_states()",
    "m = Mean()\nif hasattr(m, 'reset_states'):\n    m.reset_states()",
    "m = Mean()\nreset = m.reset_state if hasattr(m, 'reset_state') else m.reset_states",
    "m = Mean()\nwith pytest.raises(AttributeError):\n    m.reset_states()",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before), only="TFC806") == HEAD + dedent(after)


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC806") == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2.11", []),
        ("keras2", []),
        ("2.16", ["TFC806:5 error"]),
        ("keras3", ["TFC806:5 error"]),
        ("both", ["TFC806:5 error"]),
    ],
)
def test_targets(target: str, expected: list[str]) -> None:
    assert lint(HEAD + "Mean().reset_states()", target, only="TFC806") == expected


def test_message() -> None:
    [found] = findings(HEAD + "Mean().reset_states()", "both", only="TFC806")
    assert found.message == (
        "Mean.reset_states() was renamed to reset_state(): "
        "Keras 2 (TensorFlow 2.15) still has it; "
        "Keras 3 (TensorFlow 2.21) raises AttributeError at the first reset"
    )


def test_tf_keras_is_keras_2() -> None:
    assert lint("import tf_keras\ntf_keras.metrics.Mean().reset_states()", "keras2", only="TFC806") == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [("default", "unsafe"), ("default (keras)", "unsafe"), ("setup.py:1", "safe"), ("--target", "safe")],
)
def test_is_not_safe_where_nothing_says_the_release(source: str, expected: str) -> None:
    lab = Lab(HEAD + "Mean().reset_states()\n", only="TFC806")
    lab.targets = Targets(Target((NEWEST,), source))
    [finding] = lab.check().findings
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected
    assert ("TensorFlow before 2.5" in finding.fix.title) == (expected == "unsafe")
