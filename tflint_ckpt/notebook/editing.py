"""New text for the cells of a notebook, put into its JSON so that all other characters stay."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tflint_ckpt.notebook.document import CodeCell, Document

_UNIT = pattern(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
"""One character as JSON writes it."""
_LINE_FEED = pattern(r"(?:\\r)?\\n|\\u000[aA]")
_CARRIAGE_RETURN = pattern(r"\\r|\\u000[dD]")
_ESCAPED_LETTER = pattern(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def rewritten(document: Document, by_cell: Mapping[int, Sequence[tuple[int, int, str]]]) -> str:
    """The text of *document* after edits of its code cells (counted from 0).

    An edit is start and end in the cell's text, and what stands there then; one past the end of the text
    is behind the line feed that ends its last line. Raises ``ValueError`` for edits that overlap.
    """
    only_ascii = document.text.isascii() and _ESCAPED_LETTER.search(document.text) is not None
    pieces, position = [], 0
    for index in sorted(by_cell):
        cell = document.cells[index]
        start, end, new = _Rewriting(document, cell, only_ascii).apply(sorted(by_cell[index]))
        pieces += [document.text[position:start], new]
        position = end
    pieces.append(document.text[position:])
    return "".join(pieces)


class _Rewriting:
    """The source of one cell, as characters in the way the document writes them."""

    def __init__(self, document: Document, cell: CodeCell, only_ascii: bool) -> None:
        self.document = document
        self.cell = cell
        self.only_ascii = only_ascii
        self.strings = [_UNIT.findall(document.text, *span) for span in cell.strings]

    def apply(self, edits: Sequence[tuple[int, int, str]]) -> tuple[int, int, str]:
        """Start and end in the document, and what stands there after *edits* in order."""
        first, last, before = self._touched(edits)
        text = self.document.text
        units = [unit for string in self.strings[first : last + 1] for unit in string]
        at_end = last == len(self.strings) - 1 and any(edit[1] > len(self.cell.text) for edit in edits)
        if at_end:
            units.append(_line_ending(unit for string in self.strings for unit in string))
        units = self._spliced(units, [(start - before, end - before, new) for start, end, new in edits])
        if at_end:
            ended = self.cell.text.endswith("\n")
            while _drop_line_ending(units) and not ended:
                pass  # a cell that ends without a line feed is not left with blank lines
        while _is_joined(units, self.strings, last):
            last += 1
            units += self.strings[last]
        if not self.cell.is_list:
            start, end = self.cell.strings[0]
            return start, end, "".join(units)
        items = [f'"{item}"' for item in _lines(units)]
        start, end = self.cell.strings[first][0] - 1, self.cell.strings[last][1] + 1
        if items:
            return start, end, self._separator(first).join(items)
        if first:
            return self.cell.strings[first - 1][1] + 1, end, ""
        if last + 1 < len(self.strings):
            return start, self.cell.strings[last + 1][0] - 1, ""
        assert text[self.cell.start] == "["
        return self.cell.start + 1, self.cell.end - 1, ""

    def _touched(self, edits: Sequence[tuple[int, int, str]]) -> tuple[int, int, int]:
        """The first and the last string that *edits* change, and the characters before the first."""
        low = min(start for start, _, _ in edits)
        high = max(max(end - 1, start) for start, end, _ in edits)
        if any(end > len(self.cell.text) for _, end, _ in edits):
            low = min(low, len(self.cell.text)) - 1  # what ended the line before may have to go
        first, before, position = 0, 0, 0
        last = len(self.strings) - 1
        for index, string in enumerate(self.strings):
            if position <= low:
                first, before = index, position
            position += len(string)
            if position > high:
                last = index
                break
        return first, last, before

    def _spliced(self, units: list[str], edits: Iterable[tuple[int, int, str]]) -> list[str]:
        new: list[str] = []
        position = 0
        for start, end, text in edits:
            if start < position:
                raise ValueError(f"overlapping edits at offset {start}")
            new += units[position:start]
            new += map(self._written, text)
            position = end
        return new + units[position:]

    def _written(self, character: str) -> str:
        """*character* as the document writes it."""
        if character in _SHORT:
            return _SHORT[character]
        code = ord(character)
        if code < 0x20 or (self.only_ascii and code > 0x7E):
            return "".join(f"\\u{unit:04x}" for unit in _utf16(code))
        return character

    def _separator(self, first: int) -> str:
        """What stands between two strings of this list, or else of another, near the string *first*."""
        for cell, place in ((self.cell, first), *((other, 0) for other in self.document.cells)):
            place = min(place, len(cell.strings) - 2)
            if cell.is_list and place >= 0:
                return self.document.text[cell.strings[place][1] + 1 : cell.strings[place + 1][0] - 1]
        layout = self.document.text[self.cell.start + 1 : self.cell.strings[0][0] - 1]
        return "," + (layout or " ")


def _is_joined(units: Sequence[str], strings: Sequence[Sequence[str]], last: int) -> bool:
    """Whether *units*, new for the strings up to *last*, end within the line that the next string ends."""
    ended = [bool(each) and bool(_LINE_FEED.fullmatch(each[-1])) for each in (strings[last], units)]
    return last + 1 < len(strings) and bool(units) and ended == [True, False]


def _line_ending(units: Iterable[str]) -> str:
    """What ends the line behind the last one: what ends the first."""
    before = ""
    for unit in units:
        if _LINE_FEED.fullmatch(unit):
            return "\\r\\n" if _CARRIAGE_RETURN.fullmatch(before) else "\\n"
        before = unit
    return "\\n"


def _drop_line_ending(units: list[str]) -> bool:
    """Take away what ends the last of the lines *units*; whether something does."""
    if not units or not _LINE_FEED.fullmatch(units[-1]):
        return False
    joint = units.pop() == "\\r\\n"
    if not joint and units and _CARRIAGE_RETURN.fullmatch(units[-1]):
        units.pop()
    return True


def _lines(units: Iterable[str]) -> list[str]:
    """The lines of a text, each with the line feed that ends it."""
    lines, line = [], []
    for unit in units:
        line.append(unit)
        if _LINE_FEED.fullmatch(unit):
            lines.append("".join(line))
            line = []
    return [*lines, "".join(line)] if line else lines


def _utf16(code: int) -> tuple[int, ...]:
    return (code,) if code < 0x10000 else (0xD800 + (code - 0x10000 >> 10), 0xDC00 + (code & 0x3FF))
