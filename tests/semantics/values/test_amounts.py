"""Which number an expression is, and how long a list or array."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.amounts import Amounts, Lengths

HEAD = "import math\nimport numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"

# Code that shows an expression, and the number it is.
NUMBERS = [
    ("show(3)", 3),
    ("show(-3)", -3),
    ("show(2 * 3 + 1)", 7),
    ("show(7 // 2)", 3),
    ("show(7 % 4)", 3),
    ("show(7 / 2)", 3.5),
    ("n = 3\nshow(n * 2)", 6),
    ("show(math.ceil(7 / 2))", 4),
    ("show(int(np.floor(3.9)))", 3),
    ("show(round(2.6))", 3),
    ("show(len([1, 2, 3]))", 3),
    ("x = np.zeros((200, 3))\nshow(x.shape[0])", 200),
    ("x = np.random.rand(200, 3)\nshow(len(x[:160]) // 8)", 20),
    ("def f(n):\n    show(n)\nf(3)", 3),
    ("n = 3 if t else 3\nshow(n)", 3),
    # not known, or several
    ("show(n)", None),
    ("show(7 // 0)", None),
    ("show(10 ** 20)", None),
    ("show(10000000 * 10000000)", None),
    ("n = 3 if t else 4\nshow(n)", None),
    ("n = 3\nfor a in b:\n    n = n + 1\nshow(n)", None),
    ("x = np.zeros((200, 3))\nshow(x.shape[1])", None),
    ("show(round(2.6, 1))", None),
    ("show(int(*a))", None),
    ("show(len(a))", None),
    ("show('3')", None),
    ("def f(n):\n    show(n)\nf(3)\nf(4)", None),
]

# The same for the number of its elements.
LENGTHS = [
    ("show([1, 2])", 2),
    ("show((1, *a))", None),
    ("show(np.ones(5))", 5),
    ("show(np.random.normal(size=(7, 2)))", 7),
    ("show(np.random.randint(0, 9, 4))", 4),
    ("show(np.arange(6))", 6),
    ("show(np.arange(2, 6))", None),
    ("show(np.array([1, 2, 3]).astype('float32'))", 3),
    ("show(np.random.rand(10, 2)[2:8:2])", 3),
    ("show(np.random.rand(10, 2)[:-4])", 6),
    ("show(np.random.rand(10, 2)[:n])", None),
    ("show(np.random.rand(10, 2)[0])", None),
    ("show(np.zeros(4) * 2 - 1)", 4),
    ("show(np.zeros(4) + np.zeros(4))", 4),
    ("show(np.zeros(4) + a)", None),
    ("(x, y), test = keras.datasets.mnist.load_data()\nshow(y)", 60_000),
    ("train, (x, y) = keras.datasets.imdb.load_data()\nshow(x)", 25_000),
    ("(x, y), test = mine.mnist.load_data()\nshow(y)", None),
    ("show(keras.utils.to_categorical([0, 1, 2]))", 3),
    ("show(open('a'))", None),
]


@pytest.mark.parametrize(("code", "expected"), NUMBERS)
def test_numbers(code: str, expected: float | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Amounts).at(node) == expected


@pytest.mark.parametrize(("code", "expected"), LENGTHS)
def test_lengths(code: str, expected: int | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Lengths).at(node) == expected


def test_a_number_of_another_file() -> None:
    facts, node = marked("from helper import N\nshow(N)", helper="N = 4 * 2\n")
    assert facts.fact(Amounts).at(node) == 8
