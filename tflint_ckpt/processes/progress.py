"""The progress bar of a run that takes long, for a user at a terminal."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any, TypeVar

    T = TypeVar("T")

_SHORT = 1.0
"""Seconds until the bar appears: most runs are over by then, and never import tqdm (30 ms)."""


class Bar:
    """A bar on stderr for a run of *total* results, once it takes a while.

    There is none on a terminal that cannot erase it.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._bar: Any = None

    def over(self, results: Generator[T, None, None]) -> Generator[T, None, None]:
        """The same *results*. However this ends, they are closed and the line of the bar is empty again."""
        begun = float("inf") if os.environ.get("TERM") == "dumb" else time.monotonic()
        try:
            for number, result in enumerate(results, 1):
                if self._bar is not None:
                    self._bar.update()
                elif number < self._total and time.monotonic() - begun > _SHORT:
                    self._bar = self._begin(number)
                yield result
        finally:
            results.close()
            if self._bar is not None:
                self._bar.close()

    def clear(self) -> None:
        """Take the bar off the screen until it moves on, so that something can be written there."""
        if self._bar is not None:
            self._bar.clear()

    def _begin(self, number: int) -> object:
        from tqdm import tqdm

        # Its monitor thread, which is for bars that do not move, would make forking unsafe.
        tqdm.monitor_interval = 0
        return tqdm(
            initial=number, total=self._total, file=sys.stderr, leave=False, unit="file", dynamic_ncols=True
        )
