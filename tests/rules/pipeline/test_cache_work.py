"""TFC201 pipeline-cache, of data in memory that is regrouped before the cache: windows, ``flat_map``."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import functools
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.ones((10, 4)), np.ones(10)
Dataset = tf.data.Dataset
rows = Dataset.from_tensor_slices(x)
windows = rows.window(5, shift=1, drop_remainder=True)
files = tf.data.TFRecordDataset(["a"])
"""

# A pipeline before cache(), and the operations that the message names.
MENTIONED = [
    ("windows.flat_map(lambda w: w.batch(5))", "window and flat_map"),
    ("windows.interleave(lambda w: w.batch(5, drop_remainder=True))", "window and interleave"),
    ("windows.flat_map(lambda w: w.batch(5)).map(lambda v: (v[:-1], v[-1]))", "window, flat_map and map"),
    ("windows.map(lambda w: w.batch(5)).flat_map(lambda w: w)", "window, map and flat_map"),
    ("windows.flat_map(lambda a, b: Dataset.zip((a.batch(5), b.batch(5))))", "window and flat_map"),
    ("windows.flat_map(lambda a, b: tf.data.Dataset.zip(a.batch(5), b))", "window and flat_map"),
    ("windows.map(lambda a, b: Dataset.zip((a, b))).flat_map(lambda w: w)", "window, map and flat_map"),
    ("windows.map(lambda w: w.batch(5).get_single_element())", "window and map"),
    ("windows.map(lambda w: tf.data.experimental.get_single_element(w.batch(5)))", "window and map"),
    (
        "windows.flat_map(lambda d: Dataset.zip({k: v.batch(5) for k, v in d.items()}))",
        "window and flat_map",
    ),
    ("windows.flat_map(lambda w: w.batch(5).map(lambda v: v[:-1]))", "window and flat_map"),
    ("windows.flat_map(lambda w: w.window(2).flat_map(lambda v: v.batch(2)))", "window and flat_map"),
    ("rows.flat_map(Dataset.from_tensor_slices)", "flat_map"),
    ("rows.flat_map(lambda v: Dataset.from_tensors(v).repeat(3))", "flat_map"),
    ("rows.batch(4).unbatch()", "unbatch"),
    ("Dataset.zip((windows.flat_map(lambda w: w.batch(5)), rows)).batch(2)", "window and flat_map"),
    ("rows.concatenate(windows.flat_map(lambda w: w.batch(5)))", "window and flat_map"),
    ("Dataset.range(4).interleave(lambda i: Dataset.from_tensor_slices(x).shard(4, i))", "interleave"),
]

# The same, with functions of the module: ``make`` and the like stand before.
MENTIONED_WHOLE = [
    "def make(w):\n    return w.batch(5)\nds = windows.flat_map(make).cache()\n",
    "make = lambda w: w.batch(5)\nds = windows.flat_map(make).cache()\n",
    "def make(a, b):\n    'Both.'\n    a, b = a.batch(5), b.batch(1)\n    both = Dataset.zip((a, b))\n"
    "    return both\nds = windows.flat_map(make).cache()\n",
    "def make(w, size):\n    return w.batch(size)\nds = windows.flat_map(lambda w: make(w, 5)).cache()\n",
    "def make(size, w):\n    return w.batch(size)\ndef prepare(size):\n"
    "    return windows.flat_map(functools.partial(make, size)).cache()\n",
    "def make(w, size):\n    return w.batch(size)\n"
    "ds = windows.flat_map(functools.partial(make, size=5)).cache()\n",
    "class Series:\n    def make(self, w):\n        return w.batch(self.size)\n"
    "    def load(self):\n        return windows.flat_map(self.make).cache()\n",
    "def load(series, size, batch):\n    ds = Dataset.from_tensor_slices(tf.expand_dims(series, axis=-1))\n"
    "    ds = ds.window(size + 1, shift=1, drop_remainder=True)\n"
    "    ds = ds.flat_map(lambda w: w.batch(size + 1))\n    ds = ds.shuffle(100)\n"
    "    ds = ds.map(lambda w: (w[:-1], w[-1]))\n    return ds.batch(batch).cache().prefetch(1)\n",
]

