"""TFC207 split-after-shuffle."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from settings import AGAIN, paths, n, m
Dataset = tf.data.Dataset
ds = tf.data.TFRecordDataset(paths)
"""
PARTS = "train = ds.take(n).batch(2)\nval = ds.skip(n).batch(2)\n"

# What it is, the code, and what the fix makes of it; the same where it is left to a person.
BECOMES = [
    (
        "by variables",
        f"ds = ds.shuffle(1000)\n{PARTS}",
        f"ds = ds.shuffle(1000, reshuffle_each_iteration=False)\n{PARTS}",
    ),
    (
        "with a seed",
        f"ds = ds.shuffle(1000, seed=1)\n{PARTS}",
        f"ds = ds.shuffle(1000, seed=1, reshuffle_each_iteration=False)\n{PARTS}",
    ),
    (
        "asked for",
        f"ds = ds.shuffle(1000, reshuffle_each_iteration=True)\n{PARTS}",
        f"ds = ds.shuffle(1000, reshuffle_each_iteration=False)\n{PARTS}",
    ),
    (
        "by position",
        f"ds = ds.shuffle(1000, None, True)\n{PARTS}",
        f"ds = ds.shuffle(1000, None, False)\n{PARTS}",
    ),
    ("a variable", f"again = True\nds = ds.shuffle(9, reshuffle_each_iteration=again)\n{PARTS}", ""),
    (
        "behind other operations",
        f"ds = ds.shuffle(9).map(f).cache()\n{PARTS}",
        f"ds = ds.shuffle(9, reshuffle_each_iteration=False).map(f).cache()\n{PARTS}",
    ),
    (
        "numbers, one of them in a variable",
        "k = 30\nds = ds.shuffle(9)\nval = ds.take(30)\nds = ds.skip(k)\n",
        "k = 30\nds = ds.shuffle(9, reshuffle_each_iteration=False)\nval = ds.take(30)\nds = ds.skip(k)\n",
    ),
    (
        "in three parts",
        "def parts(ds, shuffle=True):\n    if shuffle:\n        ds = ds.shuffle(99, seed=12)\n"
        "    train = ds.take(n)\n    val = ds.skip(n).take(m)\n    test = ds.skip(n).skip(m)\n"
        "    return train, val, test\nparts(ds)\n",
        "def parts(ds, shuffle=True):\n    if shuffle:\n"
        "        ds = ds.shuffle(99, seed=12, reshuffle_each_iteration=False)\n"
        "    train = ds.take(n)\n    val = ds.skip(n).take(m)\n    test = ds.skip(n).skip(m)\n"
        "    return train, val, test\nparts(ds)\n",
    ),
    (
        "split elsewhere",
        f"def load(rows):\n    return rows.shuffle(9)\nds = load(ds)\n{PARTS}",
        "def load(rows):\n    return rows.shuffle(9, reshuffle_each_iteration=False)\n"
        f"ds = load(ds)\n{PARTS}",
    ),
    (
        "into fit",
        "ds = ds.shuffle(9)\nmodel.fit(ds.skip(n).batch(2), validation_data=ds.take(n).batch(2))\n",
        "ds = ds.shuffle(9, reshuffle_each_iteration=False)\n"
        "model.fit(ds.skip(n).batch(2), validation_data=ds.take(n).batch(2))\n",
    ),
]

MADE = """\
import tensorflow as tf
def shuffled(paths, again=True):
    return tf.data.TFRecordDataset(paths).shuffle(99, seed=1, reshuffle_each_iteration=again)
def load(paths, shuffle=True):
    ds = tf.data.TFRecordDataset(paths)
    if shuffle:
        ds = ds.shuffle(99)
    return ds
def plain(paths):
    return tf.data.TFRecordDataset(paths)
def kept(paths):
    return tf.data.TFRecordDataset(paths).shuffle(99, reshuffle_each_iteration=False)
def stored(paths):
    return tf.data.TFRecordDataset(paths).shuffle(99).snapshot("d")
def mapped(paths):
    return load(paths).map(f)
def counted(paths):
    return load(paths), 9
class Rows:
    def all(self):
        return tf.data.TFRecordDataset(self.paths).shuffle(99)
"""
IN_A_FUNCTION = "def parts(n):\n    ds = {}\n    return ds.take(n).batch(2), ds.skip(count=n)\n"
IN_A_CLASS = """\
class Data:
    def __init__(self, n):
        self.rows = {}
        self.n = n
    def train(self):
        return self.rows.skip(self.n)
    def val(self):
        return self.rows.take(self.n)
"""
SPLIT = "def split(ds, n):\n    return ds.take(n), ds.skip(n)\n"

