"""What a ``prefetch`` is followed by, and what the data is for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.prefetching import is_for_adapt, next_prefetches, only_picks

HEAD = "from tensorflow.data import Dataset\nds = Dataset.range(9)\n"

# Code whose first prefetch is the one of size 1, and the arguments of those that follow it on every way.
NEXT = [
    ("ds.prefetch(1).prefetch(2)", "2"),
    ("a = ds.prefetch(1)\na = a.map(f)\na = a.prefetch(2)", "2"),
    ("a = ds.prefetch(1)\nb = a.take(3).prefetch(2)\nc = a.skip(3).prefetch(3)", "2 3"),
    ("a = ds.prefetch(1)\nb = a.take(3).prefetch(2)\nmodel.fit(a)", ""),
    ("ds.prefetch(1)", ""),
    ("model.fit(ds.prefetch(1).batch(2))", ""),
    ("self.a = ds.prefetch(1)", ""),
]
# The function of a map, and whether it only picks parts of each element.
PICKS = [
    ("lambda x, y: x", True),
    ("lambda x: x['image']", True),
    ("lambda x, y: (y, x)", True),
    ("lambda x: x[0]", True),
    ("lambda x: x[-1]", True),
    ("lambda x: x / 255", False),
    ("lambda x: x > 1", False),
    ("lambda x: f(x)", False),
    ("f", False),
]
# Code that ends with a batch, and whether a layer adapts to it.
ADAPTS = [
    ("layer.adapt(ds.batch(2))", True),
    ("a = ds.batch(2)\nlayer.adapt(a)", True),
    ("adapt(ds.batch(2))", False),
    ("model.fit(ds.batch(2))", False),
    ("ds.batch(2)", False),
]


@pytest.mark.parametrize(("code", "expected"), NEXT)
def test_next_prefetches(code: str, expected: str) -> None:
    facts = module(HEAD + dedent(code))
    first = next(call for call in calls(facts, "prefetch") if facts.text(call.args[0].value) == "1")
    found = next_prefetches(facts, Operation("prefetch", first))
    assert " ".join(sorted(facts.text(one.call.args[0].value) for one in found)) == expected


@pytest.mark.parametrize(("function", "expected"), PICKS)
def test_only_picks(function: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds.map({function})")
    (call,) = calls(facts, "map")
    assert only_picks(Operation("map", call)) is expected


@pytest.mark.parametrize(("code", "expected"), ADAPTS)
def test_is_for_adapt(code: str, expected: bool) -> None:
    facts = module(HEAD + dedent(code))
    (call,) = calls(facts, "batch")
    assert is_for_adapt(facts, Operation("batch", call)) is expected
