"""What a skeleton lacks of LibCST's nodes, and where they stand: from LibCST's parse of one statement.

The text of the statement is parsed by itself, and what the nodes of the skeleton lack (white space, commas,
parentheses) is filled in behind them, so that they stay the same nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

import libcst as cst

from tflint_ckpt.syntax.parse import parse
from tflint_ckpt.syntax.positions import Positions, Span
from tflint_ckpt.syntax.skeleton.build import Skeleton
from tflint_ckpt.syntax.skeleton.lines import NeedsWhole
from tflint_ckpt.syntax.skeleton.nodes import FIELDS, SHARED

_AROUND = frozenset(("leading_lines", "footer", "header"))
"""Fields that hold lines around a statement, of which its own text does not tell."""
_WITH_LINES_AROUND = (
    cst.BaseSuite,
    cst.BaseCompoundStatement,
    cst.SimpleStatementLine,
    cst.Else,
    cst.Finally,
    cst.ExceptHandler,
    cst.ExceptStarHandler,
    cst.Decorator,
)
"""Nodes that own such lines, or a node that does: where they end with them is not known."""
_OPENING = "if 1:\n"
"""What an indented statement is put below."""


def is_unset(error: Exception) -> bool:
    """Whether *error* says that a node of a skeleton lacks a field that those of LibCST have."""
    return (
        isinstance(error, AttributeError)
        and isinstance(error.obj, cst.CSTNode)
        and error.name in type(error.obj).__dataclass_fields__
    )


class Hydration:
    """The statements of one skeleton that LibCST has parsed.

    *parents* are those of the nodes of code, by which the statement of a node is found.
    """

    def __init__(self, skeleton: Skeleton, parents: Mapping[cst.CSTNode, cst.CSTNode]) -> None:
        self._skeleton = skeleton
        self._parents = parents
        self._syntactic: dict[cst.CSTNode, Span] = {}
        self._full: dict[cst.CSTNode, Span] = {}
        self._done: set[int] = set()

    def span(self, node: cst.CSTNode) -> Span:
        """As ``Code.span``. Raises :class:`NeedsWhole`."""
        found = self._syntactic.get(node)
        if found is None:
            self.fill(node)
            found = self._syntactic.get(node)
            if found is None:
                raise NeedsWhole
        return found

    def full_span(self, node: cst.CSTNode) -> Span:
        """As ``Code.full_span``. Raises :class:`NeedsWhole`."""
        found = self._full.get(node)
        if found is None:
            self.fill(node)
            found = self._full.get(node)
            if found is None:
                raise NeedsWhole
        return found

    def fill(self, node: cst.CSTNode) -> None:
        """Give *node* what its statement tells of it. Raises :class:`NeedsWhole`."""
        if node in self._syntactic:
            return
        statement = self._statement(node)
        if id(statement) in self._done:
            raise NeedsWhole
        self._done.add(id(statement))
        first_line, first_column, *last = self._skeleton.places[id(statement)]
        lines = self._skeleton.lines
        text = lines.text
        is_small = isinstance(statement, cst.SimpleStatementLine)
        start = lines.offset(first_line, first_column) if is_small else lines.starts[first_line - 1]
        stop = text.find("\n", lines.offset(*last))
        opening = "" if is_small or text[start] not in " \t" else _OPENING
        segment = opening + text[start : len(text) if stop < 0 else stop + 1]
        try:
            tree = parse(segment)
            positions = Positions(tree, segment)
        except (cst.ParserSyntaxError, RecursionError):
            raise NeedsWhole from None
        if positions.text.rstrip() != segment.rstrip():
            raise NeedsWhole
        parsed: Sequence[cst.CSTNode] = tree.body
        if opening:
            assert isinstance(parsed[0], cst.If)
            parsed = parsed[0].body.body
        if len(parsed) != 1:
            raise NeedsWhole
        self._pair(statement, parsed[0], positions, start - len(opening))

    def _statement(self, node: cst.CSTNode) -> cst.CSTNode:
        """The smallest statement around *node* that can be parsed by itself."""
        found: cst.CSTNode | None = node
        while found is not None and id(found) not in self._skeleton.places:
            found = self._parents.get(found) or self._uncounted.get(found)
        if found is None:
            raise NeedsWhole
        return found

    @cached_property
    def _uncounted(self) -> dict[cst.CSTNode, cst.CSTNode]:
        """The parents of nodes that are no code of their own: names of attributes, arguments, definitions."""
        found: dict[cst.CSTNode, cst.CSTNode] = {}
        stack: list[cst.CSTNode] = [self._skeleton.tree, *self._parents]
        while stack:
            node = stack.pop()
            for value in _below(node, FIELDS.get(type(node)) or _fields(type(node))):
                if value not in self._parents and value not in found:
                    found[value] = node
                    stack.append(value)
        return found

    def _pair(self, statement: cst.CSTNode, parsed: cst.CSTNode, positions: Positions, base: int) -> None:
        """Take for each node below *statement* what its counterpart below *parsed* has."""
        stack = [(statement, parsed)]
        while stack:
            mine, theirs = stack.pop()
            kind = type(mine)
            if kind is not type(theirs):
                raise NeedsWhole
            self._note(mine, theirs, positions, base)
            for field in _fields(kind):
                slot = getattr(kind, field)
                value = slot.__get__(theirs)
                try:
                    own = slot.__get__(mine)
                except AttributeError:
                    if field not in _AROUND:
                        slot.__set__(mine, value)
                        self._take(value, positions, base)
                    continue
                if isinstance(own, cst.CSTNode):
                    if id(own) in SHARED:
                        slot.__set__(mine, value)
                        self._take(value, positions, base)
                    else:
                        stack.append((own, value))
                elif isinstance(own, tuple):
                    if len(own) != len(value):
                        raise NeedsWhole
                    if own and id(own[0]) in SHARED:
                        slot.__set__(mine, value)
                        self._take(value, positions, base)
                    else:
                        stack.extend(zip(own, value, strict=True))

    def _note(self, mine: cst.CSTNode, theirs: cst.CSTNode, positions: Positions, base: int) -> None:
        start, end = positions.syntactic[theirs]
        self._syntactic[mine] = (start + base, end + base)
        if not isinstance(mine, _WITH_LINES_AROUND):
            start, end = positions.full[theirs]
            self._full[mine] = (start + base, end + base)

    def _take(self, value: object, positions: Positions, base: int) -> None:
        """Note where the nodes stand that were taken over as they are."""
        stack = [value]
        while stack:
            node = stack.pop()
            if isinstance(node, tuple):
                stack.extend(node)
            elif isinstance(node, cst.CSTNode):
                self._note(node, node, positions, base)
                stack += _below(node, _fields(type(node)))


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of *kind*."""
    return tuple(name for name in kind.__dataclass_fields__ if not name.startswith("_"))


def _below(node: cst.CSTNode, fields: tuple[str, ...]) -> Iterator[cst.CSTNode]:
    """The nodes in *fields* of *node*, as far as they are set and its own."""
    for field in fields:
        try:
            value = getattr(node, field)
        except AttributeError:
            continue
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, cst.CSTNode) and id(each) not in SHARED:
                yield each
