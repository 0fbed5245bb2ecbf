"""Comments that suppress: read without harm, about what they stand at, and removed without a trace."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random
from zlib import crc32

from tests.fuzz.grammar import Grammar
from tests.fuzz.source import NOT_PYTHON, text_tree
from tflint_ckpt.adoption.add_ignore import suppressed
from tflint_ckpt.edits import by_path, choose, splice
from tflint_ckpt.finding import Applicability, Edit, Finding, Severity
from tflint_ckpt.source import Source, SourceError
from tflint_ckpt.suppress import Suppressions

RULES = {
    "TFC002": "unused-suppression",
    "TFC003": "bare-suppression",
    "TFC101": "checkpoint-max-to-keep",
    "TFC104": "model-parameter",
    "TFC202": "pipeline-cache",
}
KNOWN = {**{code: code for code in RULES}, **{name: code for code, name in RULES.items()}}
ROUNDS = 20

GRAMMAR = Grammar(r"""
start = <top>?<line>*<line>*<line>* | <line>*<line>*<end>
top = <comment><newline> | #!/usr/bin/env python<newline><comment><newline># coding: utf-8<newline>
    | <comment><newline># x<newline># coding: latin-1<newline> | '''a<newline>b'''<newline><top>
line = <statement><end>?<newline> | <comment><newline> | \x20   <comment><newline> | <newline>
    | <statement><newline>
newline = \n | \n | \n | \r\n | \r | \n\n | \x20\n | \x0c\n | \n\x0c
end = \x20 <comment> | \x20<comment> | <comment> | \t<comment> | ; <comment>
statement = x = <value> | if x:<end>?<newline>    <simple><end>?<newline>    <simple>
    | def f(<end>?<newline>    a<end>?<newline>):<end>?<newline>    return <value>
    | @a<end>?<newline>@b(<end>?<newline>)<end>?<newline>class A:<end>?<newline>    pass
    | try:<end>?<newline>    pass<end>?<newline>finally:<end>?<newline>    pass<end>?<newline>
    | <simple>; <simple> | if x: <simple> | match x:<newline> case 1:<end>?<newline>  pass
simple = x = <value> | pass | import os | y(<value>) | '''<comment>'''
value = 1 | f(<end>?<newline>    1,<end>?<newline>    <comment><newline>    y,<newline>) | '<comment>'
    | \x22""<newline><comment><newline>\x22"" | 1 + \\<newline>    2 | f'{x}<comment>' | (x<end><newline>)
    | [<value>, <value>] | '\xc3\xa9\xf0\x9d\x84\x9e'
comment = # tflint-ckpt: ignore[<list>]<rest>? | # tflint-ckpt: ignore-file[<list>]<rest>?
    | # noqa: <codes><rest>? | #tflint-ckpt:ignore <list> | # tflint-ckpt: <word> | # type: ignore
    | # noqa | # <rest> | <comment> <comment> | <comment><comment> | #  Tflint-ckpt: Ignore[<list>
    | # coding: <word> | #
list = <code> | <code>, <list> | <code>,<list> | <code> <list> | \x20<code>\x20 | , | <> | <code>]
codes = <code> | <code>,<codes> | <code> <codes> | <code>, <codes>
code = TFC101 | TFC104 | TFC202 | tfc101 | TFC002 | TFC003 | TFC999 | E501 | W605 | model-parameter
    | checkpoint-max-to-keep | pipeline-cach | all | TFC
rest = \x20a reason | \x20- why: so | : x | \x0c | \x20\xc3\xa9 | \x20coding: latin-1 | \x20# | \x20\x20
    | ,
word = ignored | ignore | ignore-file | ignore-files[TFC101] | skip | [TFC101] | latin-1
""")


def check(data: bytes) -> None:
    """Every suppressed finding stands where a comment speaks of it, and what suppresses nothing can go."""
    try:
        source = Source("fuzz.py", data)
    except SourceError:
        return
    Suppressions.read(source)
    try:
        tree = text_tree(source.text)
    except NOT_PYTHON:
        return
    found = list(_findings(source, tree, Random(crc32(data))))
    kept, extra = Suppressions.read(source).apply(found, frozenset(RULES), KNOWN)
    _check_suppressed(source, found, kept)
    _check_rows(source, tree)
    for finding in extra:
        assert finding.code in ("TFC002", "TFC003")
        assert source.text[finding.start : finding.end].strip()
    _check_removal(source, tree, found, kept, extra)
    _check_added(source, tree, kept)


def _findings(source: Source, tree: ast.AST, random: Random) -> Iterator[Finding]:
    """A few findings, each at a node."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.stmt, ast.expr))]
    for node in random.sample(nodes, min(len(nodes), random.randint(0, 3))):
        line = source.line_text(node.lineno)
        column = len(line.encode()[: node.col_offset].decode(errors="ignore")) + 1
        start = source.offset(node.lineno, column)
        code = random.choice(("TFC101", "TFC104", "TFC202"))
        yield Finding(code, RULES[code], Severity.ERROR, "message", source.path, start, start + 1)


