"""Which data come in another order in each pass."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.datasets.shuffled import flow, is_shuffled, shuffling

HEAD = """\
from tensorflow import keras
from tensorflow.data import Dataset
from tensorflow.keras.preprocessing.image import ImageDataGenerator
gen = ImageDataGenerator()
load = keras.utils.image_dataset_from_directory
"""

# Code that shows a dataset, whether something shuffles it, and whether each pass comes in another order.
DATASETS = [
    ("show(Dataset.range(9).shuffle(9))", True, True),
    ("show(Dataset.range(9).shuffle(9).batch(2))", True, True),
    ("show(load('a'))", True, True),
    ("show(Dataset.range(9).shuffle(9, reshuffle_each_iteration=False))", True, False),
    ("show(Dataset.range(9).shuffle(9, reshuffle_each_iteration=r))", True, False),
    ("show(Dataset.range(9).shuffle(1))", True, False),
    ("show(Dataset.range(9))", False, False),
    ("show(load('a', shuffle=False))", False, False),
    ("show(load('a', shuffle=s))", None, False),
    ("show(Dataset.list_files('*'))", True, False),
    ("show(Dataset.range(9).shuffle(9).cache())", True, False),
]
# Code that shows an expression, and whether it is the iterator of a directory that shuffles.
FLOWS = [
    ("show(gen.flow_from_directory('a'))", True),
    ("x = gen.flow_from_directory('a', shuffle=True)\nshow(x)", True),
    ("show(gen.flow_from_directory('a', shuffle=False))", False),
    ("show(gen.flow_from_directory('a', shuffle=s))", False),
    ("show(gen.flow_from_directory(*a))", False),
    ("show(mine.flow_from_directory('a'))", False),
    ("show(gen.flow(a))", False),
]


@pytest.mark.parametrize(("code", "expected", "again"), DATASETS)
def test_datasets(code: str, expected: bool | None, again: bool) -> None:
    facts, node = marked(HEAD + code)
    (chain,) = facts.datasets.chains(node)
    assert is_shuffled(facts, chain) is expected
    assert (shuffling(facts, node) is not None) is again


@pytest.mark.parametrize(("code", "expected"), FLOWS)
def test_flows(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert (flow(facts, node) is not None) is expected
