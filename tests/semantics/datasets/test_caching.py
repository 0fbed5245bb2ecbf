"""What a cache keeps of a dataset and who reads it; where a prefetch stands."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets import caching
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.prefetching import next_prefetches, only_picks
from tflint_ckpt.semantics.module import Module

HEAD = "import tensorflow as tf\nrows = tf.data.Dataset.from_tensor_slices(x)\n"


def read(code: str) -> Module:
    return module(f"{HEAD}{code}\n")


def operations(facts: Module, name: str) -> list[Operation]:
    """The operations of that name, in the order in which they end."""
    return sorted(facts.datasets.operations(name), key=lambda step: facts.span(step.call)[1])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ds = rows.cache().take(3)\nfor x in ds: f(x)", True),
        ("ds = rows.cache().batch(2).take(3)\nfor x in ds: f(x)", True),
        ("ds = rows.cache()\na = ds.take(3)\nb = ds.take_while(f)", True),
        ("ds = rows.cache().take(-1)", False),
        ("ds = rows.cache().batch(2)\nfor x in ds: f(x)", False),
        ("ds = rows.cache()\nfor x in ds: f(x)", False),
        ("ds = rows.cache()\na = ds.take(3)\nmodel.fit(ds)", False),
        ("ds = rows.cache()", False),
    ],
)
def test_all_that_reads_a_cache_takes_a_part(code: str, expected: bool) -> None:
    facts = read(code)
    (cache,) = facts.datasets.operations("cache")
    assert caching.takes_part(facts, cache) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ds = rows.cache().shuffle(3).cache()", "shuffle"),
        ("ds = rows.cache().cache()", ""),
        ("ds = rows.cache('file').map(f).cache()", None),
        ("ds = rows.map(f).cache()", None),
        ("a = rows.cache()\nb = a.map(f)\nds = (b if r else rows).cache()", None),
    ],
)
def test_an_earlier_cache_and_what_lies_between(code: str, expected: str | None) -> None:
    facts = read(code)
    *_, last = operations(facts, "cache")
    first = caching.earlier_cache(facts, facts.datasets.before(last))
    steps = caching.between(facts, first, last) if first is not None else None
    assert (None if steps is None else " ".join(step.name for step in steps)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if use_cache:\n    ds = rows.cache()", True),
        ("ds = rows.cache() if fits_in_memory else rows", True),
        ("if r:\n    ds = rows.cache()", False),
        ("if use_cache:\n    def f():\n        return rows.cache()", False),
        ("ds = rows.cache()", False),
    ],
)
def test_a_cache_that_somebody_asks_for(code: str, expected: bool) -> None:
    facts = read(code)
    (cache,) = facts.datasets.operations("cache")
    assert caching.is_asked_for(facts, cache.call) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ds = rows.cache()\na = ds.map(f)\nb = ds.shuffle(3)", True),
        ("ds = rows.cache()\na = ds.map(f)", False),
        ("ds = rows.cache()\na = ds.map(f)\nfor x in ds.take(1): print(x)", False),
    ],
)
def test_several_datasets_are_derived_from_a_cache(code: str, expected: bool) -> None:
    facts = read(code)
    (cache,) = facts.datasets.operations("cache")
    assert caching.is_shared(facts, cache) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ds = rows.prefetch(1).batch(2).prefetch(3)", [3]),
        ("ds = rows.prefetch(1)\na = ds.batch(2).prefetch(3)\nb = ds.prefetch(4)", [3, 4]),
        ("ds = rows.prefetch(1)\na = ds.batch(2).prefetch(3)\nb = ds.batch(4)", []),
        ("ds = rows.prefetch(1).apply(f).prefetch(3)", []),
        ("ds = rows.prefetch(1).prefetch(0)", []),
        ("ds = rows.prefetch(1)", []),
    ],
)
def test_the_next_prefetch_on_each_way(code: str, expected: list[int]) -> None:
    facts = read(code)
    found = next_prefetches(facts, operations(facts, "prefetch")[0])
    assert [facts.datasets.number(step.argument("buffer_size")) for step in found] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("rows.map(lambda a, b: a)", True),
        ("rows.map(lambda a, b: f(a))", False),
        ("rows.map(f)", False),
        ("rows.filter(lambda a, b: a)", True),
        ("rows.shuffle(3)", False),
    ],
)
def test_a_function_that_only_picks_parts(code: str, expected: bool) -> None:
    facts = read(f"ds = {code}")
    (operation,) = facts.datasets.operations("map", "filter", "shuffle")
    assert only_picks(operation) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("[1, 2]", True),
        ("([1, 2], [[0.5], [-1]])", True),
        ("{'a': [1, 2]}", False),
        ("[x, 2]", False),
        ("([1, 2], x)", False),
        ("x", False),
        ("list(range(3))", False),
        (str(list(range(200))), False),
    ],
)
def test_data_that_are_written_out(data: str, expected: bool) -> None:
    facts = module(f"{HEAD}ds = tf.data.Dataset.from_tensor_slices({data}).cache()\n")
    (cache,) = facts.datasets.operations("cache")
    assert caching.is_written_out(facts, facts.datasets.before(cache)) is expected
