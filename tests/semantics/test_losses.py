"""Losses that models are compiled with by a name that Keras 3 does not find again."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.losses import fitted_short_loss, short_loss

HEAD = """\
import keras
from keras.callbacks import ModelCheckpoint
model = keras.Sequential([keras.layers.Dense(1)])
"""
# What a model is compiled with, and the short name that it surely has.
LOSSES = [
    ("loss='mse'", "mse"),
    ("loss='MAE'", "MAE"),
    ("'adam', 'mse'", "mse"),
    ("loss=['mae', 'mse']", "mae"),
    ("loss=['mean_squared_error', 'mse']", "mse"),
    ("loss='mse' if t else 'mae'", "mse"),
    ("loss='mse' if t else 'huber'", None),
    ("loss='mean_squared_error'", None),
    ("loss=keras.losses.MeanSquaredError()", None),
    ("loss=['huber', 'log_cosh']", None),
    ("loss={'a': 'mse'}", None),
    ("loss=chosen", None),
    ("'adam'", None),
    ("**options", None),
]


@pytest.mark.parametrize(("given", "expected"), LOSSES)
def test_the_loss_of_a_fit(given: str, expected: str | None) -> None:
    code = f"{HEAD}c = ModelCheckpoint('a.h5')\nmodel.compile({given})\nmodel.fit(x, callbacks=[c])\n"
    facts = module(code)
    assert fitted_short_loss(facts, calls(facts, "ModelCheckpoint")[0]) == expected


FITS = [
    ("model.compile(loss='mse')\nmodel.fit(x, callbacks=[c])\nmodel.fit(y, callbacks=[c])", "mse"),
    (
        "model.compile(loss='mse')\nmodel.fit(x, callbacks=[c])\nmodel.compile(loss='huber')\n"
        "model.fit(y, callbacks=[c])",
        None,
    ),
    ("model.fit(x, callbacks=[c])", None),
    ("model.compile(loss='mse')", None),
    ("model.compile(loss='mse')\nmodel.fit(x)", None),
    ("def fit(model):\n    model.fit(x, callbacks=[c])", None),
    (
        "class M(keras.Model):\n    def fit(self, *a, **k): pass\nm = M()\nm.compile(loss='mse')\n"
        "m.fit(x, callbacks=[c])",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), FITS)
def test_every_fit_counts(code: str, expected: str | None) -> None:
    facts = module(f"{HEAD}c = ModelCheckpoint('a.h5')\n{code}\n")
    assert fitted_short_loss(facts, calls(facts, "ModelCheckpoint")[0]) == expected


def test_no_compile_has_none() -> None:
    assert short_loss([]) is None
