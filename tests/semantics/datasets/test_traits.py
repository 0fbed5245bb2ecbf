"""What is done to data in memory, which caches keep it there, and how often it is repeated."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.datasets.traits import cached_in_memory, repeats, work_in_memory

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
