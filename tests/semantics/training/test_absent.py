"""Keys that the logs of every fit of a callback lack."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.absent import absent, means

HEAD = """\
import keras
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
m = keras.Sequential([keras.layers.Dense(1)])
m.compile('sgd', 'mse', metrics=['accuracy'])
c = EarlyStopping()
"""

# Code after ``c``, a key, and whether it is absent: "no", "yes", "unvalidated", or the name that is there.
KEYS = [
    ("m.fit(x, callbacks=[c])", "loss", "no"),
    ("m.fit(x, callbacks=[c])", "acc", "accuracy"),
    ("m.fit(x, callbacks=[c])", "mae", "yes"),
    ("m.fit(x, callbacks=[c])", "val_loss", "unvalidated"),
    ("m.fit(x, callbacks=[c], validation_split=0.2)", "val_acc", "val_accuracy"),
    ("m.fit(x, callbacks=[c], validation_split=0.2)", "val_loss", "no"),
    ("m.fit(x, callbacks=[c])\nm.fit(x, callbacks=[c], validation_split=0.2)", "val_loss", "no"),
    ("def f(c):\n    m.fit(x, callbacks=[c])\nf(c)", "acc", "accuracy"),
    ("m.fit(x, callbacks=[ReduceLROnPlateau(), c])", "lr", "yes"),
    ("m.fit(x, callbacks=[c, ReduceLROnPlateau()])", "learning_rate", "yes"),
    ("m.fit(x, callbacks=[ReduceLROnPlateau(), c])", "learning_rate", "no"),
    ("def f(v=None):\n    m.fit(x, callbacks=[c], validation_data=v)\nf()", "val_loss", "unvalidated"),
    (
        "def f(v=None):\n    if v is not None:\n        m.fit(x, callbacks=[c], validation_data=v)\nf()",
        "val_loss",
        "no",
    ),
    # not in sight
    ("", "acc", "no"),
    ("train(c)", "acc", "no"),
    ("m.fit(x, callbacks=[c], validation_data=v)", "val_loss", "no"),
    ("m.fit(x, callbacks=[c, *more])", "acc", "no"),
    ("m.fit(x, callbacks=[c, *more])", "val_loss", "no"),
    ("m.fit(x, callbacks=[c], **k)", "val_loss", "no"),
    (
        "class D(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs):\n"
        "        logs['val_f1'] = 1\n"
        "m.fit(x, callbacks=[D(), c])",
        "val_f1",
        "no",
    ),
    (
        "m.compile('sgd', 'mse', metrics=[keras.metrics.Mean(name='val_f1')])\nm.fit(x, callbacks=[c])",
        "val_f1",
        "no",
    ),
    (
        "m.compile('sgd', 'mse', metrics=[keras.metrics.Mean('val_f1')])\nm.fit(x, callbacks=[c])",
        "val_f1",
        "no",
    ),
    (
        "def val_f1(y, p):\n    return p\nm.compile('sgd', 'mse', metrics=[val_f1])\nm.fit(x, callbacks=[c])",
        "val_f1",
        "no",
    ),
]


@pytest.mark.parametrize(("code", "key", "expected"), KEYS)
def test_absent_keys(code: str, key: str, expected: str) -> None:
    facts = module(HEAD + code)
    (callback,) = calls(facts, "EarlyStopping")
    found = absent(facts, callback, key)
    told = "no"
    if found is not None:
        told = "unvalidated" if found.without_validation else found.compiled or "yes"
    assert told == expected


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        ("acc", "accuracy", True),
        ("val_acc", "val_binary_accuracy", True),
        ("val_acc", "accuracy", False),
        ("mae", "mse", False),
        ("mine", "mine", False),
    ],
)
def test_other_names(key: str, name: str, expected: bool) -> None:
    assert means(key, name) is expected
