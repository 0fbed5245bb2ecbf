"""What doubles in a file or a project doubles the work; ``benchmarks/growth.py`` tries larger ones.

The work is counted in calls of functions, which is the same on each machine.
"""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
SMALL = {"suffixes": 12, "callers": 30, "findings": 30, "lines": 6, "callbacks": 8, "files": 8}
"""Repetitions that are enough for the growth to show."""


@pytest.fixture(scope="module")
def growth() -> ModuleType:
    """The benchmark."""
    spec = importlib.util.spec_from_file_location("growth", BENCHMARKS / "growth.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    path = [*sys.path]
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


def test_every_shape_is_tried(growth: ModuleType) -> None:
    assert {*SMALL} == {*growth.SHAPES}


@pytest.mark.parametrize("name", SMALL)
def test_what_doubles_takes_twice_the_work(growth: ModuleType, name: str) -> None:
    shape, _ = growth.SHAPES[name]
    took = growth.growth(shape, SMALL[name], 2, growth.calls)
    ratios = [after / before for before, after in pairwise(took)]
    assert max(ratios) <= growth.GOAL, took


def test_the_shapes_have_what_they_are_about(growth: ModuleType) -> None:
    assert growth.lint(growth.suffixes(3)) >= 3
    assert growth.lint(growth.findings(3)) >= 3
    assert growth.lint(growth.lines(3)) == 0
    assert growth.lint(growth.files(3)) >= 3


def test_ways_within_a_call_are_followed_once(growth: ModuleType) -> None:
    """Twice as many conditions took 32 times the calls, as each doubled the ways. A place behind them is
    reached from each, so it is more than twice; few of them, as what is nested too deeply is cut."""

    def steps(count: int) -> str:
        step = "    if f[{0}]:\n        d = d.filter(lambda x: x != {0})\n"
        added = "".join(map(step.format, range(count)))
        function = f"def prepared(d, f):\n{added}    return d\n"
        use = "model.fit(prepared(tf.data.TFRecordDataset(paths), flags).batch(4))\n"
        return f"{growth.MODEL}import tensorflow as tf\nfrom settings import flags, paths\n{function}{use}"

    growth.lint(steps(2))  # what is made once in a process
    took = growth.growth(steps, 5, 1, growth.calls)
    assert took[1] <= 3 * took[0], took
