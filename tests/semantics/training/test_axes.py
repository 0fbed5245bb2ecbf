"""How many axes arrays have."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.axes import Axes

HEAD = """\
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from tensorflow import keras
"""
ARRAYS = [
    ("show(np.zeros((3, 4)))", 2),
    ("show(np.zeros(3))", 1),
    ("show(np.random.rand(3, 4, 5))", 3),
    ("show(np.random.randint(0, 9, size=(3, 4)))", 2),
    ("show(np.random.randint(0, 9, 3))", 1),
    ("show(np.arange(9))", 1),
    ("show(np.array([1, 2]))", 1),
    ("show(np.array([[1], [2]]))", 2),
    ("show(np.zeros((3, 4))[:2])", 2),
    ("show(np.zeros((3, 4)).astype('int'))", 2),
    ("show(np.zeros((3, 4)).reshape(-1, 1, 2))", 3),
    ("show(np.zeros((3, 4)).ravel())", 1),
    ("show(keras.utils.to_categorical(np.arange(9)))", 2),
    ("(x, y), test = keras.datasets.mnist.load_data()\nshow(y)", 1),
    ("(x, y), test = keras.datasets.cifar10.load_data()\nshow(y)", 2),
    ("data = load_iris()\nshow(data.target)", 1),
    ("a, b = train_test_split(np.zeros((9, 2)))\nshow(b)", 2),
    # not known
    ("show(a)", None),
    ("show(np.zeros(shape))", None),
    ("show(np.zeros((3, 4))[0])", None),
    ("show(np.array(a))", None),
    ("show(np.array([[1], 2]))", None),
    ("show(a.ravel())", None),
    ("(x, y), test = keras.datasets.mnist.load_data()\nshow(x)", None),
    ("y = np.zeros(3) if t else np.zeros((3, 4))\nshow(y)", None),
    ("show(a.target)", None),
    ("show(np.random.rand(*shape))", None),
]


@pytest.mark.parametrize(("code", "expected"), ARRAYS)
def test_axes(code: str, expected: int | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Axes).at(node) == expected
