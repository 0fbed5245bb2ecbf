"""Calls of Python and NumPy that give another value each time: they are there, and draw."""

from __future__ import annotations

import importlib
import random

import pytest

from tflint_ckpt.semantics.functions.host_random import CLOCKS, DRAWS, GENERATORS, WORDS, is_drawing
from tflint_ckpt.semantics.functions.random_names import Draws, draws


@pytest.mark.parametrize("name", sorted(name for name in CLOCKS | {*GENERATORS} if "numpy" not in name))
def test_python_has_it(name: str) -> None:
    package, *rest = name.split(".")
    found: object = importlib.import_module(package)
    for part in rest:
        found = getattr(found, part)
    assert callable(found)


def test_all_that_draws_of_python_is_known() -> None:
    """Its functions, but those that set or give the state."""
    keeping = {"seed", "getstate", "setstate"}
    every = {
        name for name in vars(random) if name[0].islower() and callable(getattr(random.Random, name, None))
    }
    assert {f"random.{name}" for name in every - keeping} <= DRAWS
    assert not {f"random.{name}" for name in keeping} & DRAWS


@pytest.mark.parametrize(
    ("method", "expected"),
    [("normal", True), ("permuted", True), ("choice", True), ("seed", False), ("spawn", False), ("f", True)],
)
def test_methods(method: str, expected: bool) -> None:
    assert is_drawing(method) is expected


def test_what_is_drawn_here_is_drawn_by_the_host_elsewhere() -> None:
    for name in DRAWS:
        package, _, last = name.partition(".")
        if package == "numpy" or hasattr(random, last):
            assert draws(name) is Draws.HOST, name


def test_each_name_has_one_of_the_words() -> None:
    for name in (*DRAWS, *CLOCKS, *GENERATORS):
        assert set(name.split(".")) & set(WORDS), name
