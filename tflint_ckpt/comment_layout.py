"""Where the comments and the statements of a text are."""

from __future__ import annotations

import tokenize
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Layout:
    """Where the comments and the statements of a text are; rows count from 1.

    A statement runs over all rows of its logical line, and a decorated one begins with its decorators.
    Raises ``tokenize.TokenError`` or ``SyntaxError``.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.comments: list[tuple[int, int, str]] = []
        """Row, column from 0, and text."""
        self.open_rows: set[int] = set()
        """The rows that a comment may stand at the end of: none within a string, or continued by ``\\``."""
        self._statements: list[range] = []
        self._top: int | None = None
        self._rows = len(lines)
        self._read(lines)

    def _read(self, lines: Sequence[str]) -> None:
        first = 0
        words: list[tokenize.TokenInfo] = []
        strings = 0
        for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
            strings += (token.type in _OPENS) - (token.type in _CLOSES)
            if token.type in _ENDS and not strings:
                self.open_rows.add(token.start[0])
            if token.type == tokenize.COMMENT:
                self.comments.append((*token.start, token.string.rstrip("\r")))
            elif token.type == tokenize.NEWLINE and words:  # some releases add an empty one at the end
                is_docstring = not self._statements and all(word.type == tokenize.STRING for word in words)
                if self._top is None and not is_docstring:
                    self._top = words[0].start[0]
                first = first or words[0].start[0]
                if words[0].string != "@":
                    self._statements.append(range(first, token.start[0] + 1))
                    first = 0
                words.clear()
            elif token.type not in _LAYOUT:
                words.append(token)

    def statement(self, row: int) -> range | None:
        """The rows of the statement that *row* is in; ``None`` where it is in none."""
        at = bisect_right(self._statements, row, key=lambda statement: statement.start) - 1
        return self._statements[at] if at >= 0 and row in self._statements[at] else None

    def rows(self, kind: str, row: int) -> range:
        """The rows a comment of this kind at *row* speaks of."""
        if kind == "ignore-file":
            return range(self._rows + 2) if self._top is None or row < self._top else range(0)
        at = bisect_right(self._statements, row, key=lambda statement: statement.start) - 1
        if at >= 0 and row in self._statements[at]:
            return self._statements[at]
        below = row + 1
        alone = {comment[0] for comment in self.comments}
        while below in alone:
            below += 1
        if kind == "ignore" and at + 1 < len(self._statements) and self._statements[at + 1].start <= below:
            return self._statements[at + 1]
        return range(0)


_LAYOUT = frozenset({tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
_ENDS = frozenset({tokenize.NEWLINE, tokenize.NL})
_OPENS = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START"))
_CLOSES = frozenset(getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END"))
"""Tokens of f-strings from Python 3.12 on; before, an f-string is one token."""
