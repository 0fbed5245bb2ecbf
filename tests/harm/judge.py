"""What harm a round of edits does to a text, and a run of fixes to its files.

Told from the texts and their syntax trees by themselves: nothing here asks a rule what it meant to do.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tflint_ckpt.finding import Edit
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.source import Source

Span = tuple[int, int]

UNCOVERED = {
    "TFC110": ("TFC117",),
    "TFC116": ("TFC512",),
    "TFC203": ("TFC205",),
    "TFC803": ("TFC807",),
    "TFC808": ("TFC512",),
    "TFC812": ("TFC819",),
}
"""What a rule may find only once another's finding is fixed: what an argument does under its right name, what
a class is given that is imported from where there is one, what `shuffle` moves once no cache keeps its first
order, and a Lambda in a model that is saved: since a checkpoint is given to its fit, or since the model can
be built at all (the Lambda makes that fix unsafe)."""


@dataclass(frozen=True)
class Round:
    """A text, the edits that were applied to it together, and what that gave."""

    old: Source
    edits: tuple[Edit, ...]
    new: Source


@dataclass(frozen=True)
class Statement:
    """A statement without the statements in it: how it is dumped, and the characters of that part."""

    shown: str
    span: Span


def harm_of_round(applied: Round) -> Iterator[str]:
    """One line for each harm that a round did."""
    path = applied.old.path
    if len(applied.new.broken) > len(applied.old.broken):
        yield f"{path}: a cell does not parse any more: {applied.new.broken}"
    try:
        old, new = statements(applied.old.code), statements(applied.new.code)
    except SyntaxError as error:
        yield f"{path}: does not parse after fixing: {error}"
        return
    removed = [(edit.start, edit.end) for edit in applied.edits]
    added = written(applied.edits)
    shown = [[each.shown for each in side] for side in (old, new)]
    matcher = SequenceMatcher(None, *shown, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for each in old[old_start:old_end]:
            if not _touched(each.span, removed):
                yield f"{path}: a statement changed that no edit touches: {_line(applied.old, each)}"
        for each in new[new_start:new_end]:
            if not _touched(each.span, added):
                yield f"{path}: a statement is new where no edit wrote: {_line(applied.new, each)}"
    lost = comments(applied.old.code, outside=removed) - comments(applied.new.code)
    if lost:
        yield f"{path}: comments are lost: {sorted(lost)}"
    if path.endswith(".ipynb"):
        yield from _harm_of_document(applied)


def statements(code: str) -> list[Statement]:
    """Every statement of *code*, the outer before the inner. Raises ``SyntaxError``."""
    starts = _line_starts(code)
    found = []
    for node in _walk(ast.parse(code)):
        start, end = _first(node, starts, code), _span(node, starts, code)[1]
        end = min((_first(child, starts, code) for child in _children(node)), default=end)
        found.append(Statement(_shown(node), (start, max(start, end))))
    return found


def _first(node: ast.stmt, starts: list[int], code: str) -> int:
    """Where a statement begins, with its decorators."""
    for decorator in getattr(node, "decorator_list", ())[:1]:
        return code.rindex("@", 0, _span(decorator, starts, code)[0])
    return _span(node, starts, code)[0]


def _walk(tree: ast.AST) -> Iterator[ast.stmt]:
    for child in _children(tree):
        yield child
        yield from _walk(child)


_BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def _children(node: ast.AST) -> Iterator[ast.stmt]:
    for field in _BODIES:
        for child in getattr(node, field, ()) if isinstance(getattr(node, field, None), list) else ():
            if isinstance(child, ast.stmt):
                yield child
            else:  # a handler, or a case
                yield from _children(child)


def _shown(node: ast.stmt) -> str:
    """The dump of a statement with its bodies left out, their lengths as well."""
    parts = [type(node).__name__]
    for field, value in ast.iter_fields(node):
        if field not in _BODIES:
            parts.append(f"{field}={_dumped(value)}")
        elif field in ("handlers", "cases"):
            parts.append(f"{field}={[_headed(child) for child in value]}")
    return " ".join(parts)


def _headed(node: ast.AST) -> str:
    return " ".join(_dumped(value) for field, value in ast.iter_fields(node) if field not in _BODIES)


def _dumped(value: object) -> str:
    if isinstance(value, list):
        return str([_dumped(each) for each in value])
    return ast.dump(value) if isinstance(value, ast.AST) else repr(value)


def _line_starts(code: str) -> list[int]:
    return list(Source("x.py", code.encode("utf-8", "surrogatepass")).line_starts)


def _span(node: ast.AST, starts: list[int], code: str) -> Span:
    start = _offset(code, starts, node.lineno, node.col_offset)  # type: ignore[attr-defined]
    return start, _offset(code, starts, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


def _offset(code: str, starts: list[int], line: int, column: int) -> int:
    """The character of a line and a column that counts bytes, as CPython's does."""
    begin = starts[line - 1]
    end = starts[line] if line < len(starts) else len(code)
    text = code[begin:end]
    return begin + (column if text.isascii() else len(text.encode()[:column].decode()))