# The same, in a function or class that other files may call, too; and who makes the dataset.
MADE_ELSEWHERE = [
    ("a function", IN_A_FUNCTION.format("load(paths)")),
    ("an attribute", IN_A_CLASS.format("load(paths)")),
    ("a method", IN_A_FUNCTION.format("Rows().all()")),
    ("one more function", IN_A_FUNCTION.format("mapped(paths)")),
    ("one more operation", IN_A_FUNCTION.format("load(paths).map(f)")),
    ("with something else", IN_A_FUNCTION.replace("ds =", "ds, _ =").format("counted(paths)")),
    ("split by a function", f"{SPLIT}def main():\n    val, train = split(load(paths), n=5)\n"),
]
NO_SPLIT_ELSEWHERE = [
    ("no shuffle", IN_A_FUNCTION.format("plain(paths)")),
    ("kept", IN_A_FUNCTION.format("kept(paths)")),
    ("read from a file", IN_A_FUNCTION.format("stored(paths)")),
    ("not shuffled in this call", IN_A_FUNCTION.format("load(paths, shuffle=False)")),
    ("an option", IN_A_FUNCTION.format("shuffled(paths, AGAIN)")),
    ("two data", "train, val = load('a').take(n), load('b').skip(n)\n"),
    (
        "two functions that may get two",
        "def a(p):\n    return load(p).take(9)\ndef b(p):\n    return load(p).skip(9)\n",
    ),
    ("a look", "ds = load(paths)\nfor x in ds.take(1):\n    print(x)\nds = ds.skip(1).batch(4)\n"),
    ("either or", "def part(val):\n    ds = load(paths)\n    return ds.take(n) if val else ds.skip(n)\n"),
    ("other numbers", "ds = load(paths)\ntrain, val = ds.take(n), ds.skip(m)\n"),
]

SILENT = [
    ("kept", f"ds = ds.shuffle(9, reshuffle_each_iteration=False)\n{PARTS}"),
    ("kept by position", f"ds = ds.shuffle(9, 1, False)\n{PARTS}"),
    ("kept by a variable", f"again = False\nds = ds.shuffle(9, reshuffle_each_iteration=again)\n{PARTS}"),
    ("not known", f"ds = ds.shuffle(9, reshuffle_each_iteration=AGAIN)\n{PARTS}"),
    ("options", f"ds = ds.shuffle(9, **options)\n{PARTS}"),
    ("nothing is shuffled", PARTS),
    ("a buffer of one", f"ds = ds.shuffle(1)\n{PARTS}"),
    ("shuffled behind", "train = ds.take(n).shuffle(9).batch(2)\nval = ds.skip(n).batch(2)\n"),
    ("other numbers", "ds = ds.shuffle(9)\ntrain = ds.take(n)\nval = ds.skip(m)\n"),
    ("other constants", "ds = ds.shuffle(9)\ntrain = ds.take(30)\nval = ds.skip(40)\n"),
    ("one after the other", "ds = ds.shuffle(9).skip(n).take(n)\n"),
    ("a look", "ds = ds.shuffle(9)\nfor v in ds.take(1):\n    print(v)\nds = ds.skip(1).batch(2)\n"),
    ("only take", "ds = ds.shuffle(9)\nsmall = ds.take(n)\nmodel.fit(ds.batch(2))\n"),
    ("all or none", "ds = ds.shuffle(9)\na = ds.take(-1)\nb = ds.skip(-1)\n"),
    (
        "either or",
        "ds = ds.shuffle(9)\nif AGAIN:\n    part = ds.take(n)\nelse:\n    part = ds.skip(n)\n",
    ),
    (
        "either or, by a conditional expression",
        "ds = ds.shuffle(9)\npart = ds.take(n) if AGAIN else ds.skip(n)\n",
    ),
    ("two datasets", "a = ds.shuffle(9)\nb = ds.shuffle(9)\ntrain = a.take(n)\nval = b.skip(n)\n"),
    ("batches of windows", f"ds = ds.shuffle(9).window(3)\n{PARTS}"),
    ("a loader", f"ds = keras.utils.image_dataset_from_directory('d')\n{PARTS}"),
    ("no dataset", f"ds = deck.shuffle(9)\n{PARTS}"),
]


