"""Datasets that never end, and why."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.datasets.ending import endless_by

HEAD = """\
from tensorflow.data import Dataset
def for_ever():
    while True:
        yield 1
def once():
    yield 1
"""

# Code that shows a dataset, and why it never ends; "*" where TensorFlow knows that.
ENDLESS = [
    ("show(Dataset.range(3).repeat())", "repeat()*"),
    ("show(Dataset.range(3).repeat(-1))", "repeat()*"),
    ("show(Dataset.range(3).repeat(None).batch(2))", "repeat()*"),
    ("show(Dataset.from_generator(for_ever, t).batch(2))", "?"),
    # it may end
    ("show(Dataset.range(3))", ""),
    ("show(Dataset.range(3).repeat(2))", ""),
    ("show(Dataset.range(3).repeat(n))", ""),
    ("show(Dataset.range(3).repeat().take(5))", ""),
    ("show(Dataset.from_generator(once, t))", ""),
    ("show(Dataset.from_generator(g, t))", ""),
    ("show(Dataset.from_generator(for_ever, t).take(5))", ""),
]


@pytest.mark.parametrize(("code", "expected"), ENDLESS)
def test_endless(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    (chain,) = facts.datasets.chains(node)
    found = endless_by(facts, chain)
    told = "" if found is None else f"{found.why}{'*' if found.counted else ''}"
    assert told == expected or (expected == "?" and "for_ever" in told)
