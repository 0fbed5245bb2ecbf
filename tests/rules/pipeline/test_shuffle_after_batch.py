"""TFC205 shuffle-after-batch."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import SHUFFLE, paths, size
Dataset = tf.data.Dataset
ds = tf.data.TFRecordDataset(paths)
"""

# What it is, the code, and what the unsafe fix makes of it; the same where it is left to a person.
BECOMES = [
    ("next to each other", "ds = ds.batch(32).shuffle(1000)\n", "ds = ds.shuffle(1000).batch(32)\n"),
    (
        "by statements",
        "ds = ds.map(parse)\nds = ds.batch(size)\nds = ds.shuffle(100)\nmodel.fit(ds)\n",
        "ds = ds.map(parse)\nds = ds.shuffle(100)\nds = ds.batch(size)\nmodel.fit(ds)\n",
    ),
    (
        "padded",
        "ds = ds.padded_batch(8).shuffle(9).prefetch(1)\n",
        "ds = ds.shuffle(9).padded_batch(8).prefetch(1)\n",
    ),
    (
        "arrays",
        "ds = Dataset.from_tensor_slices(x).batch(8).shuffle(9)\n",
        "ds = Dataset.from_tensor_slices(x).shuffle(9).batch(8)\n",
    ),
    ("a cache in between", "ds = ds.batch(8).cache().shuffle(9)\n", ""),
    (
        "a cache for one of two",
        "ds = ds.batch(8).shuffle(9)\nmodel.fit(ds)\nother = ds.cache()\n",
        "ds = ds.shuffle(9).batch(8)\nmodel.fit(ds)\nother = ds.cache()\n",
    ),
    ("a map in between", "ds = ds.batch(8).map(encode).shuffle(9)\n", ""),
    (
        "a loader that gives rows",
        "import tensorflow_datasets as tfds\nds = tfds.load('a', split='train').batch(8).shuffle(9)\n",
        "import tensorflow_datasets as tfds\nds = tfds.load('a', split='train').shuffle(9).batch(8)\n",
    ),
    (
        "repeated behind it",
        "ds = ds.batch(8).shuffle(9).repeat(3)\n",
        "ds = ds.shuffle(9).batch(8).repeat(3)\n",
    ),
    ("only sometimes shuffled", "ds = ds.batch(8)\nif SHUFFLE:\n    ds = ds.shuffle(9)\n", ""),
    ("batches that others read", "ds = ds.batch(8)\nmodel.evaluate(ds)\nmodel.fit(ds.shuffle(9))\n", ""),
    (
        "a size from elsewhere",
        "def load(n):\n    return ds.batch(n).shuffle(9)\n",
        "def load(n):\n    return ds.shuffle(9).batch(n)\n",
    ),
]

SILENT = [
    ("in the right order", "ds = ds.shuffle(1000).batch(32)\n"),
    ("an order that is kept anyway", "ds = ds.batch(8).shuffle(9).cache()\n"),
    ("an order that is kept later", "ds = ds.batch(8).shuffle(9).prefetch(2).cache()\nmodel.fit(ds)\n"),
    ("windows", "ds = ds.batch(size + 1, drop_remainder=True).map(split)\nds = ds.shuffle(9).batch(8)\n"),
    ("windows, padded later", "ds = ds.batch(5).shuffle(9).padded_batch(8)\n"),
    ("taken apart", "ds = ds.batch(8).shuffle(9).unbatch()\n"),
    (
        "taken apart by a function",
        "ds = ds.batch(8).shuffle(9).flat_map(Dataset.from_tensor_slices).batch(3)\n",
    ),
    ("mapped behind it", "ds = ds.batch(8).shuffle(9).map(rows)\n"),
    (
        "batched later by a caller",
        "def load(ds):\n    return ds.batch(5).shuffle(9)\nds = load(ds).batch(8)\n",
    ),
    ("applied", "ds = ds.batch(8).shuffle(9).apply(f)\n"),
    ("batches of one", "ds = ds.batch(1).shuffle(9)\n"),
    ("batches of one, by a constant", "n = 1\nds = ds.batch(n).shuffle(9)\n"),
    ("shuffled before as well", "ds = ds.shuffle(9).batch(8).shuffle(9)\n"),
    ("a shuffle of one", "ds = ds.batch(8).shuffle(1)\n"),
    ("taken apart before", "ds = ds.batch(8).unbatch().shuffle(9)\n"),
    ("only sometimes batched", "if SHUFFLE:\n    ds = ds.batch(8)\nds = ds.shuffle(9)\n"),
    ("a loader of batches", "ds = keras.utils.image_dataset_from_directory('d').shuffle(9)\n"),
    ("a generator that may shuffle", "ds = Dataset.from_generator(rows, tf.int32).batch(8).shuffle(9)\n"),
    ("listed files are shuffled", "ds = Dataset.list_files('*').map(tf.io.read_file).batch(8).shuffle(9)\n"),
    ("mixed from several files", "ds = ds.interleave(tf.data.TextLineDataset).batch(8).shuffle(9)\n"),
    ("data from elsewhere", "from data import ds\nds = ds.batch(8).shuffle(9)\n"),
    ("a parameter", "def load(ds: tf.data.Dataset):\n    return ds.batch(8).shuffle(9)\n"),
    ("one batch of everything", "ds = Dataset.from_tensors(x).batch(8).shuffle(9)\n"),
    ("no dataset", "deck = deck.batch(8).shuffle(9)\n"),
]


@pytest.mark.parametrize(("code", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES])
def test_becomes(code: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC205")
    assert finding.severity.value == "warning"
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("unsafe" if after else "manual")
    assert fix(HEAD + code, only="TFC205", unsafe=True) == HEAD + (after or code)
    assert fix(HEAD + code, only="TFC205") == HEAD + code


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC205") == []


def test_the_message_says_where_it_is_batched() -> None:
    (finding,) = findings(f"{HEAD}ds = ds.batch(8).shuffle(9)\n", only="TFC205")
    assert finding.message.startswith("shuffle behind batch (line 6) moves whole batches")
