"""What is taken from ``functools`` without importing it does the same."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from tflint_ckpt import light_functools


@pytest.mark.parametrize("library", [light_functools, functools], ids=["ours", "functools"])
def test_cached_property(library: Any) -> None:
    class Item:
        def __init__(self) -> None:
            self.asked = 0

        def value(self) -> int:
            """How often."""
            self.asked += 1
            return self.asked

        kept = library.cached_property(value)

    first, second = Item(), Item()
    assert (first.kept, first.kept, first.asked, second.asked) == (1, 1, 1, 0)
    assert Item.kept.__doc__ == "How often."
    del first.kept
    assert first.kept == 2


@pytest.mark.parametrize("library", [light_functools, functools], ids=["ours", "functools"])
def test_caches(library: Any) -> None:
    asked = []

    def ask(number: int) -> int:
        asked.append(number)
        return -number

    kept, few = library.cache(ask), library.lru_cache(maxsize=1)(ask)
    assert ([kept(1), kept(1), kept(2), kept(1)], asked) == ([-1, -1, -2, -1], [1, 2])
    kept.cache_clear()
    assert (kept(1), few(1), few(2), few(1)) == (-1, -1, -2, -1)
    assert asked == [1, 2, 1, 1, 2, 1]
    assert few.cache_info() == (0, 3, 1, 1)
    assert (kept.cache_info().hits, few.cache_info().currsize) == (0, 1)


def test_the_rest_is_the_same() -> None:
    assert light_functools.partial is functools.partial
    assert light_functools.reduce is functools.reduce
