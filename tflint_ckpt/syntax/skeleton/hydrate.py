"""What a skeleton lacks of LibCST's nodes, and where they stand: from LibCST's parse of one statement.

The text of the statement is parsed by itself, and what the nodes of the skeleton lack (white space, commas,
parentheses) is filled in behind them, so that they stay the same nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from tflint_ckpt.light_functools import cache, cached_property
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
_BLOCKS = frozenset(("body", "orelse", "handlers", "finalbody"))
"""Fields of a compound statement that are not in its head."""
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
        self._heads: set[int] = set()

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
        statement, is_in_head = self._statement(node)
        if is_in_head and id(statement) not in self._heads:
            self._heads.add(id(statement))
            if self._fill_head(statement) and node in self._syntactic:
                return
        if id(statement) in self._done:
            raise NeedsWhole
        self._done.add(id(statement))
        lines = self._skeleton.lines
        stop = lines.text.find("\n", lines.offset(*self._skeleton.places[id(statement)][2:]))
        start = self._start(statement)
        text = lines.text[start : len(lines.text) if stop < 0 else stop + 1]
        parsed, positions, more = _parsed(text, is_line=isinstance(statement, cst.SimpleStatementLine))
        self._pair(statement, parsed, positions, start - more)

    def _fill_head(self, statement: cst.CSTNode) -> bool:
        """Give what stands before the block of a compound statement what it lacks, if that can be done.

        A function or class is long, and mostly its parameters or bases are asked about.
        """
        assert isinstance(statement, cst.BaseCompoundStatement)
        if not isinstance(statement.body, cst.IndentedBlock):
            return False
        start, inner = self._start(statement), self._start(statement.body.body[0])
        text = self._skeleton.lines.text
        begins = text.rfind("\n", 0, inner) + 1
        line = text[begins : text.find("\n", begins)]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        parsed, positions, more = _parsed(f"{text[start:begins]}{indent}pass\n", is_line=False)
        self._pair(statement, parsed, positions, start - more, without=_BLOCKS)
        return True

    def _start(self, statement: cst.CSTNode) -> int:
        """Where the text of a statement begins: of a compound one, the line."""
        line, column, *_ = self._skeleton.places[id(statement)]
        lines = self._skeleton.lines
        is_line = isinstance(statement, cst.SimpleStatementLine)
        return lines.offset(line, column) if is_line else lines.starts[line - 1]

    def _statement(self, node: cst.CSTNode) -> tuple[cst.CSTNode, bool]:
        """The smallest statement around *node* that can be parsed by itself; whether that is in its head."""
        found: cst.CSTNode | None = node
        below: cst.CSTNode | None = None
        while found is not None and id(found) not in self._skeleton.places:
            below, found = found, self._parents.get(found) or self._uncounted.get(found)
        if found is None:
            raise NeedsWhole
        if below is None or isinstance(found, cst.SimpleStatementLine):
            return found, False
        return found, not any(below in _of(found, field) for field in _BLOCKS)

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

    def _pair(
        self,
        statement: cst.CSTNode,
        parsed: cst.CSTNode,
        positions: Positions,
        base: int,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Take for each node below *statement* what its counterpart below *parsed* has.

        Of the statement itself, the fields *without* are left as they are.
        """
        stack = [(statement, parsed)]
        while stack:
            mine, theirs = stack.pop()
            kind = type(mine)
            if kind is not type(theirs):
                raise NeedsWhole
            left_out = without if mine is statement else frozenset()
            if not left_out:
                self._note(mine, theirs, positions, base)
            for field in _fields(kind):
                if field in left_out:
                    continue
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


def _parsed(text: str, *, is_line: bool) -> tuple[cst.CSTNode, Positions, int]:
    """LibCST's node for the one statement *text*, where its nodes stand, and how much was put before it."""
    opening = "" if is_line or text[0] not in " \t" else _OPENING
    segment = opening + text
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
    return parsed[0], positions, len(opening)


def _of(node: cst.CSTNode, field: str) -> Sequence[object]:
    """What is in a *field* of *node*, if it has it."""
    value = getattr(node, field, ())
    return value if isinstance(value, tuple) else (value,)


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
