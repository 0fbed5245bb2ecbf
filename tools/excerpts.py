"""The part of a script that a page shows: whole statements, and what they stand in."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Container, Iterable, Iterator, Sequence

CONTEXT = 2
"""Lines around what differs."""
LONGEST = 25
"""A statement of more lines than this is shown in part."""
SHORT = 12
"""One of at most so many lines, of which a part is around what differs, is shown whole."""
MARK = "# …"

Span = tuple[int, int]
"""Lines from 0 on, without the last."""


def differing(before: str, after: str) -> tuple[str, str]:
    """What differs between two scripts, as excerpts of each."""
    old, new = before.splitlines(), after.splitlines()
    opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [opcode for opcode in opcodes if opcode[0] != "equal"]
    return (
        excerpt(before, [(start, end) for _, start, end, _, _ in changes]),
        excerpt(after, [(start, end) for _, _, _, start, end in changes]),
    )


def excerpt(text: str, spans: Iterable[Span]) -> str:
    """The lines of *spans* in *text*, their whole statements, some lines around, and the heads of blocks."""
    lines = text.splitlines()
    tree = _parsed(text)
    units = list(_units(tree))
    heads = {
        _head(node, node.body[0])[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and getattr(node, "body", None)
    }
    shown = _merged([_around(_grown(span, units), units, heads, lines) for span in spans])
    for start, _ in list(shown):
        shown += [head for head in _heads(tree, start) if head[1] <= start]
    parts: list[str] = []
    end_before = 0
    for start, end in _merged(shown):
        if parts and any(line.strip() for line in lines[end_before:start]):
            first = next((line for line in lines[start:end] if line.strip()), "")
            parts.append(first[: len(first) - len(first.lstrip())] + MARK)
        elif parts:
            parts += lines[end_before:start]
        parts += lines[start:end]
        end_before = end
    return "\n".join(parts)


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError:  # that is what the page is about
        return ast.Module([], [])


def _units(tree: ast.Module) -> Iterator[Span]:
    """Simple statements, and the heads of compound ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            unit = _head(node, body[0]) if body else (node.lineno - 1, node.end_lineno or node.lineno)
            if unit[1] - unit[0] <= LONGEST:
                yield unit


def _head(node: ast.stmt, first: ast.stmt) -> Span:
    return _start(node), max(_start(first), node.lineno)


def _start(node: ast.stmt) -> int:
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) - 1


def _heads(tree: ast.Module, line: int) -> Iterator[Span]:
    """The heads of the blocks that *line* stands in."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, ast.stmt) and body and _start(node) < line < (node.end_lineno or 0):
            yield _head(node, body[0])


def _grown(span: Span, units: Sequence[Span]) -> Span:
    """*span* with the whole of every unit that it has a part of."""
    start, end = span
    for first, last in sorted(units):
        if (first < end and last > start) or first < start < last:
            start, end = min(start, first), max(end, last)
    return start, end


def _around(span: Span, units: Sequence[Span], heads: Container[int], lines: Sequence[str]) -> Span:
    """*span* with some lines around it, of whole units that are short, and none that is blank at its ends.

    Nor does it end with the head of a block, such as those that end before the lines *heads*.
    """
    start, end = max(span[0] - CONTEXT, 0), min(span[1] + CONTEXT, len(lines))
    short = [unit for unit in units if unit[1] - unit[0] <= SHORT]
    start = min([start, *(first for first, last in short if first < start < last)])
    end = max([end, *(last for first, last in short if first < end < last)])
    while start < span[0] and _cuts(start, units):
        start += 1
    while end > span[1] and (_cuts(end, units) or end in heads):
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    while start < end and not lines[end - 1].strip():
        end -= 1
    return start, end


def _cuts(line: int, units: Iterable[Span]) -> bool:
    return any(start < line < end for start, end in units)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged
