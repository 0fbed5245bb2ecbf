"""Notebooks: read as ``json`` reads them, every place has its cell, and an edit changes nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from random import Random
from typing import Any
from zlib import crc32

from tests.fuzz.grammar import Grammar
from tests.fuzz.source import text_tree
from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Edit
from tflint_ckpt.notebook.document import Document
from tflint_ckpt.notebook.notebook import Notebook
from tflint_ckpt.reading import read
from tflint_ckpt.source import SourceError

NAME = "fuzz.ipynb"
INSERTED = ("", "x", "\n", "y = 1\n", "é", "\U0001f600", '"', "\\", "\t", "    ", "\r\n", "#", "\x01", "\x7f")

PYTHON = frozenset({"python", "python2", "python3", "ipython"})

GRAMMAR = Grammar(r"""
start = <bom>?{<space>"cells":<space>[<cells>],<rest>}<newline>? | {<rest>, "cells": [<cells>]}
    | {<space>"cells":<space>[<space><code>,<space><code>,<space><code><space>],<space><rest>}<newline>?
    | {"cells": [<cells>], <member>, <rest>} | {"cells": <value>, <rest>} | <value>
bom = \xef\xbb\xbf
space = <> | <> | \n\x20 | \r\n\x20\x20 | \n\t\t | \x20
newline = \n | \r\n | \n\n
rest = "metadata": {"kernelspec": {"language": "<language>"}},<space>"nbformat": 4,<space>"nbformat_minor": 5
    | "nbformat":<space>4 | "metadata": {"language_info": {"name": "<language>"}}, "nbformat": <format>
    | "metadata": <value>, "nbformat": 4
language = python | python | python3 | Python | R | <>
format = 4 | 4 | 4.0 | 3 | 5 | "4" | true | null | 1e1 | -4
cells = <cell> | <cell>,<space><cell> | <code>,<space><cells> | <>
cell = <code> | <other> | <code>
    | <value> | {"cell_type":<space>"code",<space><member>,<space>"source": <source>}
code = {<space>"cell_type":<space>"code",<space>"metadata": {},<space>"source":<space><source><space>}
    | {"source":<space><source>,<space>"outputs":<space>[<output>],<space>"cell_type": "code"}
    | {"cell_type": "code", "source": "<text>", "source": <source>} | {"cell_type": "code"}
other = {"cell_type": "markdown", "source": [<items>]} | {"cell_type": "raw", "source": "<text>"}
output = <> | {"name": "stdout", "text": ["<text>\\n"]} | {"data": {"image/png": "iVBORw0K\\n"}}
member = "<key>":<space><value>
key = source | cell_type | cells | nbformat | metadata | a | so\\u0075rce | <>
value = null | true | 1 | 1.50e+3 | NaN | -0 | "<text>" | [<value>] | {} | {"<key>": <value>} | [] | "\\u00e9"
source = "<text>" | "<lines>" | [<space><items><space>] | [<space>] | [<items>] | [<items>] | <value>
items = "<line>\\n",<space><items> | "<line>\\n",<space>"<line>" | "<line>" | "<text>"
    | "<lines>",<space><items> | "",<space><items> | "<line>\\r\\n",<space><items> | <value>, <items>
lines = <line>\\n | <line>\\n<lines> | <line>\\r\\n<lines> | <line>\\r<lines> | <line>\\u000a<lines>
text = <> | <word> | <word><text> | <lines>
word = x | \xc3\xa9 | \xf0\x9d\x84\x9e | \\u00e9 | \\ud83d\\ude00 | \\ud83d | \\ude00 | \\" | \\\\ | \\/ | \\t
    | \\u0041 | \\b | \\f | \\u0001 | \x7f | \\u2028 | \xe2\x80\xa8 | \\u0022 | \\u005c | '
    | \\D83D | \\r | \\u000D
line = <indent>?<statement> | <indent>?<magic> | # <text> | <> | <indent> | <statement>
    | <statement>  # <word>
indent = \x20\x20  | \\t | \x20 | \\f | \x20   <indent>
statement = x = <expression> | if x:\\n    <line> | def f(a):\\n    return <expression> | import os
    | x = [\\n  1,\\n] | \\"\\"\\"\\n<line>\\n\\"\\"\\" | x = 1 + \\\\\\n  2 | @a\\ndef f(): pass | pass; | f(
expression = 1 | '<word>' | f(<expression>) | \\"<word>\\" | f'{x}' | (1 if x else\\n 2)
magic = !ls | %matplotlib inline | %%time | %%bash\\nls | %%html | x = !ls | x = %time f() | ?x | x? | x.y??
    | %time x = 1 | !pip install \\\\\\n x | %%time -r 3\\nx = 1 | /f x | ,f x | ;f x | %%capture out | %%
    | %pip install x | a, b = %magic | %%timeit?
""")


@dataclass
class Cell:
    """A code cell as ``json`` reads it: all of it, and its source, which may hold half characters."""

    whole: dict[str, Any]
    text: str
    start: int
    """Where it begins in the text of the notebook."""


def check(data: bytes) -> None:
    """A notebook is read as ``json`` reads it, or refused; each place has its cell; edits stay inside."""
    document = parsed(data)
    try:
        notebook = read(NAME, data)
    except SourceError as error:
        assert 0 <= error.offset <= len(data)
        assert document is None or not is_ours(document), f"refused: {error.message}"
        return
    assert isinstance(notebook, Notebook)
    assert document is not None
    cells = list(code_cells(document))
    assert notebook.text == "\n\n".join(shown(cell.text) for cell in cells)
    assert notebook.edited([]).data == data
    _check_code(notebook)
    _check_places(notebook, cells)
    random = Random(crc32(data))
    for _ in range(3):
        edits = list(_edits(notebook, random))
        if edits:
            _check_edits(notebook, document, cells, edits)


def parsed(data: bytes) -> Any:
    """The content as ``json`` reads it; ``None`` where it does not."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def is_ours(document: Any) -> bool:
    """Whether a JSON value is a notebook of format 4 that does not say it is in another language."""
    return (
        isinstance(document, dict)
        and document.get("nbformat") == 4
        and PYTHON.issuperset(map(str.lower, _languages(document.get("metadata"))))
    )


def _languages(metadata: Any) -> Iterator[str]:
    for holder, key in (("kernelspec", "language"), ("language_info", "name")):
        said = metadata.get(holder) if isinstance(metadata, dict) else None
        language = said.get(key) if isinstance(said, dict) else None
        if isinstance(language, str) and language:
            yield language


def code_cells(document: Any) -> Iterator[Cell]:
    """The code cells; one whose source is no text has an empty one."""
    start = 0
    cells = document.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            lines = source if isinstance(source, list) else [source]
            text = "".join(lines) if all(isinstance(line, str) for line in lines) else ""
            yield Cell(cell, text, start)
            start += len(text) + 2


def shown(text: str) -> str:
    """*text* with halves of characters replaced."""
    return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)


