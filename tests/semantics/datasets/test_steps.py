"""The way a dataset goes on, with those aside that only look at it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.module import Module

HEAD = "import tensorflow as tf\nDataset = tf.data.Dataset\n"
# Code whose first dataset is asked about: the steps after it, and those that go on where looks are aside.
FOLLOWING = [
    ("Dataset.range(3).map(f).batch(2)", "map batch", ""),
    ("ds = Dataset.range(3)\nds = ds.map(f)\nds = ds.batch(2)\nmodel.fit(ds)", "map batch", ""),
    ("ds = Dataset.range(3)\na = ds.map(f)\nb = ds.batch(2)", "", ""),
    ("ds = Dataset.range(3).map(f)\nds.batch(2)\nds.batch(3)", "map", ""),
    ("ds = Dataset.range(3)\nfor i in r:\n    ds.map(f)", "", ""),
    ("for i in r:\n    ds = Dataset.range(3)\n    ds.map(f)", "map", ""),
    ("ds = Dataset.range(3)\nx = [ds.map(f) for i in r]", "", ""),
    ("ds = Dataset.range(3)\nfor i in r:\n    ds = ds.map(f)\nds.batch(2)", "", ""),
    ("def go(ds):\n    return ds.map(f)\ngo(Dataset.range(3)).batch(2)", "map batch", ""),
    ("ds = Dataset.range(3)\nfor v in ds.take(1): print(v)\nds = ds.map(f)", "", "map"),
    ("ds = Dataset.range(3)\nlayer.adapt(ds)\nds = ds.map(f)", "", ""),
]


def steps(facts: Module, looks: bool) -> str:
    (first,) = calls(facts, "range")
    found = facts.fact(Steps)
    only = found.only_operation(first, looks=looks)
    every: list[Operation] = [only, *found.following(only, looks=looks)] if only is not None else []
    return " ".join(step.name for step in every)


@pytest.mark.parametrize(("code", "expected", "with_looks"), FOLLOWING)
def test_following(code: str, expected: str, with_looks: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    assert steps(facts, looks=False) == expected
    assert steps(facts, looks=True) == (with_looks or expected)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("ds = Dataset.range(3)\nfor v in ds.take(1): print(v)\nmodel.fit(ds)", 1),
        ("ds = Dataset.range(3)\nmodel.fit(ds)\nmodel.evaluate(ds)", 2),
        ("ds = Dataset.range(3)\nfor v in ds.take(1): print(v)", 1),
        ("ds = Dataset.range(3)", 0),
    ],
)
def test_what_reads_it_for_more_than_a_look(code: str, count: int) -> None:
    facts = module(f"{HEAD}{code}\n")
    assert len(facts.fact(Steps).but_looks(facts.facts.calls[0])) == count
