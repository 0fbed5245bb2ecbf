"""A line of source with a mark under the part that a finding is about."""

from __future__ import annotations

TAB = 4
"""Tabs are shown as spaces up to the next multiple of this many columns."""
WIDTH = 120
"""A line of more columns is cropped round the marked part."""
LEAD = 40
"""How many columns of a cropped line are kept before the marked part."""
ELLIPSIS = "…"


def mark(line: str, start: int, end: int, width: int = WIDTH) -> tuple[str, str]:
    """*line* as it is shown in *width* columns, and the row of carets that goes under ``start:end`` of it.

    Offsets count characters from 0; an empty or zero-width part gets one caret. Columns are those of a
    terminal: East Asian wide characters take two, combining marks none.
    """
    cells = _cells(line)
    end = min(end, len(cells))
    first, last = _window([each for _, each in cells], start, width)
    before = ELLIPSIS if first else ""
    after = ELLIPSIS if last < len(cells) else ""
    shown = before + "".join(text for text, _ in cells[first:last]) + after
    indent = len(before) + sum(each for _, each in cells[first:start])
    carets = sum(each for _, each in cells[start : min(end, last)])
    return shown, " " * indent + "^" * max(carets, 1)


def _cells(line: str) -> list[tuple[str, int]]:
    """What is shown for each character of *line*, and how many columns that takes."""
    if line.isascii() and line.isprintable():
        return [(character, 1) for character in line]
    from unicodedata import category, combining, east_asian_width

    cells = []
    column = 0
    for character in line:
        if character == "\t":
            width = TAB - column % TAB
            character = " " * width
        elif combining(character) or category(character) in ("Mn", "Me"):
            width = 0
        elif not character.isprintable() and category(character) != "Zs":
            character, width = "\N{REPLACEMENT CHARACTER}", 1
        else:
            width = 2 if east_asian_width(character) in "WF" else 1
        cells.append((character, width))
        column += width
    return cells


def _window(widths: list[int], start: int, width: int) -> tuple[int, int]:
    """The slice of the characters to show, so that it takes about *width* columns and has *start* in it."""
    if sum(widths) <= width:
        return 0, len(widths)
    # As much as fits after the marked part begins, but for the lead; a line that ends soon has a longer one.
    following = sum(widths[start:])
    first, lead = start, max(min(LEAD, width // 3), width - following)
    while first and lead >= widths[first - 1]:
        first -= 1
        lead -= widths[first]
    last, room = first, width
    while last < len(widths) and room >= widths[last]:
        room -= widths[last]
        last += 1
    return first, last