def _check_code(notebook: Notebook) -> None:
    """Whatever the cells hold, what Python is to read is Python, as long, with the same line endings."""
    text, code = notebook.text, notebook.code
    assert len(code) == len(text)
    assert [mine if mine in "\r\n" else "" for mine in text] == [
        each if each in "\r\n" else "" for each in code
    ]
    text_tree(code)
    for offset, message in notebook.broken:
        assert 0 <= offset <= len(text)
        assert message


def _check_places(notebook: Notebook, cells: Sequence[Cell]) -> None:
    """Every offset of a cell has the cell, line and column that a user counts."""
    for number, cell in enumerate(cells, 1):
        text = shown(cell.text)
        for offset in range(len(text) + 1):
            place = notebook.place(cell.start + offset)
            lines = StringIO(text[:offset], newline="").readlines() or [""]
            # A carriage return does not end its line where a line feed follows; between cells there are two.
            following = notebook.text[cell.start + offset :][:1]
            if lines[-1].endswith("\n") or (lines[-1].endswith("\r") and following != "\n"):
                lines.append("")
            assert (place.cell, place.line, place.column) == (number, len(lines), len(lines[-1]) + 1)


def _edits(notebook: Notebook, random: Random) -> Iterator[Edit]:
    """A few edits that the notebook takes and that do not touch."""
    position = 0
    while position <= len(notebook.text):
        start = position + random.choice((0, 1, 3, 10, 30))
        end = start + random.choice((0, 0, 1, 2, 8))
        edit = Edit(NAME, start, end, random.choice(INSERTED))
        if end <= len(notebook.text) + 1 and notebook.takes(edit):
            yield edit
        position = end + 1


def _check_edits(notebook: Notebook, document: Any, cells: Sequence[Cell], edits: Sequence[Edit]) -> None:
    """The cells that are edited say what they said with the edits, and all else is as it was."""
    changed = notebook.edited(edits)
    after = parsed(changed.data)
    edited = {}
    for number, cell in enumerate(cells):
        length = len(cell.text)
        own = [
            Edit(NAME, edit.start - cell.start, edit.end - cell.start, edit.text)
            for edit in edits
            if cell.start <= edit.start < cell.start + length + 2
        ]
        if own:
            edited[number] = spliced(cell.text, own)
    for number, (before, now) in enumerate(zip(cells, code_cells(after), strict=True)):
        expected = edited.get(number, before.text)
        whole = not before.text.endswith("\r")  # which becomes one ending with a line feed put behind it
        assert unix(now.text, whole) == unix(expected, whole), (
            f"{now.text!r} instead of {expected!r}: {edits}"
        )
        assert isinstance(now.whole.get("source"), list) == isinstance(before.whole.get("source"), list)
        if number in edited:
            now.whole["source"] = before.whole["source"]
    assert json.dumps(after) == json.dumps(document)
    assert outside(changed, edited) == outside(notebook, edited)


def spliced(text: str, edits: Sequence[Edit]) -> str:
    """*text* with *edits*; for one that reaches behind the last line, that line ends as the first does.

    Of the endings behind the last line one goes again, or all where there was none.
    """
    if all(edit.end <= len(text) for edit in edits):
        return splice(text, edits)
    first = re.search(r"\r?\n", text)
    # One character until then: a line feed behind a carriage return is half an ending.
    given = splice(text + "\ue000", edits).replace("\ue000", first[0] if first else "\n")
    return re.sub(r"\r?\n\Z" if text.endswith("\n") else r"(?:\r?\n)+\Z", "", given)


def unix(text: str, whole: bool) -> str:
    """*text* with line feeds for line endings; if not *whole*, without those at its end."""
    text = text.replace("\r\n", "\n")
    return text if whole else text.rstrip("\r\n")


def outside(notebook: Notebook, edited: Sequence[int] | dict[int, str]) -> list[str]:
    """The JSON text around the sources of the code cells *edited*."""
    text = notebook.document.removeprefix("\ufeff")
    pieces, position = [], 0
    for number, cell in enumerate(Document(text).cells):
        if number in edited:
            pieces.append(text[position : cell.start])
            position = cell.end
    return [*pieces, text[position:]]
