"""The targets of a fit and of the evaluations of its model."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.targets import axes_of_targets, evaluations, sizes_of_batches

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
other = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
x, y = np.zeros((100, 4)), np.zeros(100)
slices = tf.data.Dataset.from_tensor_slices
"""
# What fit is given, how many axes its targets have, and how many samples a batch.
FITS = [
    ("x, y", 1, {32, 4}),
    ("x, y[:64]", 1, {32}),
    ("x, y, 50", 1, {50}),
    ("x, y, batch_size=30", 1, {30, 10}),
    ("x, y, batch_size=200", 1, {100}),
    ("x, y.reshape(-1, 1)", 2, {32, 4}),
    ("x, y, validation_split=0.2", 1, {32}),
    ("x, np.zeros((n,))", 1, {32}),
    ("x, np.zeros(n)", None, {32}),
    ("x, labels", None, {32}),
    ("x, y, batch_size=n", 1, None),
    ("x", None, None),
    ("slices((x, y)).batch(4)", 1, None),
    ("slices((x, y)).shuffle(9).map(lambda a, b: (a / 2, b)).batch(4).prefetch(1)", 1, None),
    ("slices((x, y.reshape(-1, 1))).batch(4)", 2, None),
    ("slices((x, y))", None, None),
    ("slices((x, y)).batch(4).batch(2)", None, None),
    ("slices((x, y)).map(f).batch(4)", None, None),
    ("slices((x, labels)).batch(4)", None, None),
]
# Code behind the fit, and the targets of its evaluations with one axis.
EVALUATIONS = [
    ("model.evaluate(x, y[:7])", ["y[:7]"]),
    ("model.evaluate(x, y=y)", ["y"]),
    ("same = model\nsame.evaluate(x, y)", ["y"]),
    ("model.evaluate(x, y.reshape(-1, 1))", []),
    ("model.evaluate(x, labels)", []),
    ("model.evaluate(x)", []),
    ("other.evaluate(x, y)", []),
]


@pytest.mark.parametrize(("given", "axes", "sizes"), FITS)
def test_fits(given: str, axes: int | None, sizes: set[int] | None) -> None:
    facts = module(f"{HEAD}model.fit({given})\n")
    (fit,) = facts.training.fits
    assert axes_of_targets(facts, fit) == axes
    assert sizes_of_batches(facts, fit.call) == sizes


@pytest.mark.parametrize(("code", "expected"), EVALUATIONS)
def test_evaluations(code: str, expected: list[str]) -> None:
    facts = module(f"{HEAD}model.fit(x, y)\n{code}\n")
    (fit,) = facts.training.fits
    assert [facts.text(given.value) for _, given in evaluations(facts, fit, axes=1)] == expected
