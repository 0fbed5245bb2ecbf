"""How many axes an array has."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.axes import Axes

HEAD = """\
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from tensorflow import keras
(x, y), (a, b) = keras.datasets.mnist.load_data()
"""
ARRAYS = [
    ("show(y)", 1),
    ("show(b[:9])", 1),
    ("(x, y), test = keras.datasets.cifar10.load_data()\nshow(y)", 2),
    ("show(keras.utils.to_categorical(y))", 2),
    ("show(np.zeros((3, 1)))", 2),
    ("show(np.ones(3))", 1),
    ("n = 3\nshow(np.full(shape=(n, n), fill_value=0))", 2),
    ("show(np.random.rand(3, 2, 1))", 3),
    ("show(np.random.random((3, 1)))", 2),
    ("show(np.random.random(size=(3, 1)))", 2),
    ("show(np.random.randint(0, 9, size=(3, 1)))", 2),
    ("show(np.array([[1, 2], [3, 4]]))", 2),
    ("show(np.array([1, -2]))", 1),
    ("show(np.linspace(-np.pi, 1, num=5))", None),
    ("show(np.linspace(0, 1, 5, dtype='float32'))", 1),
    ("show(y.reshape(-1, 1))", 2),
    ("show(y.reshape((-1, 1, 1)).astype('float32'))", 3),
    ("show(x.reshape(-1))", None),
    ("show(b.reshape(-1))", 1),
    ("show(np.zeros((3, 4)).ravel())", 1),
    ("show(load_iris().target)", 1),
    ("p, q, r, s = train_test_split(x, y)\nshow(s)", 1),
    ("y = y if t else b\nshow(y)", 1),
    ("def f(z):\n    show(z)\nf(y)\nf(b)", 1),
    (
        "class D:\n    def __init__(self):\n        self.y = np.zeros((3, 1))\n"
        "    def f(self):\n        show(self.y)",
        2,
    ),
    # not known
    ("show(x)", None),
    ("show(y[0])", None),
    ("show(y[:, None])", None),
    ("show(np.zeros(shape))", None),
    ("show(np.random.rand(*shape))", None),
    ("show(np.array([1, 2], ndmin=2))", None),
    ("show(np.array([-x, -y]))", None),
    ("show(np.array([[1, 2], [3]], dtype=object))", None),
    ("show(np.array([*[1, 2], *[3, 4]]))", None),
    ("show(np.linspace(0, 1, 5, retstep=True))", None),
    ("show(np.linspace(y, y, 5))", None),
    ("y = y if t else keras.utils.to_categorical(y)\nshow(y)", None),
    ("p, q, r, s = train_test_split(*data)\nshow(s)", None),
    ("def f(z):\n    show(z)\nf(y)\nf(unknown)", None),
    ("y = y[:, np.newaxis]\nshow(y)", None),
    ("y.shape = (-1, 1)\nshow(y)", None),
    ("y.resize((9, 1))\nshow(y)", None),
    ("z = y\nother.shape = (-1, 1)\nshow(z)", 1),
]


@pytest.mark.parametrize(("code", "expected"), ARRAYS)
def test_axes(code: str, expected: int | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Axes).at(node) == expected
