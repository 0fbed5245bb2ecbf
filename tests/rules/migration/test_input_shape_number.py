"""TFC813 input-shape-number."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, layers
STEPS, SENSORS = 6, 15
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("Input(shape=90)", "Input(shape=(90,))"),
    ("Input(shape=(90))", "Input(shape=(90,))"),
    ("Input(90)", "Input((90,))"),
    ("Input((90), name='past')", "Input((90,), name='past')"),
    ("layers.Input(shape=(STEPS * SENSORS))", "layers.Input(shape=(STEPS * SENSORS,))"),
    ("keras.layers.Input(shape=STEPS)", "keras.layers.Input(shape=(STEPS,))"),
    ("words = ['a', 'b']\nInput(shape=len(words))", "words = ['a', 'b']\nInput(shape=(len(words),))"),
    ("width = int(x.shape[1])\nInput(width)", "width = int(x.shape[1])\nInput((width,))"),
    (
        "def build(n):\n    return Input(shape=n)\nbuild(8)",
        "def build(n):\n    return Input(shape=(n,))\nbuild(8)",
    ),
    ("def build(n=8):\n    return Input(n)\nbuild()", "def build(n=8):\n    return Input((n,))\nbuild()"),
    ("layers.InputLayer(input_shape=4)", "layers.InputLayer(input_shape=(4,))"),
    ("Input(shape=x.shape[1] * x.shape[2])", "Input(shape=(x.shape[1] * x.shape[2],))"),
    (
        "sides = x.shape\nInput(shape=sides[1] * sides[2],)",
        "sides = x.shape\nInput(shape=(sides[1] * sides[2],),)",
    ),
    ("n, h, w = x.shape\nInput(shape=h * w)", "n, h, w = x.shape\nInput(shape=(h * w,))"),
    ("Input(shape=x.shape[-1] - 1)", "Input(shape=(x.shape[-1] - 1,))"),
    ("x = np.ones((8, 4))\nInput(shape=x.shape[1])", "x = np.ones((8, 4))\nInput(shape=(x.shape[1],))"),
    ("Input(shape=np.prod((2, 3)))", "Input(shape=(np.prod((2, 3)),))"),
    (
        "keras.Sequential([layers.Dense(1, input_shape=(4))])",
        "keras.Sequential([layers.Dense(1, input_shape=(4,))])",
    ),
]

SILENT = [
    "Input(shape=(90,))",
    "Input((STEPS, SENSORS))",
    "Input(shape=[90])",
    "Input(shape=())",
    "Input(shape=None)",
    "Input(batch_shape=(1, 90))",
    "Input(shape=x.shape[1:])",
    "Input(shape=x.shape[1])",
    "Input(shape=x.shape[0] * 2)",
    "Input(shape=x.shape[0] + x.shape[1])",
    "Input(shape=x.shape[1:] * x.shape[2])",
    "Input(shape=x.shape[i] * x.shape[j])",
    "class Net:\n    def __init__(self):\n        self.inputs = Input(shape=self.shape[0] * self.shape[1])",
    "from project import x\nshape = x.shape\nInput(shape=shape[0])",
    "x = (np.ones((8, 4)) if big else read())\nInput(shape=x.shape[1])",
    "Input(shape=tf.TensorShape([90]))",
    "Input(shape=tuple(sizes))",
    "Input(shape=(STEPS,) + (SENSORS,))",
    "Input(shape=2 * (STEPS,))",
    "def build(shape):\n    return Input(shape=shape)",
    "def build(shape):\n    return Input(shape=shape)\nbuild(8)\nbuild((8,))",
    "shape = 8 if flat else (8, 8)\nInput(shape=shape)",
    "class Net:\n    def __init__(self, shape):\n        self.inputs = Input(shape=self.shape)",
    "Input(*arguments)",
    "Input(**options)",
    "keras.Input(tensor=x)",
    "layers.Embedding(input_dim=8, output_dim=4)",
    "layers.Dense(8, input_dim=4)",
    "layers.Dense(8, input_shape=(4,))",
    "keras.applications.ResNet50(input_shape=224)",
    "from project import Input\nInput(shape=90)",
    "from prompt_toolkit import Input\nInput(90)",
    "def Input(shape):\n    return shape\nInput(shape=90)",
    "with pytest.raises(ValueError):\n    Input(shape=90)",
    "try:\n    Input(shape=90)\nexcept ValueError:\n    Input(shape=(90,))",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC813") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), "both", only="TFC813") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("Input(shape=90)", "keras2", []),
        ("Input(shape=90)", "2.16", ["TFC813:6 error"]),
        ("Input(shape=90)", "both", ["TFC813:6 error"]),
        ("Input(shape=np.prod((2, 3)))", "keras2", ["TFC813:6 error"]),
        ("Input(shape=90.0)", "keras2", ["TFC813:6 error"]),
        ("layers.Dense(1, input_shape=4)", "keras2", ["TFC813:6 error"]),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert lint(HEAD + code, target, only="TFC813") == expected


def test_by_hand_in_a_dictionary() -> None:
    [found] = findings(HEAD + "options = {'shape': 90}\nInput(**options)\n", only="TFC813")
    assert found.fix is not None
    assert not found.fix.edits
