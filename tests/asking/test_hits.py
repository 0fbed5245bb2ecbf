"""What a search found is kept for whoever asks next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tflint_ckpt.asking.hits import Hits


def counted(searched: list[str], *, failing: str = "") -> Callable[[str], bool]:
    """Whether a path has a ``b``; *searched* gets each that was asked about, and *failing* fails once."""

    def has(path: str) -> bool:
        searched.append(path)
        if path == failing and searched.count(path) == 1:
            raise TimeoutError
        return "b" in path

    return has


def test_each_text_is_searched_once_and_no_sooner_than_somebody_gets_there() -> None:
    searched: list[str] = []
    hits = Hits(["a", "b", "ab", "c", "cb"], counted(searched))
    assert next(iter(hits)) == "b"
    assert searched == ["a", "b"]
    assert list(hits) == ["b", "ab", "cb"]
    assert list(hits) == ["b", "ab", "cb"]
    assert searched == ["a", "b", "ab", "c", "cb"]


def test_two_may_ask_in_turn() -> None:
    hits = Hits(["b1", "b2", "b3"], counted([]))
    one, other = iter(hits), iter(hits)
    assert [next(one), next(other), next(other), next(one), next(one), next(other)] == [
        *("b1", "b1", "b2", "b2", "b3", "b3"),
    ]


def test_what_was_broken_off_is_searched_by_whoever_asks_next() -> None:
    hits = Hits(["b1", "b2"], counted([], failing="b2"))
    with pytest.raises(TimeoutError):
        list(hits)
    assert list(hits) == ["b1", "b2"]
