"""Edits change the sources of the cells they touch, and no other byte."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notebook.made import document, notebook
from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Edit
from tflint_ckpt.notebook.notebook import Notebook


def edit(source: Notebook, old: str, new: str) -> Edit:
    """The edit that replaces the first *old* by *new*; behind a ``|`` in *old* nothing is replaced."""
    before, mark, _ = old.partition("|")
    start = source.text.index(old.replace("|", "", 1))
    return Edit(source.path, start + len(before) * bool(mark), start + len(before), new)


def edited(written: str, old: str, new: str) -> str:
    source = Notebook("n.ipynb", written.encode())
    change = edit(source, old, new)
    assert source.takes(change)
    return source.edited([change]).data.decode()


LINES = [
    # source, what is replaced, by what, source afterwards
    (["import os\n", "x = 1"], "1", "2", ["import os\n", "x = 2"]),
    (["import os\n", "x = 1"], "|import", "import gc\n", ["import gc\n", "import os\n", "x = 1"]),
    (["import os\n", "x = 1"], "|x", "y = 0\n", ["import os\n", "y = 0\n", "x = 1"]),
    (["import os\n", "x = 1"], "import os\n", "", ["x = 1"]),
    (["import os\n", "x = 1\n", "y = 2"], "x = 1\n", "", ["import os\n", "y = 2"]),
    (["a\n", "b\n", "c\n", "d"], "b\nc\n", "", ["a\n", "d"]),
    (["a\n", "b\n", "c"], "b\nc", "x", ["a\n", "x"]),
    (["x = f(1)"], "1", "\n    1,\n", ["x = f(\n", "    1,\n", ")"]),
    (["a\n", "b"], "a", "", ["\n", "b"]),
    (["a"], "a", "", []),
    ("x = 1\ny = 2", "1", "2\nz = 1", "x = 2\nz = 1\ny = 2"),
    ("x = 1", "1", "'é\t\"\\'", "x = 'é\t\"\\'"),
    ("x", "x", "", ""),
]  # fmt: skip


@pytest.mark.parametrize("indent", [None, 0, 1, 4])
@pytest.mark.parametrize(("before", "old", "new", "after"), LINES)
def test_the_rest_is_as_if_the_source_had_been_written_so(
    before: object, old: str, new: str, after: object, indent: int | None
) -> None:
    assert edited(document("q", before, ["z\n", "w"], indent=indent), old, new) == document(
        "q", after, ["z\n", "w"], indent=indent
    )


ENDS = [
    # the last cell's source, start and end of the edit from the end of the text, the new text, the new source
    (["a\n", "b"], 1, -1, "", ["a"]),
    (["a\n", "b"], 0, 0, "\nc", ["a\n", "b\n", "c"]),
    (["a\n", "b"], -1, -1, "c\n", ["a\n", "b\n", "c"]),
    (["a\n", "b"], -1, -1, "c\nd\n", ["a\n", "b\n", "c\n", "d"]),
    (["a\n", "b"], -1, -1, "\n\nc\n\n", ["a\n", "b\n", "\n", "\n", "c"]),
    (["a\n", "b\n"], 0, 0, "c\n", ["a\n", "b\n", "c\n"]),
    (["a\n", "b\n"], 2, 0, "", ["a\n"]),
    (["a\r\n", "b"], 1, -1, "", ["a"]),
    (["a\r\n", "b"], -1, -1, "c\r\n", ["a\r\n", "b\r\n", "c"]),
    ("a\nb", 1, -1, "", "a"),
    ("a\nb", -1, -1, "c\n", "a\nb\nc"),
    ("b", 1, -1, "", ""),
    (["b"], 1, -1, "", []),
    (["b"], -1, -1, "c\n", ["b\n", "c"]),
    ("", -1, -1, "c\n", "\nc"),
]


@pytest.mark.parametrize(("before", "start", "end", "new", "after"), ENDS)
@pytest.mark.parametrize("behind", [(), (["z"],)])
def test_the_line_behind_a_cells_last_one_can_be_edited(
    before: str | list[str], start: int, end: int, new: str, after: object, behind: tuple[object, ...]
) -> None:
    source = Notebook("n.ipynb", document(["a\n", "b"], before, *behind).encode())
    length = len("a\nb\n\n" + "".join(before))
    change = Edit(source.path, length - start, length - end, new)
    assert source.takes(change)
    assert source.edited([change]).data.decode() == document(["a\n", "b"], after, *behind)


def test_odd_escapes_outside_the_edit_stay() -> None:
    written = (
        '\ufeff{"nbformat":4,"cells":[{"source":["a = \\"\\u0041\\/\\u00e9\\"\\u000a" ,\n\t"b = \\u0031\\n"],'
        '"cell_type":"code"}]}'
    )
    source = Notebook("n.ipynb", written.encode())
    changed = source.edited([edit(source, "b = 1", "b = 2")])
    assert changed.data.decode() == written.replace("b = \\u0031", "b = 2")
    changed = source.edited([edit(source, "|b", "c\n")])
    assert changed.data.decode() == written.replace('"b = ', '"c\\n" ,\n\t"b = ')


@pytest.mark.parametrize("ascii_only", [True, False])
def test_letters_are_escaped_where_the_document_escapes_them(ascii_only: bool) -> None:
    changed = edited(document("x = 1", ascii_only=ascii_only), "1", "'é😀\x07'")
    assert changed == document("x = 'é😀\x07'", ascii_only=ascii_only)


@pytest.mark.parametrize("separator", [",", ", ", ",\n    "])
def test_a_list_of_one_string_gets_the_layout_of_the_other_lists(separator: str) -> None:
    cell = '{"cell_type":"code","source":[%s]}'
    second = cell % f'"b\\n"{separator}"c"'
    expected = '{"nbformat":4,"cells":[' + cell % '"a"' + "," + second + "]}"
    assert edited(expected, "|a", "x\n") == expected.replace('["a"]', f'["x\\n"{separator}"a"]')


def test_a_list_of_one_string_is_laid_out_as_its_start_where_there_is_no_other() -> None:
    written = '{"nbformat":4,"cells":[{"source":[\n  "a"\n ],"cell_type":"code"}]}'
    assert edited(written, "|a", "x\n") == written.replace('"a"', '"x\\n",\n  "a"')
    assert edited(written, "a", "") == written.replace('[\n  "a"\n ]', "[]")


REFUSED = [
    (("a", "b"), "a\n\nb", ""),
    (("a", "b"), "\n\nb", ""),
    (("!ls\nx", "b"), "ls", ""),
    (("%%bash\nls", "b"), "|\n\nb", "c\n"),
    (("a", "b = "), "b", "c"),
    (("a", "b = "), "| = ", "c"),
]


@pytest.mark.parametrize(("texts", "old", "new"), REFUSED)
def test_what_is_not_the_python_of_one_cell_is_not_edited(texts: tuple[str, ...], old: str, new: str) -> None:
    source = notebook(*texts)
    assert not source.takes(edit(source, old, new))


def test_a_cell_without_a_source_is_not_edited() -> None:
    for cell in ('{"cell_type": "code"}', '{"cell_type": "code", "source": []}'):
        source = Notebook("n.ipynb", f'{{"nbformat": 4, "cells": [{cell}]}}'.encode())
        assert not source.takes(Edit("n.ipynb", 0, 0, "x"))
    assert not Notebook("n.ipynb", b'{"nbformat": 4}').takes(Edit("n.ipynb", 0, 0, "x"))


def test_edits_that_overlap_are_an_error() -> None:
    source = notebook("abc = 1")
    with pytest.raises(ValueError, match="overlapping"):
        source.edited([Edit("n.ipynb", 0, 2, "x"), Edit("n.ipynb", 1, 3, "y")])


PIECES = [
    "x = 1\n",
    "é = '😀'\n",
    "\n",
    "y",
    "f(\n  2)\n",
    "\r\n",
    '"a\\t"\n',
    "    z\n",
    "# a\n",
    "!ls\n",
    "%%time\n",
]
SOURCES = st.lists(
    st.tuples(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.booleans()),
    min_size=1,
    max_size=4,
)


def random_edits(source: Notebook, chance: random.Random) -> list[Edit]:
    edits: list[Edit] = []
    position = 0
    for _ in range(chance.randrange(1, 4)):
        if position > len(source.text):
            break
        start = chance.randint(position, len(source.text))
        end = min(len(source.text), start + chance.choice((0, 0, 1, 2, 5)))
        edit = Edit(source.path, start, end, chance.choice(("", "q", "é\n", "w\nv\n", '"\\\\')))
        if source.takes(edit) and (start < end or edit.text):
            edits.append(edit)
            position = end + 1
    return edits


@settings(max_examples=400, deadline=None)
@given(SOURCES, st.sampled_from([None, 1, 2]), st.booleans(), st.randoms(use_true_random=False))
def test_random_edits_change_the_sources_as_they_change_the_text(
    sources: list[tuple[str, bool]], indent: int | None, ascii_only: bool, chance: random.Random
) -> None:
    written = document(*map(laid_out, sources), indent=indent, ascii_only=ascii_only)
    source = Notebook("n.ipynb", written.encode())
    edits = random_edits(source, chance)
    changed = source.edited(edits)
    expected, start = [], 0
    for text, as_list in sources:
        inside = [
            Edit("", each.start - start, each.end - start, each.text)
            for each in edits
            if start <= each.start <= start + len(text) + 1
        ]
        expected.append((spliced(text, inside), as_list))
        start += len(text) + 2
    assert changed.data.decode() == document(*map(laid_out, expected), indent=indent, ascii_only=ascii_only)
    assert changed.text == "\n\n".join(text for text, _ in expected)


def laid_out(source: tuple[str, bool]) -> object:
    text, as_list = source
    return [part for part in re.split(r"(?<=\n)", text) if part] if as_list else text


def spliced(text: str, edits: list[Edit]) -> str:
    """*text* after edits that may reach behind the line feed which ends its last line."""
    if all(edit.end <= len(text) for edit in edits):
        return splice(text, edits)
    last = "\r\n" if re.match(r".*\r\n", text) else "\n"
    new = splice(f"{text}\0", edits).replace("\0", last)
    ended = re.compile(r"\r?\n\Z" if text.endswith("\n") else r"(\r?\n)*\Z")
    return ended.sub("", new, count=1)
