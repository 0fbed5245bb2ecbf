"""TFC215 cache-file-shared."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import os
import tensorflow as tf
from tensorflow import keras
from settings import FOLDER, first, second
Records = tf.data.TFRecordDataset
"""
LINES = HEAD.count("\n")

# What it is, the code, and the lines of its findings.
FIRES = [
    ("two files of records", "a = Records(first).cache('c')\nb = Records(second).cache('c')\n", [2]),
    (
        "by a constant",
        "NAME = 'rows.cache'\na = Records(first).cache(NAME)\nb = Records(second).cache(NAME)\n",
        [3],
    ),
    ("by name", "a = Records(first).cache(filename='c')\nb = Records(second).map(f).cache('c')\n", [2]),
    ("joined", "a = Records(first).cache(os.path.join('d', 'c'))\nb = Records(second).cache('d/c')\n", [2]),
    (
        "two subsets",
        "a = keras.utils.image_dataset_from_directory('d', subset='training').cache('c')\n"
        "b = keras.utils.image_dataset_from_directory('d', subset='validation').cache('c')\n",
        [2],
    ),
    ("two parts", "ds = Records(first)\na = ds.skip(9).cache('c')\nb = ds.take(9).cache('c')\n", [3]),
    (
        "three",
        "a = Records('a').cache('c')\nb = Records('b').cache('c')\nd = Records('d').cache('c')\n",
        [2, 3],
    ),
    (
        "a function for both",
        "def load(files):\n    return Records(files).map(f).cache('c').batch(8)\na = load(first)\n"
        "b = load(second)\n",
        [4],
    ),
    (
        "a function that is given datasets",
        "def prepare(ds):\n    return ds.cache('c').batch(8)\na = prepare(Records(first))\n"
        "b = prepare(Records(second))\n",
        [4],
    ),
]

SILENT = [
    ("two names", "a = Records(first).cache('a')\nb = Records(second).cache('b')\n"),
    ("in memory", "a = Records(first).cache()\nb = Records(second).cache()\n"),
    ("an empty name", "a = Records(first).cache('')\nb = Records(second).cache('')\n"),
    ("not known", "a = Records(first).cache(FOLDER)\nb = Records(second).cache(FOLDER)\n"),
    (
        "a part not known",
        "a = Records(first).cache(FOLDER + '/c')\nb = Records(second).cache(FOLDER + '/c')\n",
    ),
    ("the same data", "a = Records(first).cache('c')\nb = Records(first).cache('c')\n"),
    (
        "the same data twice used",
        "a = Records(first).cache('c')\nmodel.fit(a.shuffle(9))\nmodel.evaluate(a)\n",
    ),
    (
        "either or",
        "if FOLDER:\n    a = Records(first).cache('c')\nelse:\n    a = Records(second).cache('c')\n",
    ),
    ("only sometimes", "a = Records(first).cache('c')\nif FOLDER:\n    b = Records(second).cache('c')\n"),
    ("either or, then cached", "a = Records(first) if FOLDER else Records(second)\na = a.cache('c')\n"),
    (
        "removed in between",
        "a = Records(first).cache('c')\nos.remove('c.index')\nb = Records(second).cache('c')\n",
    ),
    (
        "a name for each",
        "def load(files, name):\n    return Records(files).cache(name)\na = load(first, 'a')\n"
        "b = load(second, 'b')\n",
    ),
    (
        "a function for the same",
        "def load(files):\n    return Records(files).cache('c')\na = load(first)\nb = load(first)\n",
    ),
    (
        "a function that is called once",
        "def load(files):\n    return Records(files).cache('c')\na = load(first)\n",
    ),
    (
        "unknown origin",
        "def load(ds: tf.data.Dataset):\n    return ds.cache('c')\na = load(first)\nb = load(second)\n",
    ),
    ("no datasets", "a = one.cache('c')\nb = two.cache('c')\n"),
]


@pytest.mark.parametrize(("code", "lines"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_fires(code: str, lines: list[int]) -> None:
    assert lint(HEAD + code, only="TFC215") == [f"TFC215:{LINES + line} error" for line in lines]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC215") == []


def test_the_message_names_the_file_and_the_first() -> None:
    (finding,) = findings(f"{HEAD}{FIRES[0][1]}", only="TFC215")
    assert finding.message.startswith("another dataset is cached in 'c' in line 6")


def test_datasets_of_other_files() -> None:
    other = "import tensorflow as tf\na = tf.data.TFRecordDataset('a').map(f)\n"
    "b = tf.data.TFRecordDataset('b').map(f)\n"
    code = "from other import a, b\na = a.cache('c')\nb = b.cache('c')\n"
    assert lint(code, only="TFC215", other=other) == []
