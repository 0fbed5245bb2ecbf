"""TFC804 of the input of a layer that is given by name: recurrent layers call it ``sequences`` on Keras 3."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Input
x = Input((5, 3))
"""
NET = """\
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.rnn = LSTM(4)
    def call(self, x):
"""

BECOMES = [
    ("LSTM(4)(inputs=x)", "LSTM(4)(x)"),
    ("h = layers.GRU(4)(inputs = x, training=True)", "h = layers.GRU(4)(x, training=True)"),
    ("Bidirectional(LSTM(4))(inputs=x)", "Bidirectional(LSTM(4))(x)"),
    ("layers.RNN(layers.LSTMCell(4))(inputs=x)", "layers.RNN(layers.LSTMCell(4))(x)"),
    ("layers.ConvLSTM2D(4, 3)(inputs=v)", "layers.ConvLSTM2D(4, 3)(v)"),
    ("layers.SimpleRNN(4)(\n    inputs=x,\n)", "layers.SimpleRNN(4)(\n    x,\n)"),
    (
        "cell = LSTM(4, return_state=True)\ns, _, c = cell(inputs=x, initial_state=[s, c])",
        "cell = LSTM(4, return_state=True)\ns, _, c = cell(x, initial_state=[s, c])",
    ),
    (
        "def step(x, cell):\n    return cell(inputs=x)\nstep(x, LSTM(4))\nstep(x, LSTM(8))",
        "def step(x, cell):\n    return cell(x)\nstep(x, LSTM(4))\nstep(x, LSTM(8))",
    ),
    (
        NET + "        return self.rnn(inputs=x)",
        NET + "        return self.rnn(x)",
    ),
]

SILENT = [
    "LSTM(4)(x)",
    "LSTM(4)(sequences=x)",
    "Dense(4)(inputs=x)",
    "layers.TimeDistributed(Dense(4))(inputs=x)",
    "layers.LSTMCell(4)(inputs=x, states=[a, b])",
    "layers.Concatenate()(inputs=[x, x])",
    "layers.concatenate(inputs=[x, x])",
    "keras.Model(inputs=x, outputs=LSTM(4)(x))",
    "keras.Sequential([LSTM(4)])(inputs=x)",
    "class Mine(LSTM):\n    def call(self, inputs): return inputs\nMine(4)(inputs=x)",
    "class LSTM(layers.Layer):\n    def call(self, inputs): return inputs\nLSTM()(inputs=x)",
    "def f(layer):\n    return layer(inputs=x)",
    "def f(layer):\n    return layer(inputs=x)\nf(LSTM(4))\nf(Dense(4))",
    "from elsewhere import LSTM\nLSTM(4)(inputs=x)",
    "import torch\ntorch.nn.LSTM(4)(inputs=x)",
    "layer = LSTM(4) if deep else Dense(4)\nlayer(inputs=x)",
    "try:\n    LSTM(4)(inputs=x)\nexcept TypeError:\n    pass",
    "if tf.__version__ < '2.16':\n    LSTM(4)(inputs=x)\nelse:\n    LSTM(4)(x)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC804") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC804") == []


def test_what_stands_before_it_is_left_to_a_person() -> None:
    [found] = findings(HEAD + "LSTM(4)(initial_state=[s, c], inputs=x)", only="TFC804")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert found.message == "a layer of LSTM no longer accepts its input as inputs: Keras 3 raises TypeError"


@pytest.mark.parametrize(("target", "expected"), [("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)])
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "LSTM(4)(inputs=x)", target, only="TFC804")) == expected


def test_layers_of_keras_2_beside_keras_3() -> None:
    code = "import tf_keras\nx = tf_keras.Input((5, 3))\ntf_keras.layers.LSTM(4)(inputs=x)\n"
    assert lint(code, only="TFC804") == []
