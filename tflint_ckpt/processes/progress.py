"""The progress bar of a run that takes long, for a user at a terminal."""

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
"""Seconds until the bar appears: most runs are over by then, and never import tqdm (30 ms)."""


def with_bar(results: Generator[T, None, None], total: int) -> Generator[T, None, None]:
    """The same *results*, of which *total* are expected, with a bar on stderr if that takes a while.

    There is no bar on a terminal that cannot erase it. However this ends, *results* is closed and the line
    of the bar is empty again.
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

                # Its monitor thread, which is for bars that do not move, would make forking unsafe.
                tqdm.monitor_interval = 0
                bar = tqdm(
                    initial=number, total=total, file=sys.stderr, leave=False, unit="file", dynamic_ncols=True
                )
            yield result
    finally:
        results.close()
        if bar is not None:
            bar.close()
