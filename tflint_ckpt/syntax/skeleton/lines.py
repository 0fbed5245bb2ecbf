"""A text by the lines and columns of CPython's syntax tree."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast
    from collections.abc import Sequence


class NotConverted(Exception):  # noqa: N818
    """CPython's tree does not tell what LibCST's nodes are; the text has to be parsed by LibCST."""


class NeedsWhole(Exception):  # noqa: N818
    """A statement by itself does not tell what was asked: the file has to be parsed whole by LibCST."""


class NotReproduced(Exception):  # noqa: N818
    """LibCST does not give back the text it parsed, so that no position can be trusted."""


class Lines:
    """A text, and the offsets of what CPython says of it: columns count bytes of UTF-8 there.

    Attributes:
        text: what CPython parsed.
        starts: the offset of the first character of each line, as CPython counts them.
        is_ascii: whether bytes and characters are the same.
    """

    __slots__ = ("is_ascii", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.is_ascii = text.isascii()

    def offset(self, line: int, column: int) -> int:
        """The offset of a line (from 1) and a column (in bytes, from 0)."""
        start = self.starts[line - 1]
        if self.is_ascii:
            return start + column
        row = self.text[start : self.starts[line] if line < len(self.starts) else len(self.text)]
        return start + (column if row.isascii() else len(row.encode()[:column].decode()))

    def start(self, node: _ast.expr | _ast.stmt) -> int:
        """The offset where *node* begins."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: _ast.expr | _ast.stmt) -> int:
        """The offset behind *node*."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def segment(self, node: _ast.expr | _ast.stmt) -> str:
        """The text of *node*."""
        if self.is_ascii and node.end_lineno is not None and node.end_col_offset is not None:
            starts = self.starts
            begin = starts[node.lineno - 1] + node.col_offset
            return self.text[begin : starts[node.end_lineno - 1] + node.end_col_offset]
        return self.text[self.start(node) : self.end(node)]

    def are_beside(self, last: _ast.stmt, node: _ast.stmt) -> bool:
        """Whether *node* follows *last* on the same line, or on one that a backslash continues."""
        if node.lineno == last.end_lineno:
            return not self.begins_line(node)
        start = self.starts[node.lineno - 1]
        if not self.text[max(0, start - 3) : start].rstrip("\r\n").endswith("\\"):
            return False
        between = self.text[self.end(last) : self.start(node)]
        for newline in ("\r\n", "\n", "\r"):
            between = between.replace(f"\\{newline}", "")
        return between.strip(" \t\f") == ";"

    def begins_line(self, node: _ast.stmt) -> bool:
        """Whether nothing but white space stands before *node* on its line."""
        if not node.col_offset:
            return True
        start = self.starts[node.lineno - 1]
        return self.text[start : start + node.col_offset].isspace()
