"""What a model is compiled with as its loss."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.loss import loss_in

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import losses\n"

# Code that shows a loss: its function, and whether it takes logits ("?" where that is not known).
LOSSES = [
    ("show('mse')", "mean_squared_error"),
    ("show('categorical_crossentropy')", "categorical_crossentropy"),
    ("show(losses.MeanSquaredError())", "mean_squared_error"),
    ("show(losses.BinaryCrossentropy())", "binary_crossentropy"),
    ("show(losses.BinaryCrossentropy(from_logits=True))", "binary_crossentropy logits"),
    ("show(losses.BinaryCrossentropy(from_logits=f))", "binary_crossentropy ?"),
    ("show(losses.sparse_categorical_crossentropy)", "sparse_categorical_crossentropy"),
    ("loss = 'mse'\nshow(loss)", "mean_squared_error"),
    # several, of its own, or not known
    ("show('mse' if t else 'mae')", None),
    ("show(loss)", None),
    ("show(['mse', 'mae'])", None),
    ("def loss(y, z):\n    return y\nshow(loss)", None),
    ("class Loss(losses.MeanSquaredError): pass\nshow(Loss())", None),
]


@pytest.mark.parametrize(("code", "expected"), LOSSES)
def test_losses(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = loss_in(facts, node)
    told = None
    if found is not None:
        logits = {True: " logits", False: "", None: " ?"}[found.logits]
        told = f"{found.name}{logits}"
    assert told == expected
