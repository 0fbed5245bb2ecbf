"""TFC709 steps-not-integer."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import math
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
"""

# What stands after HEAD, and what --fix makes of it.
SAFE = [
    (
        "args = {'steps_per_epoch': np.ceil(n / bs)}\nmodel.fit(ds, **args)",
        "args = {'steps_per_epoch': int(np.ceil(n / bs))}\nmodel.fit(ds, **args)",
    ),
    (
        "model.fit(ds, steps_per_epoch=np.ceil(n / bs))",
        "model.fit(ds, steps_per_epoch=int(np.ceil(n / bs)))",
    ),
    (
        "model.fit(ds, steps_per_epoch=np.floor(n / bs), epochs=2)",
        "model.fit(ds, steps_per_epoch=int(np.floor(n / bs)), epochs=2)",
    ),
    ("model.fit(ds, steps_per_epoch=100.0)", "model.fit(ds, steps_per_epoch=100)"),
    ("model.fit(ds, steps_per_epoch=1e3)", "model.fit(ds, steps_per_epoch=1000)"),
    (
        "steps = np.ceil(len(x) / 32)\nmodel.fit(ds, steps_per_epoch=steps)",
        "steps = np.ceil(len(x) / 32)\nmodel.fit(ds, steps_per_epoch=int(steps))",
    ),
    (
        "model.fit(ds, validation_data=v, validation_steps=np.ceil(n / bs))",
        "model.fit(ds, validation_data=v, validation_steps=int(np.ceil(n / bs)))",
    ),
    (
        "model.fit(ds, steps_per_epoch=0.8 * n // bs)",
        "model.fit(ds, steps_per_epoch=int(0.8 * n // bs))",
    ),
    ("model.evaluate(ds, steps=np.ceil(n / bs))", "model.evaluate(ds, steps=int(np.ceil(n / bs)))"),
    ("model.predict(ds, steps=(np.ceil(n / bs)))", "model.predict(ds, steps=int(np.ceil(n / bs)))"),
    (
        "class Net(keras.Model): pass\nNet().fit(ds, steps_per_epoch=np.round(n / bs))",
        "class Net(keras.Model): pass\nNet().fit(ds, steps_per_epoch=int(np.round(n / bs)))",
    ),
]

UNSAFE = [
    ("model.fit(ds, steps_per_epoch=n / bs)", "model.fit(ds, steps_per_epoch=n // bs)"),
    ("model.fit(ds, steps_per_epoch=(n / bs))", "model.fit(ds, steps_per_epoch=(n // bs))"),
    (
        "model.fit(ds, steps_per_epoch=len(x) / (2*bs))",
        "model.fit(ds, steps_per_epoch=len(x) // (2*bs))",
    ),
    (
        "model.fit(ds, steps_per_epoch=x.shape[0]/bs, epochs=3)",
        "model.fit(ds, steps_per_epoch=x.shape[0]//bs, epochs=3)",
    ),
    ("model.fit(ds, steps_per_epoch=0.8 * n / bs)", "model.fit(ds, steps_per_epoch=int(0.8 * n / bs))"),
    ("model.fit(ds, steps_per_epoch=2 * n / bs)", "model.fit(ds, steps_per_epoch=2 * n // bs)"),
    ("model.fit(ds, steps_per_epoch=n / bs + 1)", "model.fit(ds, steps_per_epoch=int(n / bs + 1))"),
    (
        "steps = n / bs\nmodel.fit(g, steps_per_epoch=steps)",
        "steps = n / bs\nmodel.fit(g, steps_per_epoch=int(steps))",
    ),
    (
        "steps = n\nsteps /= bs\nmodel.evaluate(g, steps=steps)",
        "steps = n\nsteps /= bs\nmodel.evaluate(g, steps=int(steps))",
    ),
    (
        "args = {'steps_per_epoch': np.ceil(n / bs)}\nmodel.fit(ds, **args)\nlog(args)",
        "args = {'steps_per_epoch': int(np.ceil(n / bs))}\nmodel.fit(ds, **args)\nlog(args)",
    ),
    (
        "args = dict(validation_steps=n / bs)\nmodel.fit(ds, validation_data=v, **args)",
        "args = dict(validation_steps=n // bs)\nmodel.fit(ds, validation_data=v, **args)",
    ),
    (
        "def train(steps):\n    model.fit(ds, steps_per_epoch=steps)\ntrain(n / 32)\ntrain(2.0)",
        "def train(steps):\n    model.fit(ds, steps_per_epoch=int(steps))\ntrain(n / 32)\ntrain(2.0)",
    ),
]

MANUAL = [
    "model.fit(ds, steps_per_epoch=2.5)",
    "def int(x): ...\nmodel.fit(ds, steps_per_epoch=n / bs)",
]

