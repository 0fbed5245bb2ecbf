"""Functions that make of a batch of elements the batch of what they make of each."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.datasets.one_by_one import calls_python, elementwise

HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"

# Code that shows a function, and whether it does the same to a batch.
FUNCTIONS = [
    ("show(lambda x: x / 255)", True),
    ("show(lambda x, y: (x / 255, y))", True),
    ("show(lambda x: tf.cast(x, tf.float32))", True),
    ("def f(x):\n    x = tf.cast(x, 'float32')\n    return x * 2 - 1\nshow(f)", True),
    ("def g(x):\n    return x / 2\ndef f(x):\n    return g(x)\nshow(f)", True),
    ("n = 255.0\nshow(lambda x: x / n)", True),
    ("show(lambda x: {'a': x['a'] / 2})", True),
    # not seen to be
    ("show(lambda x: tf.reduce_mean(x))", False),
    ("show(lambda x: x[0])", False),
    ("show(lambda x: x / tf.reduce_max(x))", False),
    ("show(lambda x: tf.image.resize(x, (3, 3)))", False),
    ("show(lambda x: unknown(x))", False),
    ("show(unknown)", False),
    ("def f(x):\n    if x > 1:\n        return x\n    return x / 2\nshow(f)", False),
    ("def f(x):\n    for i in range(3):\n        x = x * 2\n    return x\nshow(f)", False),
]
# Code that shows a function, and the API by which it runs Python for each element.
PYTHON = [
    ("show(lambda x: tf.py_function(g, [x], tf.float32))", "tensorflow.py_function"),
    ("show(lambda x: tf.numpy_function(g, [x], tf.float32))", "tensorflow.numpy_function"),
    ("def f(x):\n    return tf.py_function(g, [x], tf.float32)\nshow(f)", "tensorflow.py_function"),
    ("def h(x):\n    return tf.py_function(g, [x], 1)\nshow(lambda x: h(x))", "tensorflow.py_function"),
    ("show(lambda x: tf.cast(x, tf.float32))", None),
    ("show(unknown)", None),
    ("show(lambda x: mine.py_function(x))", None),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_elementwise(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert elementwise(facts, node) is expected


@pytest.mark.parametrize(("code", "expected"), PYTHON)
def test_calls_python(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    assert calls_python(facts, node) == expected
