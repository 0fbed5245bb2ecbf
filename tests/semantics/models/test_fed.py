"""Data whose shape a model does not take."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.fed import misfed, reshaped

HEAD = """\
import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten
i = keras.Input((28, 28, 1))
m = keras.Model(i, Dense(1)(Flatten()(i)))
s = keras.Sequential([keras.Input((3,)), Dense(1)])
d = keras.Sequential([Conv2D(3, 3), Flatten()])
"""

# Calls that give what a model does not take, with what the data could be reshaped to.
DATA: list[tuple[str, list[str]]] = [
    ("m.fit(np.zeros((9, 32, 32, 1)))", ["m.fit None"]),
    ("m.fit(np.zeros((9, 784)))", ["m.fit (-1, 28, 28, 1)"]),
    ("m.predict(np.zeros((28, 28)))", ["m.predict (1, 28, 28, 1)"]),
    ("m.predict(np.zeros((28, 28, 1)))", ["m.predict (1, 28, 28, 1)"]),
    ("x = np.zeros((9, 4))\ns.evaluate(x=x)", ["s.evaluate None"]),
    ("def f(n):\n    n.fit(np.zeros((9, 4)))\nf(s)", ["n.fit None"]),
    ("d.fit(np.zeros((9, 28, 28)))", ["d.fit None"]),
    ("(x, y), t = keras.datasets.cifar10.load_data()\nm.fit(x, y)", ["m.fit None"]),
    ("k = m if t else s\nk.fit(np.zeros((9, 4)))", ["k.fit None"]),
    # taken, maybe taken, or not known
    ("m.fit(np.zeros((9, 28, 28, 1)))", []),
    ("m.fit(np.zeros((9, 28, 28)))", []),
    ("s.fit(np.zeros((9, 3)))", []),
    ("s.fit(np.zeros((9, n)))", []),
    ("s.fit(np.zeros((9, 3, 1)))", []),
    ("s.fit(np.zeros(shape))", []),
    ("k = m if t else s\nk.fit(np.zeros((9, 3)))", []),
    ("s.fit([np.zeros((9, 4))])", []),
    ("s.fit(dataset)", []),
    ("i = keras.Input(shape)\nm = keras.Model(i, Dense(1)(i))\nm.fit(np.zeros((9, 4)))", []),
    ("i = keras.Input((None,))\nm = keras.Model(i, Dense(1)(i))\nm.fit(np.zeros((9, 4)))", []),
    ("m = keras.Model([i, i], Dense(1)(i))\nm.fit(np.zeros((9, 4)))", []),
    ("d.fit(np.zeros((9, 28, 28, 3)))", []),
    ("class N(keras.Model): pass\nN().fit(np.zeros((9, 4)))", []),
    ("keras.Sequential([Dense(1)]).fit(np.zeros((9, 4)))", []),
]


@pytest.mark.parametrize(("code", "expected"), DATA)
def test_data(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [f"{facts.text(fed.call.node.func)} {reshaped(fed)}" for fed in misfed(facts)] == expected


def test_one_sample_that_needs_an_axis() -> None:
    facts = module(f"{HEAD}m.predict(np.zeros((28, 28, 1)))\nm.predict(np.zeros((1, 784)))\n")
    one, other = misfed(facts)
    assert (one.gets.axes, one.only_keras3) == ((28, 28, 1), False)
    assert reshaped(other) == (-1, 28, 28, 1)