SILENT = [
    "model.fit(ds, steps_per_epoch=100)",
    "model.fit(ds, steps_per_epoch=n // bs)",
    "model.fit(ds, steps_per_epoch=None)",
    "model.fit(ds, steps_per_epoch=int(n / bs))",
    "model.fit(ds, steps_per_epoch=int(np.ceil(n / bs)))",
    "model.fit(ds, steps_per_epoch=math.ceil(n / bs))",
    "model.fit(ds, steps_per_epoch=math.floor(n / bs))",
    "model.fit(ds, steps_per_epoch=round(n / bs))",
    "model.fit(ds, steps_per_epoch=-(-n // bs))",
    "model.fit(ds, steps_per_epoch=np.ceil(n / bs).astype(int))",
    "model.fit(ds, steps_per_epoch=np.int64(n / bs))",
    "model.fit(ds, steps_per_epoch=len(ds))",
    "model.fit(ds, steps_per_epoch=max(1, n // bs))",
    "model.fit(ds, steps_per_epoch=steps)",
    "model.fit(ds, steps_per_epoch=args.steps)",
    "model.fit(ds, steps_per_epoch=get_steps(n / bs))",
    "def steps(n):\n    return int(n / 2)\nmodel.fit(ds, steps_per_epoch=steps(n))",
    "steps = n / bs\nsteps = int(steps)\nmodel.fit(ds, steps_per_epoch=steps)",
    "steps = n\nsteps //= bs\nmodel.fit(ds, steps_per_epoch=steps)",
    "model.fit(ds, epochs=2, batch_size=n)",
    # on some way an integer
    "model.fit(ds, steps_per_epoch=n / bs if n % bs else n // bs)",
    "steps = 10\nif full:\n    steps = n / bs\nmodel.fit(ds, steps_per_epoch=steps)",
    "def train(steps):\n    model.fit(ds, steps_per_epoch=steps)\ntrain(n / 32)\ntrain(2)",
    "def train(steps=n / 32):\n    model.fit(ds, steps_per_epoch=steps)",
    "model.fit(ds, steps_per_epoch=max(1, n / bs))",
    "model.fit(ds, steps_per_epoch=steps or n)",
    # nothing is validated
    "model.fit(ds, validation_steps=n / bs)",
    "model.fit(ds, validation_data=None, validation_steps=n / bs)",
    # other things that have steps
    "trainer.fit(ds, steps_per_epoch=n / bs)",
    "def train(trainer):\n    trainer.run(ds, steps_per_epoch=n / bs)",
    "class Net(keras.Model):\n    def fit(self, ds, steps_per_epoch):\n        pass\n"
    "Net().fit(ds, steps_per_epoch=n / bs)",
    "keras.callbacks.TensorBoard(steps=n / bs)\nmodel.fit(ds)",
    "keras.optimizers.schedules.ExponentialDecay(0.1, n / bs, 0.9)\nmodel.fit(ds, steps_per_epoch=2)",
    "model.fit_generator(g, steps_per_epoch=n / bs)",
    # expected
    "try:\n    model.fit(ds, steps_per_epoch=n / bs)\nexcept TypeError:\n    pass",
    "with pytest.raises(TypeError):\n    model.fit(ds, steps_per_epoch=n / bs)",
    "if tf.__version__ < '2.16':\n    model.fit(ds, steps_per_epoch=n / bs)",
]


@pytest.mark.parametrize(("before", "after"), SAFE)
def test_safe(before: str, after: str) -> None:
    (found,) = findings(HEAD + before, only="TFC709")
    assert found.severity.value == "error"
    assert "is a float: Keras 3 raises TypeError" in found.message
    assert fix(HEAD + before, only="TFC709") == HEAD + after


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC709") == HEAD + before
    assert fix(HEAD + before, only="TFC709", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    (found,) = findings(HEAD + code, only="TFC709")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC709") == []


@pytest.mark.parametrize(("code", "after"), SAFE + UNSAFE)
def test_keras_2_rounds_up(code: str, after: str) -> None:
    assert lint(HEAD + code, "keras2", "TFC709") == []
    assert len(lint(HEAD + code, "both", "TFC709")) == 1


def test_messages() -> None:
    code = "model.fit(ds, steps_per_epoch=n / bs, validation_data=v, validation_steps=n / bs)"
    first, second = findings(HEAD + code, only="TFC709")
    assert first.message == "steps_per_epoch is a float: Keras 3 raises TypeError before the first step"
    assert (
        second.message
        == "validation_steps is a float: Keras 3 raises TypeError at the end of the first epoch"
    )
    assert first.fix is not None
    assert first.fix.title == "write steps_per_epoch=n // bs; not safe: Keras 2 rounded up, this rounds down"
