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
    cells: dict[int | None, dict[int, Place]] = {}
    for place in places:
        cells.setdefault(place.cell, {}).setdefault(place.line, place)
    *parts, last = [_of_cell(list(lines.values())) for lines in cells.values()]
    words = f"{', '.join(parts)}, and {last}" if parts else last
    if not preposition:
        return words
    return f"{preposition if None in cells else 'in'} {words}"


def _of_cell(places: Sequence[Place]) -> str:
    """Lines of one cell, or of a file that has none."""
    first = places[0]
    if len(places) == 1:
        return first.spoken
    lines = f"lines {', '.join(str(place.line) for place in places)}"
    return lines if first.cell is None else f"cell {first.cell}, {lines}"
