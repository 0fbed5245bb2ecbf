"""Places in the words of a message."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.source import Place


def in_words(places: Sequence[Place], preposition: str = "") -> str:
    """``line 3``, ``lines 3, 9``; in a notebook ``cell 2, line 3, and cell 5, line 1``.

    *places*, at least one, are in the order of the text. A *preposition* is one for lines: ``on line 3``,
    but ``in cell 2, line 3``.
    """
    cells: dict[int | None, list[int]] = {}
    for place in places:
        lines = cells.setdefault(place.cell, [])
        if place.line not in lines:
            lines.append(place.line)
    *parts, last = [_of_cell(cell, lines) for cell, lines in cells.items()]
    words = f"{', '.join(parts)}, and {last}" if parts else last
    if not preposition:
        return words
    return f"{preposition if None in cells else 'in'} {words}"


def _of_cell(cell: int | None, lines: Sequence[int]) -> str:
    numbers = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
    return numbers if cell is None else f"cell {cell}, {numbers}"
