"""TFC218 large-array-kept."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("adam", "mse")
"""
X = "x = np.random.rand(100_000, 1024).astype('float32')\n"
SLICES = "tf.data.Dataset.from_tensor_slices"

# What it is, the code, and what the unsafe fix makes of it.
BECOMES = [
    (
        "at the top of a script",
        f"{X}ds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n",
        f"{X}ds = {SLICES}(x).batch(8)\ndel x\nmodel.fit(ds)\n",
    ),
    (
        "two arrays, of which one is small",
        f"{X}y = np.zeros(100_000)\nds = {SLICES}((x, y)).batch(8)\nmodel.fit(ds)\n",
        f"{X}y = np.zeros(100_000)\nds = {SLICES}((x, y)).batch(8)\ndel x\nmodel.fit(ds)\n",
    ),
    (
        "two large ones",
        f"{X}y = np.zeros((100_000, 200))\nds = {SLICES}((x, y)).batch(8)\nmodel.fit(ds)\n",
        f"{X}y = np.zeros((100_000, 200))\nds = {SLICES}((x, y)).batch(8)\ndel x, y\nmodel.fit(ds)\n",
    ),
    (
        "data of Keras",
        "(x, y), (a, b) = keras.datasets.cifar10.load_data()\nx = x / 255.0\nprint(x.shape)\n"
        f"ds = {SLICES}((x, y)).shuffle(len(x)).batch(8)\nmodel.fit(ds, validation_data=(a, b))\n",
        "(x, y), (a, b) = keras.datasets.cifar10.load_data()\nx = x / 255.0\nprint(x.shape)\n"
        f"ds = {SLICES}((x, y)).shuffle(len(x)).batch(8)\ndel x\nmodel.fit(ds, validation_data=(a, b))\n",
    ),
    (
        "in a function that trains",
        f"def main():\n    {X}    ds = {SLICES}({{'a': x}})\n    ds = ds.batch(8)\n"
        "    model.fit(ds)\nmain()\n",
        f"def main():\n    {X}    ds = {SLICES}({{'a': x}})\n    del x\n    ds = ds.batch(8)\n"
        "    model.fit(ds)\nmain()\n",
    ),
    ("in the fit itself", f"{X}model.fit({SLICES}(x).batch(8), epochs=3)\n", None),
    (
        "over several lines",
        f"{X}ds = (\n    {SLICES}(x)\n    .batch(8)\n)\nmodel.fit(ds)\n",
        f"{X}ds = (\n    {SLICES}(x)\n    .batch(8)\n)\ndel x\nmodel.fit(ds)\n",
    ),
    (
        "with a comment",
        f"{X}ds = {SLICES}(x).batch(8)  # small ones\nmodel.fit(ds)\n",
        f"{X}ds = {SLICES}(x).batch(8)  # small ones\ndel x\nmodel.fit(ds)\n",
    ),
    (
        "on a line with others",
        f"{X}def train():\n    model.fit(ds)\nif True:\n    ds = {SLICES}(x); train()\n",
        None,
    ),
]

SILENT = [
    ("small", f"x = np.zeros((1000, 10))\nmodel.fit({SLICES}(x).batch(8))\n"),
    ("of a file", f"x = np.load('x.npy')\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("used again", f"{X}ds = {SLICES}(x).batch(8)\nmodel.fit(ds)\nmodel.predict(x)\n"),
    (
        "its length is used again",
        f"{X}ds = {SLICES}(x)\nmodel.fit(ds.batch(8), steps_per_epoch=len(x) // 8)\n",
    ),
    ("gone already", f"{X}ds = {SLICES}(x).batch(8)\ndel x\nmodel.fit(ds)\n"),
    ("another value", f"{X}ds = {SLICES}(x).batch(8)\nx = None\nmodel.fit(ds)\n"),
    ("another name", f"{X}z = x\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("a part of it", f"{X}head = x[:10]\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("a view of it", f"{X}flat = x.reshape(-1)\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("a view of another", f"{X}y = x.reshape(100_000, 32, 32)\nds = {SLICES}(y).batch(8)\nmodel.fit(ds)\n"),
    ("given to a function", f"{X}show(x)\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("stored", f"{X}every = [x]\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("read by a function", f"{X}def size():\n    return len(x)\nds = {SLICES}(x)\nmodel.fit(ds)\n"),
    ("given by a caller", f"def main(x):\n    ds = {SLICES}(x).batch(8)\n    model.fit(ds)\n{X}main(x)\n"),
    ("in a loop", f"{X}for k in range(3):\n    ds = {SLICES}(x).batch(8)\n    model.fit(ds)\n"),
    (
        "returned from where it is made",
        f"def data():\n    {X}    return {SLICES}(x).batch(8)\nmodel.fit(data())\n",
    ),
    ("not trained on", f"{X}ds = {SLICES}(x).batch(8)\nfor batch in ds:\n    print(batch)\n"),
    ("a tensor", f"x = tf.random.normal((100_000, 1024))\nds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n"),
    ("a tensor, computed", f"x = tf.zeros((100_000, 1024)) + 1\nds = {SLICES}(x)\nmodel.fit(ds)\n"),
    ("an attribute", f"class A: pass\na = A()\na.{X}ds = {SLICES}(a.x).batch(8)\nmodel.fit(ds)\n"),
    ("the array itself", f"{X}model.fit(x, epochs=3)\n"),
]


@pytest.mark.parametrize(("code", "fixed"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES])
def test_becomes(code: str, fixed: str | None) -> None:
    found = findings(HEAD + code, only="TFC218")
    assert len(found) == 1
    assert fix(HEAD + code, only="TFC218", unsafe=True) == (HEAD + code if fixed is None else HEAD + fixed)
    assert fix(HEAD + code, only="TFC218") == HEAD + code


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC218") == []


def test_message_has_the_size() -> None:
    [found] = findings(f"{HEAD}{X}ds = {SLICES}(x).batch(8)\nmodel.fit(ds)\n", only="TFC218")
    assert found.message == (
        "x stays in memory during training, beside the copy that the dataset holds: 410 MB"
    )
