"""What a shuffle shuffles, and which neighbours can change places."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.neighbours import batched_before, exchangeable, orders, repeated_before

HEAD = "from tensorflow.data import Dataset\nds = Dataset.range(9)\n"

# The arguments of a shuffle, and whether it does anything.
SHUFFLES = [("9", True), ("buffer_size=9", True), ("n", True), ("1", False), ("buffer_size=1", False)]
# Code with a shuffle, and what stands before it by mistake.
BEFORE = [
    ("ds.batch(2).shuffle(9)", "batch"),
    ("ds.batch(2).map(f).shuffle(9)", "batch"),
    ("ds.repeat().shuffle(9)", "repeat"),
    ("ds.repeat(3).shuffle(9)", "repeat"),
    ("ds.shuffle(9)", ""),
    ("ds.shuffle(9).batch(2)", ""),
    ("ds.shuffle(9).batch(2).shuffle(9)", ""),
    ("ds.batch(2).unbatch().shuffle(9)", ""),
    ("ds.repeat().map(f).shuffle(9)", ""),
    ("ds.repeat().shuffle(9).batch(2)", "repeat"),
]
# Code with a batch and a shuffle, and whether they can change places.
EXCHANGES = [
    ("ds.batch(2).shuffle(9)", True),
    ("a = ds.batch(2)\na = a.shuffle(9)", True),
    ("ds.batch(2).map(f).shuffle(9)", False),
    ("a = ds.batch(2)\nb = a.shuffle(9)\nmodel.fit(a)", False),
    ("a = ds.batch(2)\nif t:\n    a = a.shuffle(9)", False),
    ("a = ds\nif t:\n    a = ds.batch(2)\na = a.shuffle(9)", False),
]


def operation(code: str, name: str) -> tuple[Operation, ...]:
    facts = module(HEAD + dedent(code))
    return tuple(Operation(name, call) for call in calls(facts, name))


@pytest.mark.parametrize(("arguments", "expected"), SHUFFLES)
def test_orders(arguments: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds.shuffle({arguments})")
    (call,) = calls(facts, "shuffle")
    assert orders(facts, Operation("shuffle", call)) is expected


@pytest.mark.parametrize(("code", "expected"), BEFORE)
def test_before(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    last = calls(facts, "shuffle")[0]  # of a chain the outermost comes first
    shuffle = Operation("shuffle", last)
    found = [batched_before(facts, shuffle), repeated_before(facts, shuffle)]
    assert " ".join(one.name for one in found if one is not None) == expected


@pytest.mark.parametrize(("code", "expected"), EXCHANGES)
def test_exchangeable(code: str, expected: bool) -> None:
    facts = module(HEAD + dedent(code))
    (one,), (other,) = calls(facts, "batch"), calls(facts, "shuffle")
    assert exchangeable(facts, Operation("batch", one), Operation("shuffle", other)) is expected
