"""The skeleton of a file: LibCST's nodes, with their code alone, made from CPython's syntax tree.

LibCST's parser takes ten times as long as CPython's, mostly for white space, commas and parentheses, which
no rule asks for before it has found something.
"""

from __future__ import annotations

from tflint_ckpt.syntax.skeleton import nodes
from tflint_ckpt.syntax.skeleton.lines import Lines, NotConverted
from tflint_ckpt.syntax.skeleton.statements import Place, Statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast

    import libcst as cst

    from tflint_ckpt.source import Source


class Skeleton:
    """The nodes of a file.

    Attributes:
        tree: a module whose nodes have the code that LibCST's have, and nothing else.
        lines: the text they were made from.
        places: see :class:`Statements`.
    """

    __slots__ = ("lines", "places", "tree")

    def __init__(self, tree: cst.Module, lines: Lines, places: dict[int, Place]) -> None:
        self.tree = tree
        self.lines = lines
        self.places = places


def build(source: Source, syntax: _ast.Module) -> Skeleton:
    """The skeleton of *source*, whose code CPython has parsed to *syntax*.

    Raises :class:`NotConverted` where CPython's tree does not tell what LibCST's nodes are, and
    ``RecursionError`` where it is nested too deeply.
    """
    text = source.code
    plain = text.replace("\r\n", "\n") if "\r" in text else text
    if "\f" in plain or "\r" in plain:
        raise NotConverted("a form feed or carriage return")
    if "\\" in plain and _has_statement_behind_backslash(plain):
        raise NotConverted("a statement behind a backslash")
    if not text.isascii() and _has_another_name(text):
        raise NotConverted("a name that Python takes for another")
    lines = Lines(text, source.line_starts)
    statements = Statements(lines)
    tree: cst.Module = nodes.module(statements.block(syntax.body))
    return Skeleton(tree, lines, statements.places)


def _has_statement_behind_backslash(text: str) -> bool:
    """Whether some statement may not begin the line it is on, though nothing else is on it."""
    return any(before.rstrip(" \t").endswith((";", ":")) for before in text.split("\\\n")[:-1])


def _has_another_name(text: str) -> bool:
    """Whether some word is not what Python reads a name as: ``ﬁt`` with a ligature is ``fit``."""
    import re
    from unicodedata import is_normalized

    if is_normalized("NFKC", text):
        return False
    return any(word.isidentifier() and not is_normalized("NFKC", word) for word in re.findall(r"\w+", text))
