"""What a ``cache`` freezes to the harm of training."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.freezing import frozen, reshuffles

HEAD = """\
import tensorflow as tf
from tensorflow.data import Dataset
ds = Dataset.range(9)
def flip(x):
    return tf.image.random_flip_left_right(x)
def plain(x):
    return x / 255
"""

# Code with a cache, the operation that it freezes, and whether on every way.
FROZEN = [
    ("ds.map(flip).cache()", "map always"),
    ("ds.map(flip).batch(2).cache()", "map always"),
    ("model.fit(ds.shuffle(9).cache(), epochs=5)", "shuffle always"),
    ("ds.map(flip).shuffle(9).cache()", "map always"),
    ("if t:\n    ds = ds.map(flip)\nds.cache()", "map"),
    (
        "ds = ds.shuffle(9).cache()\nfor x in ds.take(1):\n    print(x)\nmodel.fit(ds, epochs=5)",
        "shuffle always",
    ),
    # nothing that differs from epoch to epoch
    ("ds = ds.shuffle(9).cache()\nmodel.fit(ds.take(5), epochs=5)\nmodel.evaluate(ds.skip(5))", ""),
    ("ds.cache()", ""),
    ("ds.shuffle(9).cache()", ""),
    ("model.fit(ds.map(flip).cache())", ""),
    ("model.fit(ds.map(flip).cache(), epochs=1)", ""),
    ("ds.map(plain).cache()", ""),
    ("ds.map(unknown).cache()", ""),
    ("ds.cache().map(flip)", ""),
    ("ds.shuffle(9, reshuffle_each_iteration=False).cache()", ""),
    ("ds.shuffle(1).cache()", ""),
    ("test = ds.shuffle(9).cache()\nmodel.evaluate(test)", ""),
]
SHUFFLES = [
    ("9", True),
    ("n", True),
    ("9, reshuffle_each_iteration=True", True),
    ("9, reshuffle_each_iteration=None", True),
    ("9, reshuffle_each_iteration=False", False),
    ("9, reshuffle_each_iteration=r", False),
    ("1", False),
    ("*a", False),
]


@pytest.mark.parametrize(("code", "expected"), FROZEN)
def test_frozen(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "cache")
    found = frozen(facts, Operation("cache", call))
    told = "" if found is None else f"{found.operation.name}{' always' if found.always else ''}"
    assert told == expected


@pytest.mark.parametrize(("arguments", "expected"), SHUFFLES)
def test_reshuffles(arguments: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds.shuffle({arguments})")
    (call,) = calls(facts, "shuffle")
    assert reshuffles(facts, Operation("shuffle", call)) is expected
