"""Datasets that are batched twice on their way into a model."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.datasets.batching import batched_twice
from tflint_ckpt.syntax.forms import last_name

HEAD = "from tensorflow import keras\nfrom tensorflow.data import Dataset\nds = Dataset.range(9)\n"

TWICE = [
    ("show(ds.batch(2).batch(2))", "batch batch"),
    ("show(ds.batch(2).prefetch(1).batch(2))", "batch batch"),
    ("ds = ds.batch(n)\nds = ds.batch(n)\nshow(ds)", "batch batch"),
    ("show(keras.utils.image_dataset_from_directory('a').batch(32))", "image_dataset_from_directory batch"),
    # once, or on purpose
    ("show(ds.batch(2).map(f).batch(2))", ""),
    ("show(ds.batch(2))", ""),
    ("show(ds.batch(2).unbatch().batch(2))", ""),
    ("show(ds.window(2).flat_map(lambda w: w.batch(2)).batch(2))", ""),
    ("show(ds.batch(2).batch(5))", ""),
    ("show(keras.utils.image_dataset_from_directory('a', batch_size=None).batch(32))", ""),
]


@pytest.mark.parametrize(("code", "expected"), TWICE)
def test_twice(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    (chain,) = facts.datasets.chains(node)
    found = batched_twice(facts, chain)
    told = ""
    if found is not None:
        made = last_name(found.first.func) if isinstance(found.first, cst.Call) else found.first.name
        told = f"{made} {found.second.name}"
    assert told == expected
