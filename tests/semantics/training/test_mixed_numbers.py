"""The first calculation of a metric with labels as they came and with predictions."""

from __future__ import annotations

from textwrap import indent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.mixed_numbers import mixed

HEAD = "import tensorflow as tf\nfrom tensorflow.keras import backend as K\n"

# Bodies of ``metric(y, p)``, and the calculation.
BODIES: list[tuple[str, str | None]] = [
    ("return y * p", "y * p"),
    ("return tf.reduce_sum(1 - y * K.round(p))", "y * K.round(p)"),
    ("a = K.flatten(y)\nb = tf.reshape(p, [-1])\nreturn K.sum(a * b)", "a * b"),
    ("return tf.equal(y, K.round(p))", "tf.equal(y, K.round(p))"),
    ("return tf.subtract(p[..., 0], y[..., 0])", "tf.subtract(p[..., 0], y[..., 0])"),
    ("return K.mean((1 - y) * p)", "(1 - y) * p"),
    # cast, of one type, under a condition, or not told
    ("y = tf.cast(y, p.dtype)\nreturn y * p", None),
    ("return tf.cast(y, 'float32') * p", None),
    ("return (y / 2) * p", None),
    ("return 1.0 - y * 2", None),
    ("return y * y + p * p", None),
    ("if t:\n    y = f(y)\nreturn y * p", None),
    ("return y * p if t else p", None),
    ("return [y * p for i in n]", None),
    ("return tf.shape(y)[0] * p", None),
    ("return f(y) * p", None),
    ("return y.shape[0] * p", None),
    ("return K.round(y) * p", None),
    ("return p\nx = y * p", None),
    ("def inner():\n    return y * p\nreturn inner()", None),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies(body: str, expected: str | None) -> None:
    assert calculation(f"def metric(y, p):\n{indent(body, '    ')}\n") == expected


# Functions that are no metrics as Keras calls them.
HEADS = [
    ("def metric(y, p, smooth=1):", True),
    ("@tf.function\ndef metric(y, p):", True),
    ("def metric(y, p, smooth):", False),
    ("def metric(y):", False),
    ("def metric(y, /, p):", False),
    ("@wrapped\ndef metric(y, p):", False),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_heads(head: str, expected: bool) -> None:
    assert (calculation(f"{head}\n    return y * p\n") is not None) is expected


def calculation(code: str) -> str | None:
    facts = module(HEAD + code)
    (function,) = facts.facts.every(cst.FunctionDef)[:1]
    found = mixed(facts, function)
    return facts.text(found) if found is not None else None
