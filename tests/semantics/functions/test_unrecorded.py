"""Models that predict while a tape records."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.functions.unrecorded import gradients_of, unrecorded

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\nmodel = keras.Sequential()\n"
TAPE = "with tf.GradientTape() as tape:\n    "

# Code, the line of each call, and that of the gradients of the model, if they are asked for.
UNRECORDED = [
    (TAPE + "y = model.predict(x)", "5"),
    (TAPE + "y = model.predict(x)\ng = tape.gradient(y, model.trainable_variables)", "5 6"),
    (TAPE + "y = model.predict(x)\n    z = model(x)\ng = tape.gradient(z, model.trainable_variables)", "5"),
    # no model, no tape, or not recorded
    ("y = model.predict(x)", ""),
    (TAPE + "y = model(x)", ""),
    (TAPE + "y = other.predict(x)", ""),
    (TAPE + "with tape.stop_recording():\n        y = model.predict(x)", ""),
    ("with tf.Graph().as_default() as tape:\n    y = model.predict(x)", ""),
    (TAPE + "f = lambda: model.predict(x)", ""),
]
# A call of gradient, and the model whose variables it is about.
GRADIENTS = [
    ("tape.gradient(y, model.trainable_variables)", "model"),
    ("tape.gradient(y, model.trainable_weights)", "model"),
    ("tape.gradient(target=y, sources=model.trainable_variables)", "model"),
    ("tape.gradient(y, [w])", None),
    ("tape.gradient(y, model.trainable_variables + w)", None),
    ("tape.gradient(y, variables)", None),
]


@pytest.mark.parametrize(("code", "expected"), UNRECORDED)
def test_unrecorded(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        " ".join(str(line(facts, node)) for node in (one.call, one.gradient) if node is not None)
        for one in unrecorded(facts)
    ]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), GRADIENTS)
def test_gradients_of(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "gradient")
    assert gradients_of(facts, call) == expected
