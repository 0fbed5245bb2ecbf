"""Layers that have variables."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.weighted import has_weights


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("layers.Dense(3)", True),
        ("tf.keras.layers.BatchNormalization()", True),
        ("layers.MultiHeadAttention(2, 4)", True),
        ("layers.LSTMCell(4)", True),
        ("layers.Dropout(0.1)", False),
        ("layers.Flatten()", False),
        ("Dense(3)", False),
        ("layers.Dense", False),
    ],
)
def test_has_weights(call: str, expected: bool) -> None:
    code = module(f"import tensorflow as tf\nfrom keras import layers\nx = {call}\n")
    (value,) = (each.value for each in code.facts.module.bindings["x"])
    assert value is not None
    assert has_weights(code, value) is expected
