"""Which expressions are symbolic tensors, and what computes with them."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import marked
from tflint_ckpt.semantics.objects.symbolic import Symbolic

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
i = keras.Input((3,))
d = layers.Dense(4)
"""
TENSORS = [
    "show(i)",
    "show(d(i))",
    "show(layers.concatenate([i, i]))",
    "x = d(i)\nx = d(x)\nshow(x)",
    "show(i + 1)",
    "show(2 * d(i))",
    "show(-i)",
    "show(d(i)[0])",
    "show(d(i) if t else i)",
    "show(tf.abs(i))",
    "show(tf.nn.relu(d(i)))",
    "m = keras.Sequential([d])\nshow(m.output)",
    "def block(x):\n    return d(x)\nshow(block(i))",
    "def block(x):\n    show(x)\nblock(i)",
    "x = i\nfor n in range(3):\n    x = d(x)\nshow(x)",
    # one of several
    "a, b = d(i), 3\nshow(a)",
    "a, (b, c) = 3, [4, d(i)]\nshow(c)",
    "def two(x):\n    return d(x), d(x)\na, b = two(i)\nshow(b)",
    "def two(x):\n    if t: return d(x), 3\n    return x, 4\na, b = two(i)\nshow(a)",
    "def two(x):\n    y = d(x)\n    return 3, y\na, b = two(i)\nshow(b)",
    "class A:\n    def two(self, x):\n        return d(x), 3\n    def make(self):\n"
    "        j = keras.Input((3,))\n        a, b = self.two(j)\n        show(a)\nA().make()",
]
OTHERS = [
    "show(a)",
    "show(d)",
    "show(d(a))",
    "show(unknown(i))",
    "show(i if t else a)",
    "show(i.shape)",
    "x = d(i)\nif t:\n    x = a\nshow(x)",
    "def block(x):\n    show(x)\nblock(i)\nblock(a)",
    "def block(x):\n    show(x)\nuse(block)",
    "@unknown\ndef block(x):\n    return d(x)\nshow(block(i))",
    "show(self.output)",
    "a, b = d(i), 3\nshow(b)",
    "a, *b = d(i), d(i)\nshow(b)",
    "a, b = *both, d(i)\nshow(b)",
    "def two(x):\n    return d(x), 3\na, b = two(i)\nshow(b)",
    "def two(x):\n    if t: return d(x), 3\n    return None, 4\na, b = two(i)\nshow(a)",
    "def two(x):\n    if t: return d(x), 3\n    return made(x)\na, b = two(i)\nshow(a)",
    "@unknown\ndef two(x):\n    return d(x), 3\na, b = two(i)\nshow(a)",
    "def two(x):\n    return two(x), two(x)\na, b = two(i)\nshow(a)",
]
# Code, and the functions of TensorFlow that compute with a symbolic tensor: the innermost of a formula.
OPERATIONS = [
    ("y = tf.abs(i)", "tf.abs"),
    ("y = tf.square(tf.abs(i))", "tf.abs"),
    ("y = tf.concat([i, d(i)], 1)", "tf.concat"),
    ("y = tf.nn.relu(i)", "tf.nn.relu"),
    ("y = tf.keras.backend.sum(i)", "tf.keras.backend.sum"),
    ("y = tf.abs(a)", ""),
    ("y = keras.ops.abs(i)", ""),
    ("tf.print(i)", ""),
    ("y = layers.Lambda(lambda x: tf.abs(x))(i)", ""),
]


@pytest.mark.parametrize("code", TENSORS)
def test_tensors(code: str) -> None:
    facts, node = marked(HEAD + code)
    assert Symbolic(facts).is_tensor(node)


@pytest.mark.parametrize("code", OTHERS)
def test_others(code: str) -> None:
    facts, node = marked(HEAD + code)
    assert not Symbolic(facts).is_tensor(node)


@pytest.mark.parametrize(("code", "expected"), OPERATIONS)
def test_operations(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert " ".join(name for _, name, _ in Symbolic(facts).operations()) == expected
