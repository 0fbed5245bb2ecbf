"""TFC609 predict-in-tape."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
other = keras.Sequential([keras.layers.Dense(1)])
"""


def under(*lines: str, after: str = "g = tape.gradient(loss, model.trainable_variables)") -> str:
    return "with tf.GradientTape() as tape:\n    " + "\n    ".join(lines) + f"\n{after}\n"


LOSS = "loss = tf.reduce_mean(p - y)"

# What stands after HEAD, and what --unsafe-fixes makes of it.
BECOMES = [
    (under("p = model.predict(x)", LOSS), under("p = model(x, training=True)", LOSS)),
    (under("p = model.predict(x, verbose=0)", LOSS), under("p = model(x, training=True)", LOSS)),
    (under("p = model.predict(x, batch_size=8)[0]", LOSS), under("p = model(x, training=True)[0]", LOSS)),
    (under("p = model.predict_on_batch(x)", LOSS), under("p = model(x, training=True)", LOSS)),
    (
        under("p = model.predict(x)", LOSS, after="g = tape.gradient(loss, model.trainable_weights)"),
        under("p = model(x, training=True)", LOSS, after="g = tape.gradient(loss, model.trainable_weights)"),
    ),
    (
        under(
            "p = model.predict(x)", LOSS, after="v = model.trainable_variables\ng = tape.gradient(loss, v)"
        ),
        under(
            "p = model(x, training=True)",
            LOSS,
            after="v = model.trainable_variables\ng = tape.gradient(loss, v)",
        ),
    ),
    (
        under("p = model.predict(x)", "loss = keras.losses.mse(y, p)"),
        under("p = model(x, training=True)", "loss = keras.losses.mse(y, p)"),
    ),
]

MANUAL = [
    under("p = model.predict(x=x)", LOSS),
    under("p = model.predict(*data)", LOSS),
    under("p = model.predict(x, steps=3)", LOSS),
    under("p = model.predict(x, None, 0)", LOSS),
]

SILENT = [
    under("p = model(x, training=True)", LOSS),
    "p = model.predict(x)\n" + under("q = model(x)", "loss = q - p"),
    # a constant is meant
    under("target = model.predict(s)", "p = model(x)", "loss = p - target"),
    under("target = other.predict(s)", "p = model(x)", "loss = p - target"),
    under("p = model.predict(x)", "loss = compute(model, x) + p"),
    under("p = model.predict(x)", "q = model.get_layer('a')(x)", "loss = p + q"),
    under("p = model.predict(x)", "loss = model.compute_loss(x, y, p)"),
    "def forward(x):\n    return model(x)\n" + under("p = model.predict(x)", "loss = forward(x) - p"),
    # gradients of something else
    under(
        "p = model.predict(x)",
        "q = other(x)",
        "loss = q - p",
        after="g = tape.gradient(loss, other.trainable_variables)",
    ),
    under("p = model.predict(x)", LOSS, after="g = tape.gradient(loss, x)"),
    under("p = model.predict(x)", LOSS, after=""),
    under("p = model.predict(x)", LOSS, after="g = tape.gradient(loss, [model.trainable_variables, z])"),
    under("p = model.predict(x)", LOSS, after="g = tape.gradient(loss, variables)"),
    "with tf.GradientTape() as tape:\n    def later():\n        return model.predict(x)\n    loss = 1\n"
    "tape.gradient(loss, model.trainable_variables)",
    under("loss = f(x)", after="g = tape.gradient(loss, model.trainable_variables)\nmodel.predict(x)"),
    # no model of Keras
    "from sklearn import Model\nmodel = Model()\n" + under("p = model.predict(x)", LOSS),
    "def f(model):\n    " + under("p = model.predict(x)", LOSS).replace("\n", "\n    "),
    "class Own(keras.Model):\n    def predict(self, x):\n        return self(x)\nmodel = Own()\n"
    + under("p = model.predict(x)", LOSS),
    # its methods may call it
    "class T:\n    def __init__(self):\n        self.model = keras.Sequential()\n    def step(self, x):\n"
    "        with tf.GradientTape() as tape:\n            p = self.model.predict(x)\n"
    "            loss = self.loss(x) - p\n"
    "        return tape.gradient(loss, self.model.trainable_variables)",
    # expected
    "try:\n    "
    + under("p = model.predict(x)", LOSS).strip().replace("\n", "\n    ")
    + "\nexcept LookupError:\n    pass",
]


@pytest.mark.parametrize(("code", "expected"), BECOMES)
def test_becomes(code: str, expected: str) -> None:
    for target in ("keras2", "keras3"):
        [found] = findings(HEAD + code, target, only="TFC609")
        assert found.severity.value == "error"
        assert fix(HEAD + code, target, only="TFC609", unsafe=True) == HEAD + expected
        assert fix(HEAD + code, target, only="TFC609") == HEAD + code


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC609")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC609") == []


def test_what_it_says() -> None:
    code = HEAD + BECOMES[0][0]
    what = "the tape does not record predict, and line 8 asks it for gradients of this model"
    [found] = findings(code, "keras3", only="TFC609")
    assert found.message == (
        f"{what}: Keras 3 gives None for every gradient, and the optimizer raises ValueError"
    )
    [found] = findings(code, "keras2", only="TFC609")
    assert found.message == (
        f"{what}: Keras 2 raises LookupError (No gradient defined for operation 'IteratorGetNext')"
    )
    step = "@tf.function\ndef step(x):\n    " + BECOMES[0][0].strip().replace("\n", "\n    ")
    [found] = findings(HEAD + step, "keras2", only="TFC609")
    assert found.message == (
        "predict is called while the tape records: "
        "Keras 2 raises RuntimeError, since predict cannot be called in a tf.function"
    )


# What Keras 3 takes for a constant, and Keras 2 cannot do.
KERAS2 = [
    under("target = model.predict(s)", "p = model(x)", "loss = p - target"),
    under("target = other.predict(s)", "p = model(x)", "loss = p - target"),
    under("p = model.predict_on_batch(x)", LOSS, after="g = tape.gradient(loss, x)"),
    under("p = model.predict(x)", "loss = model(x) - p").replace("Tape()", "Tape(persistent=True)"),
]


@pytest.mark.parametrize("code", KERAS2)
def test_only_keras_2(code: str) -> None:
    [found] = findings(HEAD + code, "keras2", only="TFC609")
    assert found.message == (
        "predict is called while the tape records: "
        "Keras 2 raises LookupError (No gradient defined for operation 'IteratorGetNext')"
    )
    assert found.fix is not None
    assert found.fix.title == "predict before the tape begins, or under tape.stop_recording()"
    assert lint(HEAD + code, "keras3", only="TFC609") == []


SILENT_ON_BOTH = [
    "p = model.predict(x)\n" + under("q = model(x)", "loss = q - p"),
    under("loss = f(x)", after="model.predict(x)"),
    under("with tape.stop_recording():\n        p = model.predict(x)", "loss = model(x) - p"),
    under("p = model.predict(x)", "loss = model(x) - p").replace("()", "(watch_accessed_variables=False)", 1),
    under("p = model.predict(x)", "loss = model(x) - p").replace("()", "(**options)", 1),
    under("def later():\n        return model.predict(x)", "loss = 1"),
    "def f(model):\n    " + under("p = model.predict(x)", LOSS).replace("\n", "\n    "),
    "with tf.name_scope('a'):\n    p = model.predict(x)",
]


@pytest.mark.parametrize("code", SILENT_ON_BOTH)
def test_silent_on_both(code: str) -> None:
    for target in ("keras2", "keras3"):
        assert lint(HEAD + code, target, only="TFC609") == []
