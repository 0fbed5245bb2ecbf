"""How far a run has come, for who waits at a terminal."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import TypeVar

    T = TypeVar("T")

_SHORT = 1.0
"""Seconds that a run goes on without a word: most are over by then, and never import tqdm (30 ms)."""


def shown(results: Generator[T, None, None], total: int) -> Generator[T, None, None]:
    """The same *results*, of which *total* are expected, with a bar on stderr once that takes a while.

    There is none on a terminal that cannot wipe it away again.
    When this ends, in whatever way, *results* is closed and the line of the bar is empty again.
    """
    begun, bar = time.monotonic(), None
    if os.environ.get("TERM") == "dumb":
        begun = float("inf")
    try:
        for number, result in enumerate(results, 1):
            if bar is not None:
                bar.update()
            elif number < total and time.monotonic() - begun > _SHORT:
                from tqdm import tqdm

                # A thread of its own, which tqdm has for bars that stand still, would rule out forks.
                tqdm.monitor_interval = 0
                bar = tqdm(
                    initial=number, total=total, file=sys.stderr, leave=False, unit="file", dynamic_ncols=True
                )
            yield result
    finally:
        results.close()
        if bar is not None:
            bar.close()
