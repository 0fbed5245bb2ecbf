"""Plain tables for a terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: int = 0) -> str:
    """*head* and *rows* in columns two spaces apart, the first *right* of them flush right."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join("  ".join(_cells(line, widths, right)).rstrip() + "\n" for line in lines)


def _cells(line: Sequence[str], widths: Sequence[int], right: int) -> list[str]:
    return [
        cell.rjust(width) if index < right else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]
