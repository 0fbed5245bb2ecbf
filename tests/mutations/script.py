"""A script that is dressed up step by step, and where what it was made of stands afterwards.

A dressing is a list of changes to a text. They are kept, so that any place of the first text can be
found in the last.
"""

from __future__ import annotations

import ast
import io
import token as kinds
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

Pick = Callable[[int], bool]
"""Which of the places that a dressing could change, counted from 0, it does change."""

_STRING_STARTS = {"FSTRING_START", "TSTRING_START"}
_STRING_ENDS = {"FSTRING_END", "TSTRING_END"}
LAYOUT = {kinds.NEWLINE, kinds.NL, kinds.INDENT, kinds.DEDENT, kinds.COMMENT, kinds.ENDMARKER}
"""Tokens that are no code."""


def everywhere(place: int) -> bool:
    """Picks every place."""
    return True


@dataclass(frozen=True, slots=True)
class Change:
    """Put *text* where the characters ``start:end`` are. Of several at one place the first comes first."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token, an f-string as a whole, with the offsets of its text and the brackets it stands in.

    A bracket stands in those around it.
    """

    kind: int
    text: str
    start: int
    end: int
    depth: int

    @property
    def is_code(self) -> bool:
        """Whether this is more than layout."""
        return self.kind not in LAYOUT


@dataclass(frozen=True)
class Script:
    """A text with ``\\n`` line endings, and the changes that made it, step by step.

    Attributes:
        text: what it is now.
        steps: what was changed, each step with the offsets of the text it changed.
        encoding: what the text is to be encoded with.
        bom: whether a byte order mark is to be put before it.
    """

    text: str
    steps: tuple[tuple[Change, ...], ...] = ()
    encoding: str = "utf-8"
    bom: bool = False
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def changed(self, changes: Sequence[Change]) -> Script:
        """This script after one more step; the changes must not overlap."""
        ordered = tuple(sorted(changes, key=lambda change: (change.start, change.end)))
        pieces, place = [], 0
        for change in ordered:
            assert place <= change.start, f"changes overlap at {change}"
            pieces += [self.text[place : change.start], change.text]
            place = change.end
        pieces.append(self.text[place:])
        return replace(self, text="".join(pieces), steps=(*self.steps, ordered), _cache={})

    def reach(self, start: int, end: int) -> tuple[range, range]:
        """Where the characters ``start:end`` of the first text may be said to begin and to end now.

        What was put right before or behind them, such as parentheses, may be counted as a part of them.
        """
        return (
            range(self._now(start, before=True), self._now(start, before=False) + 1),
            range(self._now(end, before=True), self._now(end, before=False) + 1),
        )

    def _now(self, place: int, *, before: bool) -> int:
        """Where *place* is now: before what was put in there, or behind it."""
        for changes in self.steps:
            moved = 0
            for change in changes:
                if change.end <= place and not (before and change.start == place):
                    moved += len(change.text) - (change.end - change.start)
                elif change.start < place < change.end:  # what it stood in is gone
                    moved += change.start - place + (0 if before else len(change.text))
            place += moved
        return place

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return (b"\xef\xbb\xbf" if self.bom else b"") + self.text.encode(self.encoding)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree. Raises ``SyntaxError``."""
        return ast.parse(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens, in order."""
        return tuple(_tokens(self.text, self.line_starts))

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """The offset of a place of a syntax tree: lines from 1, columns in bytes of UTF-8 from 0."""
        start = self.line_starts[line - 1]
        if self.text.isascii():
            return start + column
        written = self.text[start : self.line_starts[line] - 1].encode()
        return start + len(written[:column].decode())

    def place(self, node: ast.AST) -> tuple[int, int]:
        """Start and end of a node of :attr:`tree`, without parentheses."""
        return (
            self.offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            self.offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def code(self) -> list[Token]:
        """The tokens that are code."""
        return [each for each in self.tokens if each.is_code]

    def pairs(self) -> list[tuple[Token, Token]]:
        """Neighbouring tokens of code of one logical line, in brackets or not."""
        found, last = [], None
        for each in self.tokens:
            if each.is_code:
                if last is not None:
                    found.append((last, each))
                last = each
            elif each.kind in (kinds.NEWLINE, kinds.INDENT, kinds.DEDENT):
                last = None
            elif each.kind == kinds.COMMENT:
                last = None if not each.depth else last
        return found

    def logical_lines(self) -> list[list[Token]]:
        """The tokens of each logical line, its ``NEWLINE`` included, layout before it left out."""
        found: list[list[Token]] = []
        line: list[Token] = []
        for each in self.tokens:
            if each.is_code or line:
                line.append(each)
            if each.kind == kinds.NEWLINE:
                found.append(line)
                line = []
        return found

    @cached_property
    def inside_strings(self) -> set[int]:
        """The numbers, from 0, of the lines that begin inside a string."""
        found: set[int] = set()
        for each in self.tokens:
            if each.kind == kinds.STRING and "\n" in each.text:
                first = self.text.count("\n", 0, each.start)
                found.update(range(first + 1, first + 1 + each.text.count("\n")))
        return found

    def lines(self) -> Iterator[tuple[int, str]]:
        """The offset and text of each line that does not begin inside a string."""
        for number, line in enumerate(self.text.split("\n")):
            if number not in self.inside_strings:
                yield self.line_starts[number], line


def _tokens(text: str, line_starts: Sequence[int]) -> Iterator[Token]:
    depth, strings, begun = 0, 0, 0
    for each in tokenize.generate_tokens(io.StringIO(text).readline):
        start = line_starts[each.start[0] - 1] + each.start[1]
        end = line_starts[each.end[0] - 1] + each.end[1]
        name = kinds.tok_name[each.type]
        if name in _STRING_STARTS:
            begun = begun if strings else start
            strings += 1
        elif name in _STRING_ENDS:
            strings -= 1
            if not strings:
                yield Token(kinds.STRING, text[begun:end], begun, end, depth)
        elif not strings:
            depth -= each.string in (")", "]", "}") and each.type == kinds.OP
            yield Token(each.type, text[start:end], start, min(end, len(text)), depth)
            depth += each.string in ("(", "[", "{") and each.type == kinds.OP


def calls_and_more(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node of *tree*, but what stands inside f-strings: before Python 3.12 their places are wrong."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.JoinedStr):
            waiting += reversed(list(ast.iter_child_nodes(node)))
