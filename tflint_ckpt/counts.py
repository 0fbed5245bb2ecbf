"""How often there is something, by what it is: as ``collections.Counter``, for nothing at start-up."""

from __future__ import annotations


class Counts(dict[str, int]):
    """What is not there counts 0."""

    def __missing__(self, key: str) -> int:
        return 0
