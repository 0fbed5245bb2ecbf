"""Which number an expression is."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.amounts import Amounts

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
    ("x = np.zeros((200, 3))\nshow(x.shape[1])", 3),
    ("x = []\nx.append(a)\nx.append(b)\nshow(len(x))", 2),
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
    ("x = np.zeros((200, 3))\nshow(x.shape[2])", None),
    ("x = np.zeros((200, 3))\nx.shape = (3, 200)\nshow(x.shape[0])", None),
    ("x = np.zeros((200, 3))\nx.resize((3, 200))\nshow(len(x))", None),
    ("x = np.array([a, b])\nshow(x.shape[1])", None),
    ("x = []\nfor a in b:\n    x.append(a)\nshow(len(x))", None),
    ("x = [1]\nif t:\n    x.append(2)\nshow(len(x))", None),
    ("show(round(2.6, 1))", None),
    ("show(int(*a))", None),
    ("show(len(a))", None),
    ("show('3')", None),
    ("def f(n):\n    show(n)\nf(3)\nf(4)", None),
]


@pytest.mark.parametrize(("code", "expected"), NUMBERS)
def test_numbers(code: str, expected: float | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Amounts).at(node) == expected


def test_a_number_of_another_file() -> None:
    facts, node = marked("from helper import N\nshow(N)", helper="N = 4 * 2\n")
    assert facts.fact(Amounts).at(node) == 8
