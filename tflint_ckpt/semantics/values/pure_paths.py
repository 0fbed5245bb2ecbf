"""How pathlib and ``normpath`` write a path: no ``.`` in it, no slash too many, never empty."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text

_HOLE = "\0"
_DROPPED = pattern(r"(?<=/)/+|(?:(?<![^/])\.(?:/+|$))+|(?<=[^/])(?:/+\.?)+$")
"""What is left out: the second of two slashes, ``./``, and slashes at the end."""


def normal(text: Text, *, is_path: bool = True) -> Text:
    """*text* as ``str(Path(text))`` writes it; each hole stays as it is."""
    whole = "".join(part.text if isinstance(part, Piece) else _HOLE for part in text.parts)
    kept = [True] * len(whole)
    for match in _DROPPED.finditer(whole):
        kept[match.start() : match.end()] = [False] * (match.end() - match.start())
    if not any(kept):
        return Text((Piece("."),), is_path)
    parts: list[Piece | Hole] = []
    place = 0
    for part in text.parts:
        if isinstance(part, Hole):
            parts.append(part)
            place += 1
        else:
            parts += _runs(part, kept[place : place + len(part.text)])
            place += len(part.text)
    return Text(tuple(parts), is_path)


def _runs(piece: Piece, kept: list[bool]) -> list[Piece]:
    """What is kept of a piece."""
    if all(kept):
        return [piece]
    found: list[Piece] = []
    start: int | None = None
    for place, is_kept in enumerate([*kept, False]):
        if is_kept and start is None:
            start = place
        elif not is_kept and start is not None:
            found.append(piece.cut(start, place))
            start = None
    return found


def climbs(text: Text) -> bool:
    """Whether ``..`` is one of the names in a path."""
    return any(".." in piece.text.split("/") for piece in text.pieces)
