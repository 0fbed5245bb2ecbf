"""What a ``prefetch`` is followed by, and what the data is for."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.prefetching import (
    fills_cache,
    is_batched_twice,
    is_for_adapt,
    moves_unseen,
    needs_no_work,
    next_prefetches,
    only_picks,
    work_behind,
)
from tflint_ckpt.semantics.module import Module

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
# Code with one prefetch, and the operations behind it that are work of the pipeline.
WORK = [
    ("ds.prefetch(1).map(f).batch(2)", "map batch"),
    ("ds.prefetch(1).with_options(o).batch(2)", "batch"),
    ("ds.prefetch(1)", ""),
    ("ds.prefetch(1).take(2).map(f)", ""),
    ("ds.prefetch(1).map(lambda x: x[0])", ""),
    ("layer.adapt(ds.prefetch(1).batch(2))", ""),
    ("def make():\n    return ds.prefetch(1)\na = make().batch(2)", ""),
]
# Code with one prefetch, and whether each fact about it holds.
FACTS = [
    (moves_unseen, "ds.prefetch(1).map(f)", True),
    (moves_unseen, "ds.prefetch(1).repeat(2)", True),
    (moves_unseen, "ds.shuffle(9).prefetch(1).repeat(2)", False),
    (needs_no_work, "Dataset.from_tensor_slices(x).prefetch(1)", True),
    (needs_no_work, "Dataset.from_tensor_slices(x).map(f).prefetch(1)", False),
    (needs_no_work, "Dataset.from_tensor_slices(x).prefetch(1)\no.autotune.enabled = False", False),
    (is_batched_twice, "ds.batch(2).batch(2).prefetch(1)", True),
    (is_batched_twice, "ds.batch(2).prefetch(1)", False),
    (fills_cache, "ds.cache().prefetch(1).take(2)", True),
    (fills_cache, "ds.cache().prefetch(1)", False),
    (fills_cache, "ds.prefetch(1).take(2)", False),
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


def prefetch(code: str) -> tuple[Module, Operation]:
    facts = module(HEAD + dedent(code))
    (call,) = calls(facts, "prefetch")
    return facts, Operation("prefetch", call)


@pytest.mark.parametrize(("code", "expected"), WORK)
def test_work_behind(code: str, expected: str) -> None:
    assert " ".join(step.name for step in work_behind(*prefetch(code))) == expected


@pytest.mark.parametrize(("fact", "code", "expected"), FACTS)
def test_facts(fact: Callable[..., bool], code: str, expected: bool) -> None:
    facts, operation = prefetch(code)
    more = (work_behind(facts, operation),) if fact is moves_unseen else ()
    assert fact(facts, operation, *more) is expected