def _check_suppressed(source: Source, found: Sequence[Finding], kept: Sequence[Finding]) -> None:
    """Suppressed is what stands in a row that a comment speaks of, and is named by it."""
    if "\f" in source.text:  # rows are of the parseable text, where a form feed can end a line
        return
    directives = Suppressions.read(source).directives
    for finding in found:
        row = source.position(finding.start)[0]
        named = [
            entry for each in directives if row in each.rows for entry in each.entries if not entry.foreign
        ]
        codes = {KNOWN.get(entry.text.upper()) or KNOWN.get(entry.text.lower()) for entry in named}
        assert (finding in kept) is (finding.code not in codes)


def _check_rows(source: Source, tree: ast.AST) -> None:
    """No comment speaks of a part of a simple statement only, and none of two that share no line."""
    if "\f" in source.text:
        return
    for directive in Suppressions.read(source).directives:
        rows = directive.rows
        assert source.text[directive.start] == "#"
        spoken_of = [
            (node.lineno, node.end_lineno or node.lineno)
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt) and not hasattr(node, "body") and not hasattr(node, "cases")
            if node.lineno in rows or node.end_lineno in rows
        ]
        for first, last in spoken_of:
            assert rows.start <= first
            assert last < rows.stop
        if directive.kind != "ignore-file":
            assert all(one[1] >= other[0] for one, other in pairwise(spoken_of))


def _check_removal(
    source: Source, tree: ast.AST, found: Sequence[Finding], kept: Sequence[Finding], extra: Sequence[Finding]
) -> None:
    """Without the comments that suppress nothing the code and the other comments are the same, and so is
    what is suppressed; in the end nothing more is said about any."""
    others = _foreign(source.text)
    for _ in range(ROUNDS):
        chosen = choose(one for one in extra if one.fix and one.fix.applicability is Applicability.SAFE)
        if not chosen:
            return
        edits = by_path(chosen)[source.path]
        if not all(map(source.takes, edits)):
            return
        try:
            changed = source.edited(edits)
        except SourceError:  # refused, and the file stays as it is
            assert "coding" in source.text
            return
        assert changed.text == splice(source.text, edits)
        assert ast.dump(text_tree(changed.text)) == ast.dump(tree)
        assert _foreign(changed.text) == others
        found = [_moved(one, edits) for one in found]
        before = [_moved(one, edits) for one in kept]
        kept, extra = Suppressions.read(changed).apply(found, frozenset(RULES), KNOWN)
        assert kept == before
        source = changed
    raise AssertionError("no end of removing")


def _check_added(source: Source, tree: ast.AST, kept: Sequence[Finding]) -> None:
    """Comments that are added suppress what they are said to, and leave the code as it is."""
    try:
        changed, left = suppressed(source, kept, " a reason")
    except SourceError:  # refused, and the file stays as it is
        return
    assert ast.dump(text_tree(changed.text)) == ast.dump(tree)
    assert _foreign(changed.text) == _foreign(source.text)
    if "\f" in source.text or "\r" in source.text:
        return
    moved = [replace(one, start=_after(source, changed, one.start)) for one in kept]
    still, _ = Suppressions.read(changed).apply(moved, frozenset(RULES), KNOWN)
    assert len(still) == left


def _after(source: Source, changed: Source, offset: int) -> int:
    """Where in *changed*, whose lines are longer, the character at *offset* stands."""
    line, column = source.position(offset)
    return changed.offset(line, column)


def _foreign(text: str) -> list[str]:
    """What a text holds for other tools, which take a form feed between codes for a blank, as flake8 does."""
    lists = re.findall(r"(?i)#\s*noqa\s*:\s*((?:[A-Z]+[0-9]+(?:,|[^\S\r\n])*)+)", text)
    return re.findall(r"E501|W605", " ".join(lists)) + re.findall(r"#\s*type: ignore", text)


def _moved(finding: Finding, edits: Sequence[Edit]) -> Finding:
    by = sum(len(edit.text) - (edit.end - edit.start) for edit in edits if edit.end <= finding.start)
    return replace(finding, start=finding.start + by, end=finding.end + by)
