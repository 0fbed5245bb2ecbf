"""TFC713 class-weight-per-pixel."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import LSTM, Conv2D, Dense, Flatten
"""
SPARSE, BINARY = "sparse_categorical_crossentropy", "binary_crossentropy"
WEIGHTS = "{0: 1.0, 1: 2.0}"


def program(layers: str, loss: str = SPARSE, fit: str = f"x, y, class_weight={WEIGHTS}") -> str:
    return f"{HEAD}m = Sequential([{layers}])\nm.compile('adam', '{loss}')\nm.fit({fit})\n"


IMAGES = "Conv2D(8, 3), Conv2D(3, 1, activation='softmax')"
STEPS = "LSTM(8, return_sequences=True), Dense(1, activation='sigmoid')"
FIRES = [
    (IMAGES, SPARSE),
    (IMAGES, "categorical_crossentropy"),
    (IMAGES, "mse"),
    ("Input((8, 8, 3)), Dense(3, activation='softmax')", SPARSE),
    (STEPS, BINARY),
    ("layers.Bidirectional(LSTM(8, return_sequences=True)), layers.TimeDistributed(Dense(3))", "mse"),
    ("Conv2D(8, 3), layers.Reshape((64, 8))", "categorical_crossentropy"),
    ("layers.UpSampling2D(), layers.Activation('softmax')", SPARSE),
    ("keras.applications.VGG16(include_top=False), layers.Conv2DTranspose(3, 2)", SPARSE),
]
# Layers, loss and the arguments of fit.
SILENT = [
    ("Conv2D(8, 3), Flatten(), Dense(3, activation='softmax')", SPARSE, f"x, y, class_weight={WEIGHTS}"),
    ("Conv2D(8, 3), layers.GlobalMaxPooling2D()", SPARSE, f"x, y, class_weight={WEIGHTS}"),
    ("LSTM(8), Dense(3, activation='softmax')", SPARSE, f"x, y, class_weight={WEIGHTS}"),
    ("Dense(3, activation='softmax')", SPARSE, f"x, y, class_weight={WEIGHTS}"),
    ("LSTM(8, return_sequences=s), Dense(1)", BINARY, f"x, y, class_weight={WEIGHTS}"),
    ("LSTM(8, return_sequences=True), unseen", BINARY, f"x, y, class_weight={WEIGHTS}"),
    ("LSTM(8, return_sequences=True), layers.Lambda(f)", BINARY, f"x, y, class_weight={WEIGHTS}"),
    # integers for each step may have two axes
    ("LSTM(8, return_sequences=True), Dense(3)", SPARSE, f"x, y, class_weight={WEIGHTS}"),
    # datasets and generators
    (IMAGES, SPARSE, f"data, class_weight={WEIGHTS}"),
    (IMAGES, SPARSE, f"data, steps_per_epoch=3, class_weight={WEIGHTS}"),
    # no weights, or nobody knows
    (IMAGES, SPARSE, "x, y"),
    (IMAGES, SPARSE, "x, y, class_weight=None"),
    (IMAGES, SPARSE, "x, y, class_weight=weights"),
    (IMAGES, SPARSE, "x, y, class_weight=make()"),
    (IMAGES, SPARSE, "x, y, sample_weight=w"),
    (IMAGES, SPARSE, f"*data, class_weight={WEIGHTS}"),
    (IMAGES, SPARSE, f"x, y, class_weight={WEIGHTS} if weigh else None"),
]  # fmt: skip


@pytest.mark.parametrize(("layers", "loss"), FIRES)
def test_fires(layers: str, loss: str) -> None:
    assert lint(program(layers, loss), "keras3", "TFC713") == ["TFC713:8 error"]
    assert lint(program(layers, loss), "2.12", "TFC713") == ["TFC713:8 error"]
    assert lint(program(layers, loss), "2.13", "TFC713") == []
    assert lint(program(layers, loss), "keras2", "TFC713") == []


@pytest.mark.parametrize(("layers", "loss", "fit"), SILENT)
def test_silent(layers: str, loss: str, fit: str) -> None:
    assert lint(program(layers, loss, fit), "keras3", "TFC713") == []


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        (f"w = {WEIGHTS}", True),
        ("w = dict(enumerate(given))", True),
        ("w = {i: 1.0 for i in range(3)}", True),
        ("w = dict(zip(names, given))", True),
        (f"w = given or {WEIGHTS}", False),
        (f"w = None\nif weigh:\n    w = {WEIGHTS}", False),
        (f"w = {WEIGHTS} if weigh else None", False),
    ],
)
def test_weights(weights: str, found: bool) -> None:
    code = program(IMAGES, SPARSE, "x, y, class_weight=w").replace("m = ", f"{weights}\nm = ")
    assert bool(lint(code, "keras3", "TFC713")) is found


@pytest.mark.parametrize("weights", [WEIGHTS, f"given or {WEIGHTS}"])
def test_weights_of_an_object(weights: str) -> None:
    made = (
        f"class Net:\n    def __init__(self, given=None):\n        self.w = {weights}\n"
        f"        self.m = Sequential([{IMAGES}])\n        self.m.compile('adam', '{SPARSE}')\n"
        "    def train(self, x, y):\n        self.m.fit(x, y, class_weight=self.w)\n"
    )
    assert len(lint(f"{HEAD}{made}Net().train(a, b)\n", "keras3", "TFC713")) == 1
    other = lint(f"{HEAD}{made}Net(unseen).train(a, b)\n", "keras3", "TFC713")
    assert bool(other) is (weights == WEIGHTS)


def test_functional_and_guarded() -> None:
    made = "i = Input((8, 8, 3))\nx = Conv2D(8, 3)(i)\nm = Model(i, Conv2D(3, 1, activation='softmax')(x))\n"
    code = f"{HEAD}{made}m.compile('adam', '{SPARSE}')\n"
    fit = f"m.fit(x, y, class_weight={WEIGHTS})"
    assert lint(code + fit, "keras3", "TFC713") == ["TFC713:10 error"]
    guarded = f"try:\n    {fit}\nexcept TypeError:\n    pass"
    assert lint(code + guarded, "keras3", "TFC713") == []
    own = "class M(Sequential):\n    def train_step(self, d): pass\nm = M()\n"
    assert lint(f"{HEAD}{own}m.compile('adam', '{SPARSE}')\n{fit}", "keras3", "TFC713") == []


def test_message() -> None:
    (found,) = findings(program(IMAGES), "both", "TFC713")
    assert found.message == (
        "the output of the model has 4 axes (Conv2D, line 6), and class_weight is for one class a sample: "
        "Keras 2 from 2.13 (TensorFlow 2.15) weighs each label; Keras 3 (TensorFlow 2.21) takes one label a "
        "sample only, and raises TypeError before the first step"
    )