@pytest.mark.parametrize(("code", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES])
def test_becomes(code: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC207")
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("unsafe" if after else "manual")
    assert fix(HEAD + code, only="TFC207", unsafe=True) == HEAD + (after or code)
    assert fix(HEAD + code, only="TFC207") == HEAD + code


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC207") == []


def test_the_message_says_where_it_is_split() -> None:
    (finding,) = findings(f"{HEAD}ds = ds.shuffle(9)\n{PARTS}", only="TFC207")
    assert "(lines 8, 9)" in finding.message


@pytest.mark.parametrize("code", [row[1] for row in MADE_ELSEWHERE], ids=[row[0] for row in MADE_ELSEWHERE])
def test_what_a_function_makes(code: str) -> None:
    """In the same file, and in another one, where it is left to a person."""
    (finding,) = findings(HEAD + MADE + code, only="TFC207")
    assert "shuffle gives" in finding.message
    (finding,) = findings(f"{HEAD}from made import *\n{code}", only="TFC207", made=MADE)
    assert "shuffle (" in finding.message
    assert finding.fix is not None and finding.fix.applicability.value == "manual"


@pytest.mark.parametrize(
    "code", [row[1] for row in NO_SPLIT_ELSEWHERE], ids=[row[0] for row in NO_SPLIT_ELSEWHERE]
)
def test_what_a_function_makes_and_is_all_right(code: str) -> None:
    assert lint(HEAD + MADE + code, only="TFC207") == []
    assert lint(f"{HEAD}from made import *\n{code}", only="TFC207", made=MADE) == []


def test_the_message_names_the_file_that_shuffles() -> None:
    code = HEAD + "from made import load\n" + IN_A_FUNCTION.format("load(paths)")
    (finding,) = findings(code, only="TFC207", made=MADE)
    assert finding.message.startswith(
        "shuffle (made.py, line 7) gives another order to each of take and skip"
    )


def test_the_file_that_shuffles_may_be_behind_another_one() -> None:
    between = "from made import load\ndef rows(paths):\n    return load(paths).map(f)\n"
    code = HEAD + "from between import rows\n" + IN_A_FUNCTION.format("rows(paths)")
    (finding,) = findings(code, only="TFC207", made=MADE, between=between)
    assert finding.message.startswith("shuffle (made.py, line 7) gives another order to each of take and")


def test_a_file_that_only_splits_is_told_who_shuffles() -> None:
    main = f"{HEAD}{MADE}from train import split\nval, train = split(load(paths), 5)\n"
    assert lint(HEAD + SPLIT, only="TFC207", main=main) == ["TFC207:8 error"]
    assert lint(HEAD + SPLIT, only="TFC207", main=main.replace("load(paths),", "kept(paths),")) == []


def test_two_datasets_that_hold_the_same_are_made_one_first() -> None:
    """Without a seed, each has an order of its own for good."""
    code = f"{HEAD}{MADE}def a():\n    return load(paths).take(9)\ndef b():\n    return load(paths).skip(9)\n"
    (finding,) = findings(code, only="TFC207")
    assert finding.fix is not None
    assert (finding.fix.applicability.value, finding.fix.title) == (
        "manual",
        "make the dataset once, and write reshuffle_each_iteration=False",
    )
