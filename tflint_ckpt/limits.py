"""How much code is linted. A file with more of it, or with deeper nesting, gets one finding.

Without limits such a file takes minutes and gigabytes, or ends the process: LibCST's parser recurses on
the C stack. The limits are counted, not timed: a file is linted or not, whatever the machine. A training
script is far from them. In 8,659 Python files of public repositories that use TensorFlow, Keras' own tests
of its array functions (468 kB, 13,015 lines) are the largest code: 139,000 tokens, 130,000 nodes and lines.
"""

from __future__ import annotations

# ``ast`` itself costs several milliseconds to import
from _ast import (
    AST,
    AsyncFor,
    AsyncFunctionDef,
    AsyncWith,
    Attribute,
    BoolOp,
    Call,
    ClassDef,
    Constant,
    ExceptHandler,
    Expr,
    For,
    FunctionDef,
    If,
    Module,
    Name,
    Try,
    While,
    With,
    alias,
)
from itertools import accumulate, chain

from tflint_ckpt.source import NOTEBOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_BYTES = {"a notebook": 100_000_000, "a file": 20_000_000}
"""Most of those of a notebook are outputs, and as many as GitHub takes: reading them takes 0.6 s and
220 MB. The text of a file is searched, and its lines are counted."""
MOST_TOKENS = 500_000
"""What CPython's parser gets, in 1 µs and 0.9 kB a token: 50,000 lines of usual code."""
MOST_NODES = 150_000
"""Syntax nodes and lines that LibCST gets: 50 µs and 4 kB for each, all rules included."""
DEEPEST = 400
"""Levels of syntax. LibCST writes code with two or three Python calls a level, of which CPython allows
1,000; its parser crashes at some 8,000 levels of ``and``, where CPython's has one."""

_TOKEN = (
    r"""\w+|\#[^\n]*"""
    r"""|\"{3}[^"\\]*(?:(?:\\.|\"{1,2}(?!"))[^"\\]*)*\"{3}|'{3}[^'\\]*(?:(?:\\.|'{1,2}(?!'))[^'\\]*)*'{3}"""
    r"""|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|[^\w\s]"""
)
"""Roughly a token of Python: a string literal or a comment is one."""


def why_not_read(path: str, size: int) -> str:
    """Why the file at *path*, of *size* bytes, is not read; empty where it is."""
    kind = "a notebook" if path.endswith(NOTEBOOK) else "a file"
    if size <= MOST_BYTES[kind]:
        return ""
    return f"is not linted: it has {size / 1e6:,.0f} MB, and {kind} may have {MOST_BYTES[kind] / 1e6:.0f} MB"


def why_not_parsed(text: str) -> str:
    """Why CPython's parser does not get *text*; empty where it does."""
    if len(text) <= MOST_TOKENS:
        return ""
    import re
    from itertools import islice

    if next(islice(re.finditer(_TOKEN, text, re.DOTALL), MOST_TOKENS, None), None) is None:
        return ""
    return f"is not linted: it is too large, with more than {MOST_TOKENS:,} words and signs of code"


def is_surely_flat(text: str) -> bool:
    """Whether *text*, of which there is no tree, is far within what LibCST takes, as its words show.

    A level of syntax takes a word or sign, and what stands behind a comma is no deeper than what stands
    before it: so many levels there are at most.
    """
    import re

    if text.count("elif") + text.count("lambda") > DEEPEST or re.search(rf"(?m)^[ \t]{{{DEEPEST}}}", text):
        return False
    open_brackets, depth, before = [0], 0, ""
    for pieces, match in enumerate(re.finditer(rf"{_TOKEN}|\n", text, re.DOTALL)):
        token = match[0]
        if token == "," or (token == "\n" and len(open_brackets) == 1 and before != "\\"):
            depth -= open_brackets[-1]
            open_brackets[-1] = 0
        elif token in (")", "]", "}"):
            depth -= open_brackets.pop() if len(open_brackets) > 1 else 0
        elif token != "\n" and token[0] != "#":
            levels = 1 + _levels_in_string(token) if token[0] in "\"'" else 1
            open_brackets[-1] += levels
            depth += levels
            if token in ("(", "[", "{"):
                open_brackets.append(0)
        if depth > DEEPEST or pieces > MOST_NODES:
            return False
        before = token
    return True


def _levels_in_string(text: str) -> int:
    """At most how many levels of syntax a string has in its braces, if it is an f-string."""
    import re

    expressions = re.findall(r"\{[^}]*", text)
    return max((len(re.findall(r"\w+|[^\w\s]", expression)) for expression in expressions), default=0)


def why_not_linted(tree: Module | None, text: str) -> str:
    """Why LibCST does not get *text*, whose syntax tree is *tree*; empty where it does.

    Without a tree it has got the text already; see :func:`is_surely_flat`.
    """
    if tree is None:
        return ""
    if len(text) * _PIECES_A_CHARACTER < MOST_NODES and "\r" not in text and _is_flat(tree, text):
        return ""
    return _why_too_much(tree, text)


