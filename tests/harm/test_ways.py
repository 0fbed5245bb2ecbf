"""The ways in which determinism is tried: each choice of each kind meets each of every other kind."""

from __future__ import annotations

import sys
from dataclasses import astuple
from itertools import combinations
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
try:
    import determinism
finally:
    sys.path.remove(str(TOOLS))


def choices(way: determinism.Way) -> tuple[object, ...]:
    """One of each kind."""
    return astuple(way)


def test_each_two_choices_of_two_kinds_meet() -> None:
    first, *others = map(choices, determinism.ways(full=False))
    assert first == choices(determinism.PLAIN)
    kinds = list(zip(*others, strict=True))
    for one, other in combinations(kinds, 2):
        assert len(set(zip(one, other, strict=True))) == len(set(one)) * len(set(other))


def test_no_choice_is_left_out() -> None:
    some, every = (determinism.ways(full) for full in (False, True))
    for name in ("seed", "order", "jobs", "cache", "gate", "skeletons"):
        assert {getattr(way, name) for way in some} == {getattr(way, name) for way in every}
    assert {report for way in some[1:] for report in way.reports} == set(determinism.REPORTS)


def test_all_is_compared_with_a_way_that_has_every_report() -> None:
    for full in (False, True):
        assert set(determinism.ways(full)[0].reports) == set(determinism.REPORTS)


def test_few_are_enough() -> None:
    """As many as the two largest kinds have pairs; those that take long are not chosen without need."""
    some = determinism.ways(full=False)[1:]
    assert len(some) == len(determinism.SEEDS) * len(determinism.REPORTS)
    assert sum(not way.gate for way in some) == len(determinism.SEEDS)
