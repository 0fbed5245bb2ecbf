"""What is done to data in memory, which caches keep it there, and how often it is repeated."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.datasets.traits import (
    batched,
    cached_in_memory,
    deterministic,
    endless,
    in_memory,
    repeats,
    work_in_memory,
)

HEAD = """\
import tensorflow as tf
Dataset = tf.data.Dataset
rows = Dataset.from_tensor_slices(x)
files = tf.data.TFRecordDataset(["a"])
"""

# A dataset, and the operations that make other elements of what is in memory; None: not in memory.
WORK = [
    ("rows", ""),
    ("rows.shuffle(3).batch(2).repeat()", ""),
    ("rows.map(tf.abs)", "map"),
    ("rows.window(3).flat_map(lambda w: w.batch(3)).map(tf.abs)", "window flat_map map"),
    ("rows.batch(2).unbatch()", "unbatch"),
    ("rows.concatenate(rows.map(tf.abs))", "map"),
    ("Dataset.zip((rows.map(tf.abs), rows.window(3))).map(tf.abs)", "map window map"),
    ("Dataset.zip((rows, rows)).batch(2)", ""),
    ("rows.map(tf.io.read_file)", None),
    ("rows.map(load)", None),
    ("rows.map(lambda v: tf.random.uniform(()))", None),
    ("rows.take(3)", None),
    ("rows.filter(lambda v: v > 0)", None),
    ("rows.flat_map(tf.data.TFRecordDataset)", None),
    ("rows.apply(load)", None),
    ("files.map(tf.abs)", None),
    ("rows.concatenate(files)", None),
    ("rows.concatenate(other)", None),
    ("Dataset.zip((rows, files))", None),
    ("Dataset.zip((rows.map(load), rows))", None),
    ("Dataset.zip((rows, other))", None),
    ("Dataset.zip(parts)", None),
]


@pytest.mark.parametrize(("code", "expected"), WORK)
def test_work_in_memory(code: str, expected: str | None) -> None:
    facts = module(f"{HEAD}ds = {code}\n")
    (chain,) = facts.datasets.chains(assigned(facts, "ds"))
    found = work_in_memory(facts, chain)
    assert (None if found is None else " ".join(step.name for step in found)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", True), ("''", True), ("filename=''", True), ("'a'", False), ("path", False), ("*paths", False)],
)
def test_cached_in_memory(given: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds = rows.cache({given})\n")
    [operation] = facts.datasets.operations("cache")
    assert cached_in_memory(facts, operation) is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", -1), ("None", -1), ("-1", -1), ("count=3", 3), ("epochs", None), ("*counts", None)],
)
def test_repeats(given: str, expected: int | None) -> None:
    facts = module(f"{HEAD}ds = rows.repeat({given})\n")
    [operation] = facts.datasets.operations("repeat")
    assert repeats(facts, operation) == expected


# A dataset, and what is sure of it.
TRAITS = [
    ("Dataset.from_tensor_slices(x).shuffle(3).batch(2)", "memory batched random"),
    ("Dataset.range(9)", "memory same"),
    ("Dataset.range(9).map(lambda v: v + 1)", "same"),
    ("Dataset.range(9).map(lambda v: tf.random.uniform(()))", "random"),
    ("Dataset.range(9).map(unseen)", ""),
    ("Dataset.range(9).repeat()", "memory endless same"),
    ("Dataset.range(9).repeat().batch(2)", "memory endless batched same"),
    ("Dataset.range(9).repeat().take(3)", "same"),
    ("Dataset.range(9).repeat(3)", "memory same"),
    ("tf.data.TFRecordDataset('a')", "same"),
    ("Dataset.list_files('*')", ""),
    ("Dataset.zip((Dataset.range(2), Dataset.range(3)))", "memory same"),
    ("Dataset.zip((Dataset.range(2), Dataset.range(3).shuffle(2)))", "memory random"),
    ("Dataset.zip((Dataset.range(2), tf.data.TextLineDataset('a')))", "same"),
    ("Dataset.range(9).batch(2).unbatch()", "same"),
    ("keras.utils.image_dataset_from_directory('a')", "batched"),
    ("keras.utils.image_dataset_from_directory('a', batch_size=None)", ""),
]


@pytest.mark.parametrize(("code", "expected"), TRAITS)
def test_traits(code: str, expected: str) -> None:
    facts = module(f"{HEAD}from tensorflow import keras\nds = {code}\n")
    (chain,) = facts.datasets.chains(assigned(facts, "ds"))
    found = {
        "memory": in_memory(facts, chain),
        "endless": endless(facts, chain) is not None,
        "batched": batched(facts, chain) is True,
        "same": deterministic(facts, chain) is True,
        "random": deterministic(facts, chain) is False,
    }
    assert {name for name, holds in found.items() if holds} == set(expected.split())
