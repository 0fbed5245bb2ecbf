"""What the code shows of arrays, tensors and lists: their axes, how long these are, the type of numbers."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.shape import Made, Shape, broadcast, common, reshaped

HEAD = """\
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from tensorflow import keras
"""
MNIST = "(x, y), (a, b) = keras.datasets.mnist.load_data()\n"
SIZED = "import keras\n(x, y), (a, b) = keras.datasets.boston_housing.load_data(test_split=0.5)\n"

# Code that shows an array, its axes, and the type of its numbers.
ARRAYS = [
    ("show(np.zeros((3, 4)))", (3, 4), "float64"),
    ("show(np.zeros(3))", (3,), "float64"),
    ("show(np.zeros(100, dtype='float32'))", (100,), "float32"),
    ("show(np.ones((5, 2), np.uint8))", (5, 2), "uint8"),
    ("show(np.ones((5, 2), float))", (5, 2), "float64"),
    ("show(np.zeros((4, 2), dtype=kind))", (4, 2), None),
    ("show(np.full((5, 2), 0.5))", (5, 2), "float64"),
    ("show(np.full((5, 2), 1))", (5, 2), "int64"),
    ("show(np.full((5, 2), a))", (5, 2), None),
    ("show(np.random.rand(3, 4, 5))", (3, 4, 5), "float64"),
    ("show(np.random.rand(10, 3).astype('float32'))", (10, 3), "float32"),
    ("show(np.random.random((10, 3)))", (10, 3), "float64"),
    ("show(np.random.normal(size=(7, 2)))", (7, 2), "float64"),
    ("show(np.random.randint(0, 9, size=(3, 4)))", (3, 4), "int64"),
    ("show(np.random.randint(0, 9, 3))", (3,), "int64"),
    ("show(np.random.choice(9, 5))", (5,), "int64"),
    ("show(np.random.choice(words, 5))", (5,), None),
    ("show(np.zeros((n, 4)))", (None, 4), "float64"),
    ("n = 50\nshow(np.zeros((n, 2 * n)))", (50, 100), "float64"),
    ("shape = (3, 4)\nshow(np.zeros(shape))", (3, 4), "float64"),
    ("show(np.zeros(len(a)))", (None,), "float64"),
    ("show(np.arange(9))", (9,), None),
    ("show(np.arange(9.0))", (9,), None),
    ("show(np.arange(9.5))", (None,), None),
    ("show(np.arange(2, 6))", (None,), None),
    ("show(np.linspace(0, 1))", (None,), None),
    ("show(np.array([1, 2]))", (2,), "int64"),
    ("y = [1, 2]\nshow(np.array(y))", (2,), "int64"),
    ("y = []\ny.append(1)\ny.append(2)\nshow(np.zeros(len(y)))", (2,), "float64"),
    ("show(np.array([1.5, 2]))", (2,), None),
    ("show(np.array([[1], [2]]))", (2, 1), "int64"),
    ("show(np.array([1, 2, 3]).astype('float32'))", (3,), "float32"),
    ("show(np.array([np.zeros(4), np.ones(4)]))", (2, 4), "float64"),
    ("show(np.sqrt([1, 2]))", (2,), None),
    ("show(np.sin(np.linspace(0.0, 1.0, n)))", (None,), None),
    ("show(np.exp(np.zeros((3, 2))))", (3, 2), None),
    ("show(np.square(np.zeros((3, 2))))", (3, 2), "float64"),
    ("show(keras.utils.to_categorical([0, 1, 2], 3))", (3, 3), None),
    ("show(keras.utils.to_categorical([0, 1, 2]))", (3, None), None),
    ("show(np.zeros((3, 4))[:2])", (2, 4), "float64"),
    ("show(np.zeros((3, 4))[:n])", (None, 4), "float64"),
    ("show(np.random.rand(10, 2)[2:8:2])", (3, 2), "float64"),
    ("show(np.random.rand(10, 2)[:-4])", (6, 2), "float64"),
    ("show(np.random.rand(10, 2)[:5, 0])", (5,), "float64"),
    ("show(np.random.rand(10, 2)[None])", (1, 10, 2), "float64"),
    ("show(np.random.rand(10, 2)[i:i + 1])", (1, 2), "float64"),
    ("show(np.expand_dims(np.zeros(4), 0))", (1, 4), "float64"),
    ("show(np.zeros((3, 4)).astype('int'))", (3, 4), "int64"),
    ("show(np.zeros((3, 4)).reshape(-1, 1, 2))", (6, 1, 2), "float64"),
    ("show(np.zeros((3, 4)).reshape((-1, 4)))", (3, 4), "float64"),
    ("show(np.zeros((n, 4)).reshape(-1, 1))", (None, 1), "float64"),
    ("show(np.reshape(np.zeros((3, 4)), (2, 6)))", (2, 6), "float64"),
    ("show(np.reshape(a, (2, 6)))", (2, 6), None),
    ("show(np.zeros((3, 4)).ravel())", (12,), "float64"),
    ("show(np.zeros((n, 4)).flatten())", (None,), "float64"),
    ("show(np.zeros(4) * 2 - 1)", (4,), "float64"),
    ("show(np.zeros(4) + np.zeros(4))", (4,), "float64"),
    ("show(np.zeros((4, 3)) - np.zeros(3))", (4, 3), "float64"),
    ("show(np.zeros((4, 1)) * np.zeros((1, 3)))", (4, 3), "float64"),
    ("show(np.zeros(4) + np.zeros(3))", (None,), "float64"),
    ("show(np.zeros(4) > 0.5)", (4,), "bool"),
    ("show((np.zeros(4) > 0.5).astype(int))", (4,), "int64"),
    ("show(keras.utils.to_categorical(np.arange(9)))", (9, None), None),
    ("show(keras.utils.to_categorical(np.arange(9), 10))", (9, 10), None),
    (f"{MNIST}show(x)", (60_000, 28, 28), "uint8"),
    (f"{MNIST}show(b)", (10_000,), "uint8"),
    (f"{MNIST}show(x[:100])", (100, 28, 28), "uint8"),
    (f"{MNIST}show(x.astype(np.float32))", (60_000, 28, 28), "float32"),
    (f"{MNIST}show(x / 255.0)", (60_000, 28, 28), "float64"),
    (f"{MNIST}show(x * 2)", (60_000, 28, 28), "uint8"),
    (f"{MNIST}show(x * 2.0)", (60_000, 28, 28), "float64"),
    (f"{MNIST}show(x * (1 / 255))", (60_000, 28, 28), "float64"),
    (f"{MNIST}show(x * (2 - 1))", (60_000, 28, 28), "uint8"),
    (f"{MNIST}show(x + len([1]))", (60_000, 28, 28), None),
    (f"{MNIST}show(x / x)", (60_000, 28, 28), "float64"),
    (f"{MNIST}show(x.astype('float32') / 255)", (60_000, 28, 28), "float32"),
    ("(x, y), test = keras.datasets.cifar10.load_data()\nshow(y)", (50_000, 1), "uint8"),
    ("train, (x, y) = keras.datasets.imdb.load_data()\nshow(y)", (25_000,), "int64"),
    ("train, (x, y) = keras.datasets.imdb.load_data(maxlen=9)\nshow(y)", (None,), "int64"),
    ("(x, y), test = keras.datasets.reuters.load_data()\nshow(y)", (None,), "int64"),
    (f"{SIZED}show(b)", (None,), "float64"),
    ("data = load_iris()\nshow(data.target)", (None,), None),
    ("a, b = train_test_split(np.zeros((9, 2)))\nshow(b)", (None, 2), "float64"),
    ("def make():\n    return np.zeros((4, 2))\nshow(make())", (4, 2), "float64"),
    ("show(np.zeros((4, 2)) if a else np.zeros((5, 2)))", (None, 2), "float64"),
    ("show(np.zeros((4, 2)) if a else np.ones((4, 2), 'int8'))", (4, 2), None),
]
# The same of tensors.
TENSORS = [
    ("show(tf.random.normal((10, 3)))", (10, 3), "float32"),
    ("show(tf.zeros([10, n]))", (10, None), "float32"),
    ("show(tf.fill((4, 2), 1))", (4, 2), "int32"),
    ("show(tf.constant([1.0, 2.0]))", (2,), "float32"),
    ("show(tf.cast(np.zeros(3), tf.float32))", (3,), "float32"),
    ("show(tf.expand_dims(tf.zeros(3), 0))", (1, 3), "float32"),
    ("show(tf.zeros(3) + np.zeros((2, 3)))", (2, 3), None),
]
# Code that shows the first axes of an array, and not whether there are more.
BEGINNINGS = [
    ("show(np.array([a, b]))", (2,)),
    ("show(np.array([[1], 2]))", (2,)),
    ("show(np.random.rand(10, *rest))", (10,)),
    ("show(np.zeros((10, *rest)))", (10,)),
    ("show(np.zeros(3) if t else np.zeros((3, 4)))", (3,)),
    ("show(np.random.rand(10, 2)[:5, a])", (5,)),
    ("show(np.array([a, b]) * 2)", (2,)),
    ("show(np.expand_dims(a, axis=0))", (1,)),
    ("show(keras.utils.to_categorical([a, b]))", (2,)),
]
LISTS = [
    ("show([1, 2])", (2,)),
    ("y = [a]\ny.append(b)\nshow(y)", (2,)),
    ("show([[1, 2], [3, 4]])", (2, 2)),
]
# Code that shows neither.
UNKNOWN = [
    "show(a)",
    "show((1, *a))",
    "show(np.load('x.npy'))",
    "show(np.zeros(shape))",
    "show(np.zeros(read()))",
    "show(np.random.rand(*shape)[:, 0, a])",
    "show(np.random.rand())",
    "show(np.random.normal())",
    "show(np.random.rand(10, 2)[0])",
    "show(np.array(a))",
    "show(np.array([1, 2], ndmin=2))",
    "show(np.stack([a, b], axis=1))",
    "show(tf.constant(1, shape=(2, 3)))",
    "show(np.expand_dims(a, -1))",
    "show(a[:3])",
    "show(a.ravel())",
    "show(a.target)",
    "show(load_iris(as_frame=True).target)",
    "show(np.zeros(4) + a)",
    "show(np.zeros(4) > a)",
    "show(np.zeros((4, 2)) @ np.zeros((2, 3)))",
    "show([0] * 100)",
    "show([0] + [1])",
    "x = []\nfor i in j:\n    x.append(i)\nshow(x)",
    "from mine import mnist\n(x, y), test = mnist.load_data()\nshow(x)",
    "from mine import load_data\n(x, y), rest = load_data()\nshow(x)",
    "show(open('a'))",
]


def shape(code: str) -> Shape | None:
    facts, node = marked(HEAD + code)
    return facts.fact(Shapes).at(node)


@pytest.mark.parametrize(("code", "axes", "dtype"), ARRAYS)
def test_arrays(code: str, axes: tuple[int | None, ...], dtype: str | None) -> None:
    found = shape(code)
    assert found is not None
    assert (found.axes, found.more, found.dtype, found.made) == (axes, False, dtype, Made.NUMPY)
    assert found.rank == len(axes)


@pytest.mark.parametrize(("code", "axes", "dtype"), TENSORS)
def test_tensors(code: str, axes: tuple[int | None, ...], dtype: str | None) -> None:
    assert shape(code) == Shape(axes, False, dtype, Made.TENSOR)


@pytest.mark.parametrize(("code", "axes"), BEGINNINGS)
def test_the_first_axes(code: str, axes: tuple[int | None, ...]) -> None:
    found = shape(code)
    assert found is not None
    assert (found.axes, found.more, found.rank, found.length) == (axes, True, None, axes[0])


@pytest.mark.parametrize(("code", "axes"), LISTS)
def test_a_list_is_no_array(code: str, axes: tuple[int | None, ...]) -> None:
    found = shape(code)
    assert found is not None
    assert (found.axes, found.made, found.rank, found.size) == (axes, Made.LIST, None, None)


@pytest.mark.parametrize("code", UNKNOWN)
def test_what_the_code_does_not_show(code: str) -> None:
    found = shape(code)
    assert found is None or not any(found.axes)


def test_bytes() -> None:
    known = Shape((100, 28, 28), False, "float32", Made.NUMPY)
    assert (known.size, known.element) == (313_600, 3136)
    for unknown in (
        Shape((100, None), False, "float32", Made.NUMPY),
        Shape((100,), False, None, Made.NUMPY),
        Shape((100,), True, "float32", Made.NUMPY),
        Shape((100,), False, "float32"),
    ):
        assert unknown.size is None


def test_of_several_what_is_true_of_all() -> None:
    assert common([]) is None
    assert common([Shape((3,)), None]) is None
    assert common([Shape((3, 4)), Shape((3, 5))]) == Shape((3, None))
    assert common([Shape((3, 4)), Shape((3,))]) == Shape((3,), more=True)
    assert common([Shape((3,)), Shape((3,), more=True)]) == Shape((3,), more=True)


def test_two_of_which_not_all_axes_are_known() -> None:
    assert broadcast(Shape((3,), more=True), Shape((3, 2))) == Shape((3,), more=True)
    assert broadcast(Shape((3,), more=True), Shape((2,))) is None
    assert broadcast(Shape((None, 3)), Shape((5, 1))) == Shape((5, 3))


def test_what_is_left_over() -> None:
    assert reshaped(Shape((3, 4)), Shape((2, None))) == Shape((2, 6))
    assert reshaped(Shape((3, 4), more=True), Shape((2, None))) == Shape((2, None))
    assert reshaped(Shape((3, 4)), Shape((None, None))) == Shape((None, None))
    assert reshaped(None, Shape((2,), more=True)) == Shape((2,), more=True)