_PIECES_A_CHARACTER = 3
"""More syntax nodes than there are for a character of code, its line included: ``-a`` has four."""
_SHORT = 250
"""Characters of a statement that is surely not too deep by itself: a level takes a word or sign."""
_MOST_BLOCKS = 50
"""Blocks in one another that are surely not too deep with a short statement in them."""


def _is_flat(tree: Module, text: str) -> bool:
    """Whether *tree* is far within the levels that LibCST takes, as the length of most statements shows."""
    level, depth = _long_parts(tree, text), 0
    while level and depth < DEEPEST // 2:
        later: dict[int, list[AST]] = {}
        level, _ = _below(level, 0, later)
        depth += 1 + max(later, default=0)
        level += (node for nodes in later.values() for node in nodes)
    return level == [] and depth < DEEPEST // 2


def _long_parts(tree: Module, text: str) -> list[Any] | None:
    """What may be nested deeply in *tree*: statements and heads of blocks that are long.

    ``None`` where there are too many blocks in one another to tell.
    """
    plain = text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("latin-1")
    starts = [0, *accumulate(len(line) + 1 for line in plain.split("\n"))]
    found: list[Any] = []
    blocks: list[list[Any]] = [tree.body]
    for _ in range(_MOST_BLOCKS):
        inner: list[list[Any]] = []
        for node in chain.from_iterable(blocks):
            first = (getattr(node, "decorator_list", None) or [node])[0]
            start = starts[first.lineno - 1] + first.col_offset
            if starts[node.end_lineno - 1] + node.end_col_offset - start <= _SHORT:
                continue
            kind = type(node)
            if kind not in _BLOCKS:
                if kind is not Expr or type(node.value) is not Constant:
                    found.append(node)
                continue
            begins = starts[node.body[0].lineno - 1] + node.body[0].col_offset
            if kind is not Try and begins - start > _SHORT:
                found += _head_of(node)
            inner += [block for name in _BLOCKS[kind] if (block := getattr(node, name))]
        if not inner:
            return found
        blocks = inner
    return None


def _head_of(node: Any) -> list[Any]:
    """What stands before the block of a compound statement."""
    found: list[Any] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if name not in _BLOCKS[type(node)]:
            found += [each for each in (value if type(value) is list else (value,)) if isinstance(each, AST)]
    return found


_BLOCKS: dict[type[AST], tuple[str, ...]] = {
    ClassDef: ("body",),
    FunctionDef: ("body",),
    AsyncFunctionDef: ("body",),
    With: ("body",),
    AsyncWith: ("body",),
    If: ("body", "orelse"),
    For: ("body", "orelse"),
    AsyncFor: ("body", "orelse"),
    While: ("body", "orelse"),
    Try: ("body", "handlers", "orelse", "finalbody"),
    ExceptHandler: ("body",),
}
"""The blocks of statements in one another. What is not here is counted as any long statement."""


def _why_too_much(tree: Module, text: str) -> str:
    """The same, counted node by node."""
    pieces, depth = text.count("\n"), 0
    level: list[Any] = [tree]
    here, leaves = 1, 0
    later: dict[int, list[AST]] = {}
    while here or later:
        level += later.pop(depth, ())
        here = len(level) + leaves
        pieces += here
        depth += 1
        if depth > DEEPEST:
            return f"is not linted: it is nested too deeply, in more than {DEEPEST} levels"
        if pieces > MOST_NODES:
            return f"is not linted: it is too large, with more than {MOST_NODES:,} lines and nodes of syntax"
        level, leaves = _below(level, depth, later)
    return ""


def _below(nodes: list[Any], depth: int, later: dict[int, list[AST]]) -> tuple[list[Any], int]:
    """The nodes a level below *nodes*, and how many there are of those with nothing below them.

    What is more than a level below goes to *later*, by its depth, one of *nodes* being at *depth* - 1.
    """
    found: list[Any] = []
    leaves = 0
    for node in nodes:
        kind = type(node)
        if kind is Name:
            leaves += 1  # whether it is read or written
        elif kind is Attribute:
            leaves += 1
            found.append(node.value)
        elif kind is Call:
            found.append(node.func)
            found += node.args
            found += node.keywords
        elif kind is not Constant:
            levels = _levels_between(node)
            below = later.setdefault(depth + levels, []) if levels else found
            for field in kind._fields:
                value = getattr(node, field, None)
                if type(value) is list:
                    below += [child for child in value if isinstance(child, AST)]
                elif isinstance(value, AST):
                    below.append(value)
    return found, leaves


def _levels_between(node: AST) -> int:
    """How many levels more LibCST has below a node than CPython: one for each ``and``, one for each dot."""
    if isinstance(node, BoolOp):
        return len(node.values) - 2
    return node.name.count(".") if isinstance(node, alias) else 0
