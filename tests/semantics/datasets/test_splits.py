"""Datasets that are split by ``take`` and ``skip``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.splits import splits

HEAD = "from tensorflow.data import Dataset\nds = Dataset.range(9)\nds = ds.shuffle(9)\n"

SPLITS = [
    ("a = ds.take(5)\nb = ds.skip(5)", True),
    ("a = ds.take(n)\nb = ds.skip(n)", True),
    ("a = ds.take(5).batch(2)\nb = ds.skip(5).batch(2)", True),
    ("ds = ds.map(f)\na = ds.take(5)\nb = ds.skip(5)", True),
    ("a = ds.take(len(x)  # some\n    // 2)\nb = ds.skip(len(x) // 2)", True),
    # no split
    ("a = ds.take(len(x) // 2)\nb = ds.skip(len(x) // 3)", False),
    ("a = ds.take(5)", False),
    ("b = ds.skip(5)", False),
    ("a = ds.take(5)\nb = ds.take(4)", False),
    ("a = other.take(5)\nb = ds.skip(5)", False),
]


@pytest.mark.parametrize(("code", "expected"), SPLITS)
def test_splits(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    found = [split.shuffle.call for split in splits(facts)]
    assert found == (calls(facts, "shuffle") if expected else [])


def test_who_makes_the_dataset_for_each() -> None:
    made = "def rows():\n    return Dataset.range(9).shuffle(9)\n"
    (split,) = splits(module(HEAD + made + "a = rows().take(5)\nb = rows().skip(5)\n"))
    assert (split.is_one, split.there) == (False, None)
    (split,) = splits(module(HEAD + made + "c = rows()\na = c.take(5)\nb = c.skip(5)\n"))
    assert (split.is_one, split.there) == (True, None)


def test_the_file_that_makes_it() -> None:
    made = f"{HEAD}def rows():\n    return Dataset.range(9).shuffle(9)\n"
    code = "from made import rows\nc = rows()\na = c.take(5)\nb = c.skip(5)\n"
    (split,) = splits(module(HEAD + code, made=made))
    assert split.is_one
    assert split.there is not None
    assert split.there.path == "made.py"
