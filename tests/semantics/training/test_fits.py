"""What a fit is told of validation, whether its class trains itself, and where nodes of files stand."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.training.fits import where

HEAD = """\
import keras
import numpy as np
from mine import Loader
import tensorflow as tf
from sklearn.model_selection import train_test_split
m = keras.Sequential([keras.layers.Dense(1)])
m.compile('sgd', 'mse')
"""

# Arguments behind the data, and whether the fit validates.
VALIDATIONS: list[tuple[str, bool | None]] = [
    ("m.fit(x)", False),
    ("m.fit(x, validation_data=None)", False),
    ("m.fit(x, validation_split=0.0)", False),
    ("m.fit(x, validation_data=(a, b))", True),
    ("m.fit(x, validation_data=np.load('a'))", True),
    ("m.fit(x, validation_data=tf.data.Dataset.range(3))", True),
    ("m.fit(x, validation_data=Loader('a'))", True),
    ("m.fit(x, validation_data=loader.get())", True),
    ("m.fit(x, validation_split=0.2)", True),
    ("m.fit(x, validation_data=None, validation_split=0.2)", True),
    ("s = 0.1\nm.fit(x, validation_split=s)", True),
    ("a, b, c, d = train_test_split(x, y)\nm.fit(x, validation_data=(b, d))", True),
    ("def f(v):\n    m.fit(x, validation_data=v)\nf((a, b))\nf((c, d))", True),
    ("def f(v=None):\n    m.fit(x, validation_data=v)\nf()", False),
    ("m.fit(x, validation_data=v)", None),
    ("m.fit(x, validation_data=load())", None),
    ("m.fit(x, validation_data=(a, b) if t else None)", None),
    ("m.fit(x, validation_data=[])", None),
    ("m.fit(x, validation_split=s)", None),
    ("m.fit(x, **k)", None),
    ("def f(v):\n    m.fit(x, validation_data=v)\nf((a, b))\nf(None)", None),
    (
        "class T:\n    def load(self):\n        pass\n    def f(self):\n        v = self.load()\n"
        "        m.fit(x, validation_data=v)",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), VALIDATIONS)
def test_validation(code: str, expected: bool | None) -> None:
    (fit,) = module(HEAD + code).training.fits
    assert fit.validation is expected


FREQUENCIES: list[tuple[str, bool | None]] = [
    ("validation_split=0.1", True),
    ("validation_split=0.1, validation_freq=1", True),
    ("validation_split=0.1, validation_freq=2", None),
    ("validation_split=0.1, validation_freq=[1, 2]", None),
    ("validation_split=0.1, validation_freq=n", None),
    ("validation_freq=2", False),
]


@pytest.mark.parametrize(("arguments", "expected"), FREQUENCIES)
def test_each_epoch(arguments: str, expected: bool | None) -> None:
    (fit,) = module(f"{HEAD}m.fit(x, {arguments})").training.fits
    assert fit.validates_each_epoch is expected


CUSTOM: list[tuple[str, bool | None]] = [
    ("m.fit(x)", False),
    ("class N(keras.Model):\n    def call(self, x): return x\nN().fit(x, epochs=1)", False),
    ("class N(keras.Model):\n    def train_step(self, d): return {}\nN().fit(x, epochs=1)", True),
    ("class B(keras.Model):\n    metrics = []\nclass N(B):\n    pass\nN().fit(x, epochs=1)", True),
    ("class N(Base):\n    pass\nN().fit(x, epochs=1)", None),
    ("unknown.fit(x, epochs=1)", None),
]


@pytest.mark.parametrize(("code", "expected"), CUSTOM)
def test_custom(code: str, expected: bool | None) -> None:
    (fit,) = module(HEAD + code).training.fits
    assert fit.is_custom is expected


def test_where_nodes_stand() -> None:
    facts = module("import other\na = 1\nb = 2\n", other="c = 3\n")
    there = facts.project.parse(facts.project.source("other.py", besides="train.py") or facts.source)
    here = [(facts, assigned(facts, name)) for name in "ab"]
    assert where(facts, here) == "lines 2, 3"
    assert where(facts, [(there, assigned(there, "c")), here[0]]) == "other.py, line 1; line 2"
