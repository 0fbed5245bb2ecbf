"""Of what is told for single releases, only what is sure is said of those between them."""

from __future__ import annotations

import pytest

from tflint_ckpt.keras_api.history import FIRST, KERAS3, LAST, Span, history
from tflint_ckpt.keras_api.reader import Version, snapshots

ALL = (FIRST, KERAS3, "a"), (KERAS3, LAST, "a")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, ALL, id="the same on all, but Keras 3 is no later Keras 2"),
        pytest.param({(2, 1): None}, (), id="nothing is told"),
        pytest.param({(3, 0): "b"}, ((FIRST, KERAS3, "a"), (KERAS3, LAST, "b")), id="one for each major"),
        pytest.param({(3, 0): None}, ALL[:1], id="gone in Keras 3"),
        pytest.param({(2, 1): None, (3, 0): "a"}, ALL[1:], id="new in Keras 3"),
        pytest.param(
            {(2, 11): "b"},
            ((FIRST, (2, 11), "a"), ((2, 11), KERAS3, "b"), (KERAS3, LAST, "b")),
            id="each minor release of Keras 2 is known",
        ),
        pytest.param(
            {(2, 11): None, (2, 15): "a"},
            ((FIRST, (2, 11), "a"), ((2, 15), KERAS3, "a"), (KERAS3, LAST, "a")),
            id="nothing is known of the years between",
        ),
        pytest.param(
            {(2, 11): None, (2, 15): "b"},
            ((FIRST, (2, 11), "a"), ((2, 15), KERAS3, "b"), (KERAS3, LAST, "b")),
            id="nor where it changed in them",
        ),
        pytest.param(
            {(3, 4): "b", (3, 6): "a"},
            (ALL[0], (KERAS3, (3, 4), "a"), ((3, 4), (3, 6), "b"), ((3, 6), LAST, "a")),
            id="each minor release of Keras 3 is known",
        ),
    ],
)
def test_history(
    changes: dict[Version, str | None], expected: tuple[tuple[Version, Version, str], ...]
) -> None:
    """*changes*: what is told from a release on; ``a`` before."""

    def told(keras: Version) -> str | None:
        since = max(since for since in (FIRST, *changes) if since <= keras)
        return changes.get(since, "a")

    assert history(told) == tuple(Span(*span) for span in expected)


def test_only_the_releases_of_the_tables_are_asked() -> None:
    asked: list[Version] = []
    history(asked.append)
    assert tuple(asked) == snapshots()


def test_what_is_false_is_told_and_is_not_what_is_untold() -> None:
    assert history(lambda keras: False) == (Span(FIRST, KERAS3, False), Span(KERAS3, LAST, False))
