"""The names of ``tf.data``: each is of the kind that it is taken for."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.contracts import DATASET, place
from tflint_ckpt.semantics.datasets import api


def test_kinds_of_sources_are_sources() -> None:
    for kind in (api.IN_MEMORY, api.ENDLESS, api.COMBINING, api.KERAS_LOADERS, api.BATCHED):
        assert kind <= api.SOURCES
    assert api.FROM_GENERATOR in api.SOURCES
    assert {DATASET} == api.DATASET_CLASSES - api.SOURCES  # it is not called itself


def test_kinds_of_operations_are_operations() -> None:
    for kind in (api.FUNCTIONS.keys(), api.BATCHING, api.PLAIN):
        assert kind <= api.OPERATIONS
    assert not api.PLAIN & api.FUNCTIONS.keys()


def test_the_function_of_an_operation_is_its_first_argument() -> None:
    assert {place(f"{DATASET}.{name}", given) for name, given in api.FUNCTIONS.items()} == {0}


SOURCES = [
    ("tf.data.Dataset.range(3)", True),
    ("tf.compat.v1.data.Dataset.range(3)", True),
    ("tf.data.experimental.CsvDataset('a', [])", True),
    ("tf.keras.utils.image_dataset_from_directory('a')", True),
    ("tf.keras.preprocessing.image_dataset_from_directory('a')", True),
    ("tf.data.Dataset.sample_from_datasets([a, b])", True),
    ("tf.data.experimental.sample_from_datasets([a, b])", True),
    ("tf.data.Dataset", False),
    ("tf.data.Dataset()", False),
    ("tf.data.Options()", False),
    ("tf.data.experimental.AutoShardPolicy.DATA", False),
    ("tf.data.experimental.cardinality(ds)", False),
    ("tf.keras.preprocessing.image.load_img('a')", False),
]


@pytest.mark.parametrize(("code", "expected"), SOURCES)
def test_sources(code: str, expected: bool) -> None:
    facts = module(f"import tensorflow as tf\nx = {code}\n")
    value = facts.facts.module.bindings["x"][0].value
    assert value is not None
    assert bool(facts.datasets.chains(value)) is expected