STAYS = [
    ("windows of records", "files.window(5).flat_map(lambda w: w.batch(5))"),
    (
        "windows of a generator",
        "Dataset.from_generator(g, tf.int32).window(5).flat_map(lambda w: w.batch(5))",
    ),
    ("a map in the windows that cannot be seen", "windows.flat_map(lambda w: w.batch(5).map(load))"),
    ("a map in the windows that reads", "windows.flat_map(lambda w: w.map(tf.io.read_file))"),
    ("the same in a map", "windows.map(lambda w: w.map(tf.io.read_file))"),
    ("records of each", "rows.flat_map(lambda p: tf.data.TFRecordDataset(p))"),
    ("batches of records of each", "rows.flat_map(lambda p: tf.data.TFRecordDataset(p).batch(3))"),
    ("lines of each", "rows.interleave(lambda p: tf.data.TextLineDataset(p).skip(1))"),
    ("zipped lines", "rows.flat_map(lambda p: Dataset.zip((tf.data.TextLineDataset(p), rows)))"),
    ("a generator for each", "rows.flat_map(lambda p: Dataset.from_generator(g, args=(p,)))"),
    ("an array of each, read", "rows.flat_map(lambda p: Dataset.from_tensor_slices(np.load(p)))"),
    ("an array of each, unseen", "rows.flat_map(lambda p: Dataset.from_tensor_slices(parse(p)))"),
    ("another dataset", "rows.flat_map(lambda p: files)"),
    ("a method of another dataset", "rows.flat_map(lambda p: files.batch(3))"),
    ("zipped with another dataset", "windows.flat_map(lambda w: Dataset.zip((w, files)))"),
    ("joined to another dataset", "windows.flat_map(lambda w: w.concatenate(files))"),
    ("either", "windows.flat_map(lambda w: files if big else w)"),
    ("unseen", "windows.flat_map(make)"),
    ("unseen, with a size", "windows.flat_map(functools.partial(make, size=5))"),
    ("shuffled in itself: random before a cache", "windows.flat_map(lambda w: w.shuffle(5).batch(5))"),
    ("random in itself", "windows.flat_map(lambda w: w.map(lambda v: v + tf.random.normal((4,))))"),
    ("anything may be applied", "windows.flat_map(lambda w: w.apply(load))"),
    ("only some are taken", "windows.flat_map(lambda w: w.batch(5)).take(9)"),
    ("some are left out", "windows.flat_map(lambda w: w.batch(5)).filter(lambda v: v[0] > 0)"),
    ("then an unseen map", "windows.flat_map(lambda w: w.batch(5)).map(load)"),
    ("zipped with a map that reads", "Dataset.zip((rows.map(tf.io.read_file), rows))"),
    ("zipped with a map that cannot be seen", "Dataset.zip((rows.map(load), rows)).batch(8)"),
    ("joined to a map that reads", "rows.concatenate(rows.map(tf.io.read_file))"),
]

STAYS_WHOLE = [
    (
        "a size that may be a dataset",
        "def make(w, other):\n    return w.concatenate(other)\n"
        "def load(other):\n    return windows.flat_map(lambda w: make(w, other)).cache()\n",
    ),
    (
        "what is bound is returned",
        "def make(w, other):\n    return other\n"
        "ds = windows.flat_map(functools.partial(make, other=files)).cache()\n",
    ),
    (
        "one of two functions",
        "make = lambda w: w.batch(5)\nif big:\n    make = load\nds = windows.flat_map(make).cache()\n",
    ),
    (
        "one of two results",
        "def make(w):\n    if big:\n        return files\n    return w.batch(5)\n"
        "ds = windows.flat_map(make).cache()\n",
    ),
    ("wrapped", "@wrap\ndef make(w):\n    return w.batch(5)\nds = windows.flat_map(make).cache()\n"),
    (
        "rebound",
        "def make(w):\n    w = read(w)\n    return w.batch(5)\nds = windows.flat_map(make).cache()\n",
    ),
    ("a generator function", "def make(w):\n    yield w\nds = windows.flat_map(make).cache()\n"),
    ("one that only calls itself", "make = lambda w: make(w)\nds = rows.map(make).flat_map(load).cache()\n"),
    (
        "a parameter of the function around",
        "def load(w):\n    return windows.flat_map(lambda v: w).cache()\nds = load(files)\n",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("code", "after"), MENTIONED)
def test_work_in_memory_is_mentioned(code: str, after: str, target: str) -> None:
    (finding,) = findings(f"{HEAD}ds = {code}.cache()\n", target, "TFC201")
    assert finding.severity.value == "info"
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"
    assert f"cache() after {after} keeps every element" in finding.message


@pytest.mark.parametrize("code", MENTIONED_WHOLE)
def test_functions_of_the_module_are_seen_through(code: str) -> None:
    (found,) = lint(HEAD + code, only="TFC201")
    assert found.endswith(" info")


@pytest.mark.parametrize("code", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_stays(code: str) -> None:
    assert lint(f"{HEAD}ds = {code}.cache()\n", only="TFC201") == []


@pytest.mark.parametrize("code", [row[1] for row in STAYS_WHOLE], ids=[row[0] for row in STAYS_WHOLE])
def test_stays_whole(code: str) -> None:
    assert lint(HEAD + code, only="TFC201") == []
