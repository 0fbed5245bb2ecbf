"""Datasets that are split by ``take`` and ``skip``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.splits import split_of

HEAD = "from tensorflow.data import Dataset\nds = Dataset.range(9)\nds = ds.shuffle(9)\n"

SPLITS = [
    ("a = ds.take(5)\nb = ds.skip(5)", True),
    ("a = ds.take(n)\nb = ds.skip(n)", True),
    ("a = ds.take(5).batch(2)\nb = ds.skip(5).batch(2)", True),
    ("ds = ds.map(f)\na = ds.take(5)\nb = ds.skip(5)", True),
    # no split
    ("a = ds.take(5)", False),
    ("b = ds.skip(5)", False),
    ("a = ds.take(5)\nb = ds.take(4)", False),
    ("a = other.take(5)\nb = ds.skip(5)", False),
]


@pytest.mark.parametrize(("code", "expected"), SPLITS)
def test_splits(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "shuffle")
    assert (split_of(facts, Operation("shuffle", call)) is not None) is expected
