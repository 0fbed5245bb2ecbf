"""Monitors of which Keras does not know whether less is better."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.direction import is_undirected

HEAD = """\
import keras
def f1(y, p): return p
c = keras.callbacks.EarlyStopping()
m = keras.Sequential([keras.layers.Dense(1)])
"""
FIT = "\nm.fit(x, callbacks=[c])"
MONITORS = [
    (f"m.compile('sgd', 'mse', metrics=[f1]){FIT}", "f1", True),
    (f"m.compile('sgd', 'mse', metrics=['acc', f1]){FIT}", "val_f1", True),
    (f"m.compile('sgd', 'mse', None, None, [f1]){FIT}", "f1", False),
    (f"m.compile('sgd', 'mse', metrics=[f1] if t else [f1, 'acc']){FIT}", "f1", False),
    (f"own = [f1]\nm.compile('sgd', 'mse', metrics=own){FIT}", "f1", True),
    ("def fit(c):\n    m.fit(x, callbacks=[c])\nm.compile('sgd', 'mse', metrics=[f1])\nfit(c)", "f1", True),
    (f"m.compile('sgd', loss=['mse', 'mae']){FIT}", "a_loss", True),
    (f"m.compile('sgd', loss={{'a': 'mse', 'b': 'mae'}}){FIT}", "val_a_loss", True),
    (f"m.compile('sgd', loss={{'a': 'mse', 'b': 'mae'}}, metrics={{'a': 'acc'}}){FIT}", "a_acc", True),
    # known, or maybe so
    (f"m.compile('sgd', 'mse', metrics=[f1]){FIT}", "loss", False),
    (f"m.compile('sgd', 'mse', metrics=[f1]){FIT}", "val_loss", False),
    (f"m.compile('sgd', 'mse', metrics=['acc']){FIT}", "acc", False),
    (f"m.compile('sgd', 'mse', metrics=[f1, 'f1']){FIT}", "f1", False),
    (f"m.compile('sgd', 'mse', metrics=[f1, *more]){FIT}", "f1", False),
    (f"m.compile('sgd', 'mse', metrics=[f1], **k){FIT}", "f1", False),
    (f"m.compile('sgd', 'mse', metrics=[f1])\nif t:\n    m.compile('sgd', 'mse'){FIT}", "f1", False),
    (f"m.compile('sgd', loss=['mse', 'mae'], metrics=['a_loss']){FIT}", "a_loss", False),
    (f"m.compile('sgd', loss=['mse']){FIT}", "a_loss", False),
    (f"m.compile('sgd', loss={{'a': 'mse', 'b': 'mae'}}){FIT}", "c_loss", False),
    ("m.compile('sgd', 'mse', metrics=[f1])", "f1", False),
    ("m.compile('sgd', 'mse', metrics=[f1])\ntrain(c)", "f1", False),
]


@pytest.mark.parametrize(("code", "monitor", "expected"), MONITORS)
def test_undirected(code: str, monitor: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (callback,) = calls(facts, "EarlyStopping")
    assert is_undirected(facts, callback, monitor) is expected
