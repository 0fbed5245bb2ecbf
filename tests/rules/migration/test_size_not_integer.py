"""TFC814 size-not-integer."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import Dense
shape = (7, 7, 64)
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("Dense(np.prod(shape))", "Dense(int(np.prod(shape)))"),
    ("Dense(units=np.prod(image.shape))", "Dense(units=int(np.prod(image.shape)))"),
    (
        "size = np.prod(x.shape[1:])\nDense(size, 'relu')",
        "size = np.prod(x.shape[1:])\nDense(int(size), 'relu')",
    ),
    ("Dense(np.max(labels) + 1)", "Dense(int(np.max(labels) + 1))"),
    ("Dense((np.max(labels) + 1))", "Dense(int(np.max(labels) + 1))"),
    ("Dense(2 * np.prod(shape) // 4)", "Dense(int(2 * np.prod(shape) // 4))"),
    ("Dense(64 / 2)", "Dense(int(64 / 2))"),
    (
        "x = np.zeros((3, 2))\nlayers.Embedding(x[:, 1].max() + 1, 8)",
        "x = np.zeros((3, 2))\nlayers.Embedding(int(x[:, 1].max() + 1), 8)",
    ),
    ("Dense(np.int64(8))", "Dense(int(np.int64(8)))"),
    ("layers.Conv2D(filters=32 / 2, kernel_size=3)", "layers.Conv2D(filters=int(32 / 2), kernel_size=3)"),
    (
        "width = 64\nwidth /= 2\nlayers.Conv1D(width, 3)",
        "width = 64\nwidth /= 2\nlayers.Conv1D(int(width), 3)",
    ),
    ("layers.Conv2DTranspose(math.sqrt(256), 3)", "layers.Conv2DTranspose(int(math.sqrt(256)), 3)"),
    ("layers.Embedding(np.max(tokens) + 1, 8)", "layers.Embedding(int(np.max(tokens) + 1), 8)"),
    ("layers.MultiHeadAttention(4, 64 / 4)", "layers.MultiHeadAttention(4, int(64 / 4))"),
    ("layers.GRU(np.prod((2, 4)))", "layers.GRU(int(np.prod((2, 4))))"),
    ("layers.LSTM(64 / 2)", "layers.LSTM(int(64 / 2))"),
    ("layers.RepeatVector(np.prod((2, 4)))", "layers.RepeatVector(int(np.prod((2, 4))))"),
    ("layers.MaxPooling2D(np.prod((2, 1)))", "layers.MaxPooling2D(int(np.prod((2, 1))))"),
    (
        "def block(filters):\n    return layers.Conv2D(filters, 3)\nblock(8 / 2)\nblock(4.0)",
        "def block(filters):\n    return layers.Conv2D(int(filters), 3)\nblock(8 / 2)\nblock(4.0)",
    ),
    ("Dense(np.prod(shape).astype(int))", "Dense(int(np.prod(shape).astype(int)))"),
    ("Dense(np.prod(shape).astype('int32'))", "Dense(int(np.prod(shape).astype('int32')))"),
    ("Dense(np.ceil(7 / 2).astype(np.int64))", "Dense(int(np.ceil(7 / 2).astype(np.int64)))"),
    ("layers.LSTM(np.prod(shape).astype(float))", "layers.LSTM(int(np.prod(shape).astype(float)))"),
    ("layers.LSTM(np.sqrt(16).item())", "layers.LSTM(int(np.sqrt(16).item()))"),
    ("y = np.array(labels)\nDense(y.max() + 1)", "y = np.array(labels)\nDense(int(y.max() + 1))"),
    ("Dense(np.unique(labels).max())", "Dense(int(np.unique(labels).max()))"),
    ("Dense(np.array([8, 16])[0])", "Dense(int(np.array([8, 16])[0]))"),
    ("Dense(np.arange(4)[1])", "Dense(int(np.arange(4)[1]))"),
    ("layers.LSTM(np.linspace(8, 16, 3)[1])", "layers.LSTM(int(np.linspace(8, 16, 3)[1]))"),
    ("sizes = np.array([8, 16])\nDense(sizes[-1])", "sizes = np.array([8, 16])\nDense(int(sizes[-1]))"),
    (
        "for width in np.array((8, 16)):\n    Dense(width)",
        "for width in np.array((8, 16)):\n    Dense(int(width))",
    ),
    (
        "for place, width in enumerate(np.asarray([8, 16])):\n    Dense(width)",
        "for place, width in enumerate(np.asarray([8, 16])):\n    Dense(int(width))",
    ),
    (
        "class Net:\n    def __init__(self, shape):\n        self.size = np.prod(shape)\n"
        "        self.last = Dense(self.size)",
        "class Net:\n    def __init__(self, shape):\n        self.size = np.prod(shape)\n"
        "        self.last = Dense(int(self.size))",
    ),
]

SILENT = [
    "Dense(64)",
    "Dense(int(np.prod(shape)))",
    "Dense(64 // 2)",
    "Dense(2 ** 5)",
    "Dense(len(classes))",
    "Dense(len(np.unique(labels)))",
    "Dense(math.ceil(9 / 2))",
    "Dense(round(9 / 2))",
    "Dense(math.prod(shape))",
    "Dense(labels.max() + 1)",
    "Dense(x.shape[1])",
    "Dense(x.shape[-1] * 2)",
    "Dense(x.shape[-1] / 2)",
    "Dense(units)",
    "Dense(True)",
    "Dense(True * 4)",
    "Dense(np.prod(shape, axis=0))",
    "Dense(np.sqrt(sizes))",
    "Dense(np.sum(sizes, 0))",
    "Dense(*sizes)",
    "Dense(**options)",
    "Dense(np.prod(shape).item())",
    "Dense(np.prod(shape).astype(int).item())",
    "Dense(int(np.array(labels).max()) + 1)",
    "Dense(labels.max() + 1)",
    "Dense(np.array(labels).max(0))",
    "Dense(np.array(labels).max(axis=0))",
    "Dense(np.prod(shape).astype(kind))",
    "Dense(number.astype(int))",
    "Dense(number.item())",
    "Dense(np.array(labels).size)",
    "layers.LSTM(np.prod(shape).astype(int))",
    # elements of arrays
    "Dense(np.array([8, 16]).tolist()[0])",
    "Dense(np.array([8, 16]).shape[0])",
    "Dense(np.array([[8, 16]])[0])",
    "Dense(np.array([8, 16])[1:])",
    "Dense(np.array([8, 16])[index])",
    "Dense(np.array([8, 16], dtype=object)[0])",
    "Dense(np.array([8, units])[0])",
    "Dense(np.array(sizes)[0])",
    "Dense(np.arange(count)[1])",
    "Dense(np.arange(4, dtype=object)[1])",
    "Dense([8, 16][-1])",
    "Dense({-1: 8}[-1])",
    "for width in np.array([8, 16]).tolist():\n    Dense(width)",
    "for width in [8, 16]:\n    Dense(width)",
    "for place in range(len(np.array([8, 16]))):\n    Dense(place)",
    "for place, width in enumerate(np.array([8, 16])):\n    Dense(place)",
    "def block(width):\n    return Dense(width)\nblock(np.array([8])[0])\nblock(8)",
    "def head(units):\n    return Dense(units)",
    "def head(units):\n    return Dense(units)\nhead(8)\nhead(np.prod(shape))",
    "units = 8 if small else np.prod(shape)\nDense(units)",
    "Dense(sum(shape))",
    "Dense(np.sum(len(part) for part in parts))",
    "width = 64\nfor _ in range(3):\n    layers.Conv2D(width, 3)\n    width = width * 2",
    "width = 64\nwidth //= 2\nlayers.Conv1D(width, 3)",
    # what takes a NumPy integer
    "layers.Conv2D(np.prod((2, 4)), 3)",
    "layers.LSTM(np.prod((2, 4)))",
    "layers.Reshape((np.prod(shape),))",
    "keras.Input((np.prod(shape),))",
    "layers.Reshape((8 / 2, 2))",
    "layers.Dropout(0.5)",
    "layers.Conv2D(8, (np.int64(3), np.int64(3)))",
    # not of Keras
    "from project import Dense\nDense(np.prod(shape))",
    "class Dense:\n    pass\nDense(np.prod(shape))",
    "import flax.linen as nn\nnn.Dense(np.prod(shape))",
    # expected
    "with pytest.raises(ValueError):\n    Dense(1.5)",
    "try:\n    Dense(np.prod(shape))\nexcept ValueError:\n    pass",
    "if keras.__version__.startswith('2'):\n    Dense(np.prod(shape))",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC814") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC814") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("Dense(np.prod(shape))", "keras2", []),
        ("Dense(np.prod(shape))", "2.16", []),
        ("Dense(np.prod(shape))", "2.21", ["error"]),
        ("Dense(np.prod(shape))", "both", ["error"]),
        ("Dense(64 / 2)", "keras2", []),
        ("Dense(64 / 2)", "2.16", ["error"]),
        ("layers.Conv2D(64 / 2, 3)", "keras2", []),
        ("layers.Embedding(np.max(t), 8)", "2.16", []),
        ("layers.Embedding(8 / 2, 8)", "keras2", ["error"]),
        ("layers.LSTM(8 / 2)", "keras2", ["error"]),
        ("layers.GRU(np.prod(shape))", "keras2", []),
        ("layers.GRU(np.prod(shape))", "2.16", ["error"]),
        ("layers.RepeatVector(np.prod(shape))", "keras2", ["error"]),
        ("layers.Conv2D(8, np.prod((3, 1)))", "keras2", ["error"]),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert [each.split()[1] for each in lint(HEAD + code, target, only="TFC814")] == expected


@pytest.mark.parametrize(
    "code",
    [
        "options = {'units': np.prod(shape)}\nDense(**options)",
        "def int(x):\n    return x\nDense(np.prod(shape))",
    ],
)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC814")
    assert found.fix is not None
    assert not found.fix.edits
