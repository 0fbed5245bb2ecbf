"""A smaller input that breaks the same promise: what to read, and to keep.

Usage: python -m tests.fuzz.shrink TARGET FILE    (writes the smaller input over FILE)
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Hashable
from pathlib import Path

from tests.fuzz import load


def failure(check: Callable[[bytes], None], data: bytes) -> Hashable:
    """What goes wrong with *data*, and where; ``None`` where nothing does."""
    try:
        check(data)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - any of them is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return type(error), place.filename, place.lineno
    return None


def shrink(check: Callable[[bytes], None], data: bytes, seconds: float = 10) -> bytes:
    """The least of *data* that still fails as it does, as far as *seconds* go."""
    wanted = failure(check, data)
    end = time.monotonic() + seconds
    size = max(len(data) // 2, 1)
    while wanted is not None and time.monotonic() < end:
        shorter = _without_one_piece(check, data, size, wanted)
        if shorter is None and size == 1:
            break
        data, size = (data, size // 2) if shorter is None else (shorter, min(size, max(len(shorter) // 2, 1)))
    return data


def _without_one_piece(
    check: Callable[[bytes], None], data: bytes, size: int, wanted: Hashable
) -> bytes | None:
    for start in range(0, len(data), size):
        shorter = data[:start] + data[start + size :]
        if failure(check, shorter) == wanted:
            return shorter
    return None


def main(name: str, path: Path) -> None:
    """Shrink the input in a file, and show how it fails."""
    check = load(name).check
    data = shrink(check, path.read_bytes())
    path.write_bytes(data)
    print(f"{name}: {data!r}")
    check(data)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
