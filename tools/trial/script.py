"""A script or a notebook as the one Python text that is run, with the way back to its cells."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUNS_ITS_CELL = {"time", "timeit", "capture", "debug", "memit", "prun"}
"""Cell magics whose cells hold Python that is run."""
STATEMENT_MAGIC = re.compile(r"^(\s*)%(?:time|timeit|prun|memit)\s+(?:-\S+\s+)*(?=\S)")
LINE_MAGIC = re.compile(r"^\s*(?:%|!|\?)|^\s*[\w.]+\?{1,2}\s*$")
ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, ]+=\s*)[!%].*$")


@dataclass(frozen=True, slots=True)
class Script:
    """A text, and the line of it before the first one of each code cell; none for a script."""

    text: str
    starts: tuple[int, ...] = ()

    def line(self, cell: int | None, line: int) -> int:
        """The line of the text at a place that the linter names: both count from 1."""
        return line if cell is None else self.starts[cell - 1] + line


def read(path: Path) -> Script:
    """The script or notebook at *path*. Raises `ValueError` or `KeyError` for a notebook that is none."""
    raw = path.read_text("utf-8-sig", errors="replace")
    return _notebook(json.loads(raw)) if path.suffix == ".ipynb" else Script(raw)


def digest(tree: ast.Module) -> str:
    """The same for copies that differ in comments, blank lines and bare texts only."""
    code = [node for node in tree.body if not is_text(node)]
    return hashlib.sha256(ast.dump(ast.Module(code, [])).encode()).hexdigest()


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is nothing but a constant, such as a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def statement(text: str, line: int) -> tuple[int, int]:
    """The first and last line of the innermost statement (of a compound one, its head) that holds a line."""
    best, size = (line, line), None
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt):
            continue
        first, last = _own_lines(node)
        if first <= line <= last and (size is None or last - first < size):
            best, size = (first, last), last - first
    return best


def _own_lines(node: ast.stmt) -> tuple[int, int]:
    """The first and last line of a statement, of a compound one those of its head."""
    body = getattr(node, "body", None)
    return node.lineno, max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def begun(text: str, lines: Collection[int]) -> int:
    """How many statements have a line of their own, of a compound one its head, among *lines*."""
    begun = 0
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            first, last = _own_lines(node)
            begun += any(line in lines for line in range(first, last + 1))
    return begun


def assigned(text: str, line: int) -> list[str]:
    """The names that the innermost statement at a line gives a value; ``self.callbacks`` is ``callbacks``."""
    first, _ = statement(text, line)
    return sorted({name for node in _at(text, first) for name in _names(node, ast.Store)})


def fed(text: str, line: int) -> set[str]:
    """The names that the statement at a line uses, and those that went into them by assignments, ``append``
    and the like, anywhere in the file."""
    tree = ast.parse(text)
    flows: list[tuple[set[str], set[str]]] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            flows.append((_names(node, ast.Store), _names(node, ast.Load)))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("append", "extend", "insert"):
            flows.append((_names(node.func, ast.Load), _names(node, ast.Load)))
    first, _ = statement(text, line)
    found = {name for node in _at(text, first) for name in _names(node, ast.Load)}
    while more := {name for into, of in flows if into & found for name in of} - found:
        found |= more
    return found


def _at(text: str, first: int) -> list[ast.stmt]:
    """The simple statements that begin on a line."""
    every = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt))
    return [node for node in every if node.lineno == first and not hasattr(node, "body")]


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    names = {
        each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, context)
    }
    return names | {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, context)
    }


def imports(text: str) -> set[str]:
    """The first parts of the names of all modules that *text* imports, relative ones included.

    Raises `SyntaxError` or `ValueError` where it is no Python.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named = {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
            names |= named
    return names


def _notebook(data: dict[str, Any]) -> Script:
    lines: list[str] = []
    starts: list[int] = []
    cells = data.get("cells") or data["worksheets"][0]["cells"]
    for cell in cells:
        if cell.get("cell_type") == "code":
            starts.append(len(lines))
            code = cell.get("source", cell.get("input", ""))
            lines += _python("".join(code).split("\n"))
    return Script("\n".join(lines) + "\n", tuple(starts))


def _python(lines: list[str]) -> list[str]:
    """The lines of a cell with what is for IPython taken out; their number stays."""
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        magic = lines[first][2:].split()[:1]
        if not magic or magic[0] not in RUNS_ITS_CELL:
            return [""] * len(lines)
        lines = [*lines[:first], "", *lines[first + 1 :]]
    return [_plain(line) for line in lines]


def _plain(line: str) -> str:
    if STATEMENT_MAGIC.match(line):
        return STATEMENT_MAGIC.sub(r"\1", line)
    if ASSIGNED_MAGIC.match(line):
        return ASSIGNED_MAGIC.sub(r"\1[]", line)
    if LINE_MAGIC.match(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    return line
