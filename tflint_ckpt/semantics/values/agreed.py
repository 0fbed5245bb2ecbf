"""What several alternatives agree on."""

from __future__ import annotations

from collections.abc import Iterable

from tflint_ckpt.hints import TypeVar

T = TypeVar("T")


def agreed(found: Iterable[T]) -> T | None:
    """What all of *found* are; ``None`` where they differ, or there are none."""
    every = set(found)
    return every.pop() if len(every) == 1 else None
