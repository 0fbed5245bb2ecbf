"""Arguments that may name an activation, an initializer or the like."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.named_parts import is_layer, named_parts

HEAD = "import keras\nfrom tensorflow.keras.layers import Activation, Dense\n"
PARTS = [
    ("Dense(3, activation='relu')", ["activation 'relu'"]),
    ("Dense(3, 'relu')", ["activation 'relu'"]),
    ("Activation('softmax')", ["activation 'softmax'"]),
    (
        "Dense(3, kernel_constraint=c, bias_regularizer='l2')",
        ["kernel_constraint c", "bias_regularizer 'l2'"],
    ),
    ("build(activation='relu')", ["activation 'relu'"]),
    ("Dense(*given)", []),
    ("Dense('relu')", []),
    ("other(3, 'relu')", []),
    ("Dense(3, name='relu')", []),
]


@pytest.mark.parametrize(("code", "expected"), PARTS)
def test_parts(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [f"{name} {facts.text(value)}" for _, name, value in named_parts(facts)] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Dense(3)", True),
        ("keras.layers.LSTM(3)", True),
        ("keras.Sequential()", False),
        ("class Dense(keras.layers.Layer): pass\nDense(3)", False),
        ("build(3)", False),
    ],
)
def test_layers(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    assert is_layer(facts, facts.facts.calls[-1]) is expected