def written(edits: Sequence[Edit]) -> list[Span]:
    """Where the texts of *edits* stand once all are applied."""
    spans, shift = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        spans.append((edit.start + shift, edit.start + shift + len(edit.text)))
        shift += len(edit.text) - (edit.end - edit.start)
    return spans


def _touched(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[1] and span[0] <= end for start, end in others)


def comments(code: str, outside: Sequence[Span] = ()) -> Counter[str]:
    """The comments of *code*, but those that one of the spans *outside* holds some of."""
    starts = _line_starts(code)
    found: Counter[str] = Counter()
    try:
        for token in tokenize.generate_tokens(io.StringIO(code, newline="").readline):
            if token.type == tokenize.COMMENT:
                start = starts[token.start[0] - 1] + token.start[1]
                if not any(begin < start + len(token.string) and start < end for begin, end in outside):
                    found[token.string.rstrip("\r")] += 1
    except (tokenize.TokenError, SyntaxError):
        return Counter()  # what ast reads and tokenize does not: form feeds in odd places
    return found


def _harm_of_document(applied: Round) -> Iterator[str]:
    old, new = json.loads(applied.old.data), json.loads(applied.new.data)
    edited = {applied.old.place(edit.start).cell for edit in applied.edits}
    number = 0
    for one, other in zip(old.pop("cells"), new.pop("cells"), strict=True):
        number += one.get("cell_type") == "code"
        if number in edited and one.get("cell_type") == "code":
            one.pop("source"), other.pop("source")
        if json.dumps(one) != json.dumps(other):
            yield f"{applied.old.path}: cell {number} changed in more than its source"
    if json.dumps(old) != json.dumps(new):
        yield f"{applied.old.path}: the notebook changed outside its cells"


def _line(source: Source, statement: Statement) -> str:
    start, end = statement.span
    return f"{source.place(start)}: {source.text[start:end].strip().splitlines()[:1]}"


def harm_of_run(
    before: RunResult, fixed: RunResult, again: RunResult, folder: str, copy: str
) -> Iterator[str]:
    """Where fixing the fixed *copy* of *folder* changes more, or finds more than there was."""
    were = {file.path: _codes(file) for file in before.files}
    for file in again.files:
        path = folder + file.path.removeprefix(copy)
        if file.fixed or file.is_changed:
            yield f"{path}: a second run changes it again ({file.fixed} fixes)"
        old = were.get(path, Counter())
        uncovered = {code for lost in old - _codes(file) for code in UNCOVERED.get(lost, ())}
        new = {code: count for code, count in (_codes(file) - old).items() if code not in uncovered}
        if new:
            yield f"{path}: new findings: {new}"


_FILE_NAME = re.compile(
    r"(?<![^/\\\s'\"=:,(])"
    r"(?P<stem>[\w.{}:-]*\w[\w.{}:-]*?)(?P<suffix>(\.weights)?\.(h5|hdf5|keras|ckpt|tf|pb|hdf|index))(?![\w.{-])"
)
"""The name of a file of weights or of a model; nothing that is not known stands right before it."""

_FIELD = re.compile(r"\{[^{}]*\}")


def harm_across(before: Iterable[Source], after: Iterable[Source]) -> Iterator[str]:
    """Where a file was given another name in one place of a project, and keeps the old one in another.

    Told from the names of files in the strings of the code, documentation left out.
    """
    old = {source.path: file_names(source) for source in before}
    new = {source.path: file_names(source) for source in after}
    renamed: dict[str, str] = {}
    for path in sorted(old.keys() & new.keys()):
        lost, come = old[path] - new[path], new[path] - old[path]
        stems = {_FILE_NAME.fullmatch(name)["stem"] for name in come}  # type: ignore[index]
        for name in lost:
            if _FILE_NAME.fullmatch(name)["stem"] in stems:  # type: ignore[index]
                renamed.setdefault(name, path)
    for name, where in sorted(renamed.items()):
        left = [path for path in sorted(new) if new[path][name]]
        if left:
            yield f"{where}: {name} has another name now, but not in {', '.join(left)}"


def file_names(source: Source) -> Counter[str]:
    """The names of files of weights and models in the strings of a text, and how often each is there.

    What has nothing but fields in front of its suffix may be the end of any name.
    """
    found: Counter[str] = Counter()
    try:
        tree = ast.parse(source.code)
    except (SyntaxError, ValueError, RecursionError):
        return found
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        else:
            continue
        if id(node) not in said:
            names = _FILE_NAME.finditer(text)
            found.update(match[0] for match in names if re.search("[^\\W_]", _FIELD.sub("", match["stem"])))
    return found


def _codes(file: FileResult) -> Counter[str]:
    return Counter(finding.code for finding in file.findings)
