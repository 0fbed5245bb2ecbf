"""Bytes of a Python file to text and back: what Python reads is read, as Python reads it."""

from __future__ import annotations

import ast
import re
from importlib.util import decode_source
from io import StringIO
from itertools import accumulate

from tests.fuzz.grammar import Grammar
from tflint_ckpt.finding import Edit
from tflint_ckpt.source import Source, SourceError

NOT_PYTHON = (SyntaxError, ValueError, LookupError, OverflowError, MemoryError, RecursionError)

GRAMMAR = Grammar(r"""
start = <bom>?<first>?<line>*<line>*<tail>? | <line>*<cookie><line>*
bom = \xef\xbb\xbf
first = <cookie> | #!/usr/bin/env python<newline><cookie> | \x0c<cookie> | <newline><cookie>
cookie = # -*- coding: <codec> -*-<newline> | # vim: set fileencoding=<codec> :<newline>
    | #coding=<codec><newline> | # encoding: <codec> | 'coding: <codec>'<newline>
codec = utf-8 | UTF_8 | utf-8-sig | latin-1 | iso-8859-15 | cp1252 | ascii | euc-jp | shift_jis | utf-16
    | utf-7 | cp037 | rot13 | undefined | idna | mbcs | base64 | raw_unicode_escape | punycode | x
newline = \n | \n | \r\n | \r | \n\x0c | \x0c\n | \x20\n | \\\n
line = <space>?<statement><newline> | <newline> | <space>?# <text><newline>
space = \x20  \x20 | \x20\x20 | \t | \x0c | \x20\x0c\x20 | \x0c\x0c | \x0c\t | \x20
statement = x = <value> | if x:<newline>    x = <value> | def f(a):<newline>    return <value>
    | x = (<newline>  <value>,<newline><space>) | class A: pass | x = 1; y = 2
    | x = 1 + \\<newline><space>?<value> | try:<newline> pass<newline>finally:<newline> pass
value = 1 | '<text>' | \x22""<text><newline><space>?<text>\x22"" | f'{x}<text>' | b'a'
    | [<value>, <value>] | r'\\<text>' | f(<value>) | x if x else <value>
text = a | \xc3\xa9 | \xe9 | \xf0\x9d\x84\x9e | \xc6\xfc | \x80 | \x0c | \x0b | \x1c | \xe2\x80\xa8
    | \xc2\x85 | \x00 | \xef\xbb\xbf | \xed\xa0\x80 | \\N{DASH} | <text><text>
tail = \x0c | \x20 | \n\n \n | \r | \\ | \x1a | # | \x20  \x20 | \t\n\x0c
""")


def check(data: bytes) -> None:
    """What Python reads has a source with the same tree, from which the same bytes come back."""
    tree = python_tree(data)
    try:
        source = Source("fuzz.py", data)
    except SourceError as error:
        assert 0 <= error.offset <= len(data)
        assert tree is None, f"Python reads it: {error.message}"
        return
    if source.takes(Edit("fuzz.py", 0, 0, "")):
        assert source.encode(source.text) == data
        assert source.edited([]).text == source.text
    _check_lines(source)
    _check_parseable(source)
    if tree is not None:
        assert ast.dump(text_tree(source.text), include_attributes=True) == ast.dump(
            tree, include_attributes=True
        )


def python_tree(data: bytes) -> ast.AST | None:
    """What Python makes of a file, run or imported; ``None`` where it does not take it in both ways.

    ``compile`` alone lets bytes pass in comments that it refuses when it runs a file.
    """
    try:
        decode_source(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        return text_tree(data)
    except NOT_PYTHON:
        return None


def text_tree(text: str | bytes) -> ast.AST:
    """The tree of a module. Raises one of `NOT_PYTHON`."""
    return compile(text, "fuzz.py", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)


def _check_lines(source: Source) -> None:
    """Lines are where Python's own reader of text ends them, and every offset has its own line and column."""
    lines = StringIO(source.text, newline="").readlines()
    starts = [0, *accumulate(map(len, lines))]
    if lines and not lines[-1].endswith(("\r", "\n")):
        starts.pop()
    assert list(source.line_starts) == starts
    assert [source.line_text(number) for number in range(1, len(lines) + 1)] == [
        line.rstrip("\r\n") for line in lines
    ]
    for offset in range(len(source.text) + 1):
        line, column = source.position(offset)
        assert starts[line - 1] + column - 1 == offset
        assert source.offset(line, column) == offset


def _check_parseable(source: Source) -> None:
    """What the parser gets has the same offsets and the same tree, and the parser loses none of it."""
    import libcst

    text, parseable = source.text, source.parseable
    assert len(parseable) == len(text)
    for mine, theirs in zip(text, parseable, strict=True):
        assert mine == theirs or (mine in "\r\f \t" and theirs == "\n")
    try:
        tree = text_tree(text)
    except NOT_PYTHON:
        return
    assert ast.dump(text_tree(parseable)) == ast.dump(tree)
    try:
        module = libcst.parse_module(parseable)
    except libcst.ParserSyntaxError:
        return  # it lags behind CPython here and there, and such a file is reported
    # It may lose what ends the last line, where nothing stands, and it loses a backslash that joins nothing
    # to the line below; such a file is reported.
    assert module.code.rstrip() == parseable.rstrip() or re.search(
        r"^[ \t\f]*\\\r?$", parseable, re.MULTILINE
    )
