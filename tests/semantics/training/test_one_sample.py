"""Data of one example."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.one_sample import is_one_sample

HEAD = "import numpy as np\nimport tensorflow as tf\n"

SAMPLES = [
    ("show(np.expand_dims(x, axis=0))", True),
    ("show(np.expand_dims(x, 0))", True),
    ("show(tf.expand_dims(x, 0))", True),
    ("show(x[None])", True),
    ("show(x[np.newaxis, ...])", True),
    ("show(x[i:i + 1])", True),
    ("show(x.reshape(1, 28, 28))", True),
    ("show(np.reshape(x, (1, -1)))", True),
    ("show(np.zeros((1, 3)))", True),
    ("a = np.expand_dims(x, 0)\nshow(a)", True),
    ("show(np.array([state]))", True),
    ("show(tf.constant([[1.0, 2.0]]))", True),
    ("def f(a):\n    show(a)\nf(np.expand_dims(x, 0))", True),
    # more, or not known
    ("show([np.expand_dims(x, 0)])", False),
    ("show(np.array([3]))", False),
    ("show(np.stack([x, y]))", False),
    ("show(x)", False),
    ("show(x[0])", False),
    ("show(x[:1])", False),
    ("show(x[:2])", False),
    ("show(x[:n])", False),
    ("show(np.expand_dims(x, -1))", False),
    ("show(np.expand_dims(x, n))", False),
    ("show(x.reshape(-1, 28))", False),
    ("a = np.expand_dims(x, 0)\nif t:\n    a = x\nshow(a)", False),
    ("show(np.array([x, y]))", False),
]


@pytest.mark.parametrize(("code", "expected"), SAMPLES)
def test_samples(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert is_one_sample(facts, node) is expected
