"""TFC204 cache-truncated."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import SMALL, n, paths
model = keras.Sequential([keras.layers.Dense(1)])
ds = tf.data.TFRecordDataset(paths)
"""

# What it is, the code, who may fix it, and what the fix makes of it.
BECOMES = [
    (
        "next to each other",
        "model.fit(ds.cache().take(100).batch(8), epochs=3)\n",
        "safe",
        "model.fit(ds.take(100).cache().batch(8), epochs=3)\n",
    ),
    (
        "by statements",
        "ds = ds.map(parse).cache()\nds = ds.take(5)\nmodel.fit(ds)\n",
        "safe",
        "ds = ds.map(parse).take(5)\nds = ds.cache()\nmodel.fit(ds)\n",
    ),
    (
        "a constant",
        "k = 20\nds = ds.batch(8).cache().take(k).prefetch(1)\nmodel.fit(ds)\n",
        "safe",
        "k = 20\nds = ds.batch(8).take(k).cache().prefetch(1)\nmodel.fit(ds)\n",
    ),
    (
        "for validation",
        "held = ds.cache().take(9)\nmodel.fit(ds, validation_data=held)\n",
        "safe",
        "held = ds.take(9).cache()\nmodel.fit(ds, validation_data=held)\n",
    ),
    (
        "in a file",
        "model.fit(ds.cache('rows').take(9))\n",
        "unsafe",
        "model.fit(ds.take(9).cache('rows'))\n",
    ),
    (
        "under a condition",
        "ds = ds.cache()\nif SMALL:\n    ds = ds.take(9)\n    model.fit(ds)\n",
        "manual",
        "",
    ),
]

SILENT = [
    ("in the right order", "model.fit(ds.take(9).cache())\n"),
    ("a look", "ds = ds.cache()\nfor v in ds.take(1):\n    print(v)\nmodel.fit(ds)\n"),
    ("a look alone", "for v in ds.cache().take(1):\n    print(v)\n"),
    ("the first one", "first = next(iter(ds.cache().take(1)))\n"),
    ("others read all of it", "ds = ds.cache()\nmodel.fit(ds)\nmodel.evaluate(ds.take(9))\n"),
    ("a split", "ds = ds.cache()\nmodel.fit(ds.skip(9), validation_data=ds.take(9))\n"),
    ("all of it", "model.fit(ds.cache().take(-1))\n"),
    ("not known", "model.fit(ds.cache().take(n))\n"),
    ("nothing", "model.fit(ds.cache().take(0))\n"),
    ("shuffled in between", "model.fit(ds.cache().shuffle(9).take(9))\n"),
    ("repeated in between", "model.fit(ds.cache().repeat().take(9))\n"),
    ("not read here", "small = ds.cache().take(9)\n"),
    ("only sometimes", "ds = ds.cache()\nif SMALL:\n    ds = ds.take(9)\nmodel.fit(ds)\n"),
    (
        "a model from elsewhere, a loop of one's own",
        "for v in ds.cache().take(9):\n    net.train_on_batch(v)\n",
    ),
    ("no dataset", "model.fit(queue.cache().take(9))\n"),
]


@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES]
)
def test_becomes(code: str, expected: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC204")
    assert finding.severity.value == "warning"
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected
    assert fix(HEAD + code, only="TFC204", unsafe=expected == "unsafe") == HEAD + (after or code)


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC204") == []
