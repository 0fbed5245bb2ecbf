"""Iterators that are made anew in each pass of a loop."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.restarts import restarts

HEAD = """\
from tensorflow import keras
from tensorflow.data import Dataset
ds = Dataset.range(9)
model = keras.Sequential()
"""
TRAIN = "    model.train_on_batch(x)\n"

RESTARTS = [
    ("for i in range(9):\n    x = next(iter(ds))\n" + TRAIN, "next(iter(ds))"),
    ("while True:\n    x = next(iter(ds))\n" + TRAIN, "next(iter(ds))"),
    # one iterator, another dataset, or a loop that is left at once
    ("it = iter(ds)\nfor i in range(9):\n    x = next(it)\n" + TRAIN, ""),
    ("x = next(iter(ds))\nmodel.train_on_batch(x)", ""),
    ("for i in range(9):\n    x = next(iter(ds))\n    show(x)", ""),
    ("for i in range(9):\n    x = next(iter(ds))\n" + TRAIN + "    break", ""),
    ("for part in parts:\n    ds = load(part)\n    x = next(iter(ds))\n" + TRAIN, ""),
    ("for i in range(9):\n    x = next(iter(other))\n" + TRAIN, ""),
    ("for i in range(9):\n    x = next(iter(ds.skip(i)))\n" + TRAIN, ""),
]


@pytest.mark.parametrize(("code", "expected"), RESTARTS)
def test_restarts(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert " ".join(facts.text(one.call) for one in restarts(facts)) == expected
