"""Where nodes stand in the text: one code-generation pass that notes where each begins and ends.

LibCST's ``PositionProvider`` gives the same answers for ten times the cost, as lines and columns.
"""

from __future__ import annotations

from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

Span = tuple[int, int]


class Positions:
    """Spans of all nodes of one module, in characters from 0.

    Attributes:
        syntactic: without the white space a node owns, and without its parentheses.
        full: all that a node owns: parentheses, leading lines of a statement, an argument's comma.
        text: the generated code, to compare with the source.

    LibCST loses the white space before the colon of ``except ValueError :``; with *source*, the text that
    was parsed, it is put in again where it stands there.
    """

    __slots__ = ("full", "syntactic", "text")

    def __init__(self, tree: cst.Module, source: str = "") -> None:
        state = _State(tree.default_indent, tree.default_newline, source)
        tree._codegen(state)
        self.syntactic = state.syntactic
        self.full = state.full
        self.text = "".join(state.tokens)


class _State(CodegenState):
    def __init__(self, default_indent: str, default_newline: str, source: str) -> None:
        super().__init__(default_indent, default_newline)
        self.at = 0
        self._source = source
        self.full: dict[cst.CSTNode, Span] = {}
        self.syntactic: dict[cst.CSTNode, Span] = {}
        self._starts: list[int] = []

    def add_token(self, value: str) -> None:
        if value == ":" and self._source:
            lost = _lost(self._source, self.at)
            self.tokens.append(lost)
            self.at += len(lost)
        self.tokens.append(value)
        self.at += len(value)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def pop_trailing_newline(self) -> None:
        """Take back the newline that LibCST gives a last line without one."""
        if not self.tokens:
            return
        self.at -= len(self.tokens.pop())
        for spans in (self.full, self.syntactic):
            for node, (start, end) in spans.items():
                if end > self.at:
                    spans[node] = (min(start, self.at), self.at)

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._starts.append(self.at)

    def after_codegen(self, node: cst.CSTNode) -> None:
        span = (self._starts.pop(), self.at)
        self.full[node] = span
        self.syntactic.setdefault(node, span)

    def record_syntactic_position(  # type: ignore[override]
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Recorder:
        return _Recorder(self, node, start_node, end_node)


def _lost(source: str, at: int) -> str:
    """The white space that stands in *source* before a colon, which LibCST says is at *at*."""
    end = at
    while end < len(source) and (source[end] in " \t\f\\" or (source[end] in "\r\n" and end > at)):
        end += 1
    return source[at:end] if source.startswith(":", end) else ""


class _Recorder:
    """A context manager without the generator of ``contextlib``, which doubles the cost of the pass."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(
        self,
        state: _State,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = self.state.at

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return  # the tree is nested too deeply; what the node's parts are is not known
        spans = self.state.syntactic
        start = spans[self.start_node][0] if self.start_node is not None else self.start
        end = spans[self.end_node][1] if self.end_node is not None else self.state.at
        spans[self.node] = (start, end)
