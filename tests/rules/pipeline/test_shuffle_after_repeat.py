"""TFC206 shuffle-after-repeat."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import TRAIN, n, paths
ds = tf.data.TFRecordDataset(paths)
"""

# What it is, the code, and what the unsafe fix makes of it; the same where it is left to a person.
BECOMES = [
    ("without end", "ds = ds.repeat().shuffle(9).batch(2)\n", "ds = ds.shuffle(9).repeat().batch(2)\n"),
    ("None", "ds = ds.repeat(None).shuffle(9)\n", "ds = ds.shuffle(9).repeat(None)\n"),
    ("counted", "ds = ds.repeat(3).shuffle(9)\n", "ds = ds.shuffle(9).repeat(3)\n"),
    (
        "by statements",
        "ds = ds.map(f).repeat()\nds = ds.shuffle(9)\n",
        "ds = ds.map(f).shuffle(9)\nds = ds.repeat()\n",
    ),
    (
        "from elsewhere",
        "from data import ds\nds = tf.data.Dataset.range(3).repeat().shuffle(9)\n",
        "from data import ds\nds = tf.data.Dataset.range(3).shuffle(9).repeat()\n",
    ),
    (
        "a parameter",
        "def load(ds: tf.data.Dataset):\n    return ds.repeat().shuffle(9)\n",
        "def load(ds: tf.data.Dataset):\n    return ds.shuffle(9).repeat()\n",
    ),
    ("only sometimes shuffled", "ds = ds.repeat()\nif TRAIN:\n    ds = ds.shuffle(9)\n", ""),
    ("that others read", "ds = ds.repeat()\nmodel.evaluate(ds, steps=3)\nds = ds.shuffle(9)\n", ""),
]

SILENT = [
    ("in the right order", "ds = ds.shuffle(9).repeat()\n"),
    ("file names", "ds = ds.repeat().interleave(tf.data.TFRecordDataset).shuffle(9)\n"),
    ("work in between", "ds = ds.repeat().map(f).shuffle(9)\n"),
    ("once", "ds = ds.repeat(1).shuffle(9)\n"),
    ("not known", "ds = ds.repeat(n).shuffle(9)\n"),
    ("shuffled before as well", "ds = ds.shuffle(100).repeat().shuffle(9)\n"),
    ("no shuffle at all", "ds = ds.repeat().shuffle(1)\n"),
    ("only sometimes repeated", "if TRAIN:\n    ds = ds.repeat()\nds = ds.shuffle(9)\n"),
    (
        "once by a caller, for ever by another",
        "def load(count=None):\n    return ds.repeat(count)\na = load(1).shuffle(9)\n",
    ),
    ("no dataset", "deck = deck.repeat().shuffle(9)\n"),
    (
        "a source that shuffles for ever",
        "ds = tf.data.experimental.make_csv_dataset('a.csv', 5).repeat().shuffle(9)\n",
    ),
    ("names in another order each time", "ds = tf.data.Dataset.list_files('*.png').repeat().shuffle(9)\n"),
    ("batches", "ds = ds.repeat().batch(3).shuffle(9)\n"),
]


@pytest.mark.parametrize(("code", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES])
def test_becomes(code: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC206")
    assert finding.severity.value == "info"
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("unsafe" if after else "manual")
    assert fix(HEAD + code, only="TFC206", unsafe=True) == HEAD + (after or code)
    assert fix(HEAD + code, only="TFC206") == HEAD + code


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC206") == []
