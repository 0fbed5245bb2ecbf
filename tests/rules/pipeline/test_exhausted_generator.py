"""TFC213 fit-exhausted-generator."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import itertools
import numpy as np
import tensorflow as tf
from tensorflow import keras
from settings import EPOCHS, n, load, options
x, y = np.ones((9, 3)), np.ones(9)
model = keras.Sequential([keras.layers.Dense(1)])
def batches():
    for place in range(0, 90, 10):
        yield x[place:place + 10], y[place:place + 10]
def forever():
    while True:
        yield x, y
"""

# What it is, and the code, with a finding in its last line.
FIRES = [
    ("called", "model.fit(batches(), epochs=3)\n"),
    ("by a variable", "train = batches()\nmodel.fit(train, epochs=10)\n"),
    ("a constant", "COUNT = 5\nmodel.fit(x=batches(), epochs=COUNT)\n"),
    ("an expression", "model.fit(((v, v) for v in range(3)), epochs=2)\n"),
    ("arrays", "def rows():\n    for a, b in zip(x, y):\n        yield a, b\nmodel.fit(rows(), epochs=2)\n"),
    ("handed on", "def rows():\n    yield from zip(x, y)\nmodel.fit(rows(), epochs=2)\n"),
    (
        "counted",
        "def rows(k):\n    i = 0\n    while i < k:\n        i += 1\n        yield x, y\n"
        "model.fit(rows(n), epochs=2)\n",
    ),
    ("steps of None", "model.fit(batches(), epochs=3, steps_per_epoch=None)\n"),
    (
        "a method",
        "class Data:\n    def rows(self):\n        for v in range(3):\n            yield v, v\n"
        "    def train(self):\n        model.fit(self.rows(), epochs=2)\n",
    ),
]

SILENT = [
    ("one epoch", "model.fit(batches(), epochs=1)\n"),
    ("no epochs", "model.fit(batches())\n"),
    ("not known", "model.fit(batches(), epochs=EPOCHS)\n"),
    ("steps", "model.fit(batches(), epochs=3, steps_per_epoch=3)\n"),
    ("steps from elsewhere", "model.fit(batches(), epochs=3, steps_per_epoch=n)\n"),
    ("options", "model.fit(batches(), epochs=3, **options)\n"),
    ("endless", "model.fit(forever(), epochs=3)\n"),
    (
        "what may not end",
        "def rows():\n    for v in load():\n        yield v, v\nmodel.fit(rows(), epochs=3)\n",
    ),
    (
        "a cycle",
        "def rows():\n    for v in itertools.cycle(x):\n        yield v, v\nmodel.fit(rows(), epochs=3)\n",
    ),
    ("a count", "model.fit(((v, v) for v in itertools.count()), epochs=3)\n"),
    (
        "endless zip",
        "def rows(a, b):\n    for v, w in zip(a, b):\n        yield v, w\nmodel.fit(rows(p, q), epochs=3)\n",
    ),
    ("handed on from elsewhere", "def rows():\n    yield from load()\nmodel.fit(rows(), epochs=3)\n"),
    (
        "while something",
        "def rows():\n    while running():\n        yield x, y\nmodel.fit(rows(), epochs=3)\n",
    ),
    ("a dataset", "model.fit(tf.data.Dataset.from_generator(batches, tf.int32), epochs=3)\n"),
    ("a list", "model.fit(list(batches()), epochs=3)\n"),
    ("arrays themselves", "model.fit(x, y, epochs=3)\n"),
    ("a Sequence", "class Rows(keras.utils.Sequence):\n    pass\nmodel.fit(Rows(), epochs=3)\n"),
    ("a generator from elsewhere", "model.fit(load(), epochs=3)\n"),
    ("decorated", "@again\ndef rows():\n    yield x, y\nmodel.fit(rows(), epochs=3)\n"),
    ("a model from elsewhere", "net.fit(batches(), epochs=3)\n"),
    ("for validation", "model.fit(x, y, epochs=3, validation_data=batches())\n"),
    (
        "made anew",
        "for epoch in range(3):\n    model.fit(batches(), epochs=epoch + 1, initial_epoch=epoch)\n",
    ),
    ("scikit-learn", "from sklearn.svm import SVC\nSVC().fit(batches(), epochs=3)\n"),
]


@pytest.mark.parametrize("code", [row[1] for row in FIRES], ids=[row[0] for row in FIRES])
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_fires(code: str, target: str) -> None:
    lines = (HEAD + code).count("\n")
    assert lint(HEAD + code, target, only="TFC213") == [f"TFC213:{lines} error"]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC213") == []


def test_the_message_says_which_generator() -> None:
    (finding,) = findings(f"{HEAD}model.fit(batches(), epochs=3)\n", only="TFC213")
    assert finding.message.startswith("the generator batches is exhausted after the first epoch")
