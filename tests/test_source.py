"""Bytes to text and back: encodings as CPython reads them, line endings, positions."""

from __future__ import annotations

import pytest

from tflint_ckpt.finding import Edit
from tflint_ckpt.source import Place, Source, SourceError

BOM = b"\xef\xbb\xbf"

READABLE = [
    (b"", "", "utf-8"),
    (b"x = 1\n", "x = 1\n", "utf-8"),
    ("x = 'é日😀'\n".encode(), "x = 'é日😀'\n", "utf-8"),
    (BOM + b"x = 1\n", "x = 1\n", "utf-8"),
    (BOM + b"# coding: utf-8\nx = 1\n", "# coding: utf-8\nx = 1\n", "utf-8"),
    (b"# coding: utf-8\n", "# coding: utf-8\n", "utf-8"),
    (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n", "iso-8859-1"),
    (b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", None, "cp1252"),
    (b"\n# coding: latin-1\nx = '\xe9'\n", None, "iso-8859-1"),
    (b"\f# coding: latin-1\nx = '\xe9'\n", None, "iso-8859-1"),
    (b"# coding: latin-1\r\nx = '\xe9'\r\n", None, "iso-8859-1"),
    (b"# coding: latin-1\rx = '\xe9'\r", None, "iso-8859-1"),
    (b"x = 1\n# coding: latin-1\n", None, "utf-8"),
    (b"# a\n# b\n# coding: latin-1\n", None, "utf-8"),
    (b"encoding = 'latin-1'\n", None, "utf-8"),
    (b"# coding: euc-jp\nx = '\xc6\xfc'\n", None, "euc-jp"),
]


@pytest.mark.parametrize(("data", "text", "encoding"), READABLE)
def test_what_python_can_read(data: bytes, text: str | None, encoding: str) -> None:
    compile(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), "x", "exec")
    source = Source("x.py", data)
    assert source.encoding == encoding
    if text is not None:
        assert source.text == text
    assert source.bom is data.startswith(BOM)
    assert source.encode(source.text) == source.data == data


UNREADABLE = [
    (b"x = '\xff'\n", "not utf-8 text", 5),
    (b"# coding: nonsense\n", "unknown encoding", 0),
    (b"# coding: rot13\n", "rot13", 0),
    (b"# coding: undefined\nx = 1\n", "undefined", 0),
    (b"# coding: ascii\nx = '\xe9'\n", "not ascii text", 21),
    (BOM + b"# coding: latin-1\n", "byte order mark", 0),
    (b"x = 1\0\n", "null byte", 5),
    ("x = 1\n".encode("utf-16"), "", 0),
]


@pytest.mark.parametrize(("data", "said", "offset"), UNREADABLE)
def test_what_python_cannot_read_either(data: bytes, said: str, offset: int) -> None:
    with pytest.raises((SyntaxError, ValueError)):
        compile(data, "x", "exec")
    with pytest.raises(SourceError) as raised:
        Source("x.py", data)
    assert said in raised.value.message
    if offset:
        assert raised.value.offset == offset


def test_the_offset_of_bad_bytes_counts_the_byte_order_mark() -> None:
    with pytest.raises(SourceError) as raised:
        Source("x.py", BOM + b"ab\xff")
    assert raised.value.offset == 5
    with pytest.raises(SourceError) as raised:
        Source("x.py", BOM + b"ab\0")
    assert raised.value.offset == 5


def edited(source: Source, old: str, new: str) -> Source:
    """*source* with the first *old* in it replaced."""
    start = source.text.index(old)
    return source.edited([Edit(source.path, start, start + len(old), new)])


def test_edited_text_keeps_encoding_and_mark() -> None:
    latin = Source("x.py", b"# coding: latin-1\nx = '\xe9'\n")
    assert edited(latin, "x", "y").data == b"# coding: latin-1\ny = '\xe9'\n"
    with pytest.raises(UnicodeEncodeError):
        edited(latin, "x", "日")
    marked = Source("x.py", BOM + b"x\r\n")
    assert edited(marked, "x", "y").data == BOM + b"y\r\n"


def test_what_cannot_be_read_keeps_its_bytes() -> None:
    assert Source.unreadable("x.py", b"x = '\xff'\n").data == b"x = '\xff'\n"


def test_lines_are_counted_again_once_forgotten() -> None:
    source = Source("x.py", b"a\nb\n")
    before = source.place(2)
    source.forget_lines()
    assert str(source.place(2)) == str(before) == "2:1"


LINES = [
    ("", [""], "\n"),
    ("a", ["a"], "\n"),
    ("a\n", ["a", ""], "\n"),
    ("a\nb", ["a", "b"], "\n"),
    ("a\r\nb\r\n", ["a", "b", ""], "\r\n"),
    ("a\rb\r", ["a", "b", ""], "\r"),
    ("a\n\rb", ["a", "", "b"], "\n"),
    ("a\r\r\nb", ["a", "", "b"], "\r"),
    ("\n\n", ["", "", ""], "\n"),
    ("a\fb\vc\x1cd\u2028e\x85f\n", ["a\fb\vc\x1cd\u2028e\x85f", ""], "\n"),
    ("é😀\nb", ["é😀", "b"], "\n"),
]


@pytest.mark.parametrize(("text", "lines", "newline"), LINES)
def test_lines(text: str, lines: list[str], newline: str) -> None:
    source = Source("x.py", text.encode())
    assert [source.line_text(place + 1) for place in range(len(source.line_starts))] == lines
    assert source.newline == newline


@pytest.mark.parametrize("text", [text for text, _, _ in LINES])
def test_positions_and_offsets_are_each_others_inverse(text: str) -> None:
    source = Source("x.py", text.encode())
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert line >= 1
        assert column >= 1
        assert source.offset(line, column) == offset
    assert source.offset(1000, 1) == len(text)


LATIN_ON_THE_THIRD = b"# a\n# b\n# coding: latin-1\nx = '\xc3\xa9'\n"


@pytest.mark.parametrize(
    ("data", "edits", "said"),
    [
        (LATIN_ON_THE_THIRD, [(0, 4)], "declares iso-8859-1 instead of utf-8"),
        (LATIN_ON_THE_THIRD.replace(b"latin-1", b"skip"), [(0, 4)], "unknown encoding: skip"),
        (b"# coding: latin-1\nx = '\xe9'\n", [(0, 18)], "not utf-8 text"),
        (b"# coding: latin-1\nx = '\xc3\xa9'\n", [(0, 18)], "declares utf-8 instead of iso-8859-1"),
    ],
)
def test_an_edit_must_not_change_the_encoding(data: bytes, edits: list[tuple[int, int]], said: str) -> None:
    source = Source("x.py", data)
    with pytest.raises(SourceError, match=said):
        source.edited([Edit("x.py", start, end, "") for start, end in edits])


@pytest.mark.parametrize(
    ("data", "given_back"),
    [
        ("x = 'é'\n".encode(), True),
        (b"# coding: cp932\nx = '\xed\x40'\n", True),
        (b"# coding: cp932\nx = '\xfa\x5c'\n", False),  # the same character, which is written as above
        (b"# coding: iso-2022-jp\nx = '\x1b$B\x1b(B'\n", False),
        (b"# coding: idna\nx = 1\n# " + b"a" * 70, False),  # it cannot write what it read
        (b"# ncoding=utf-16", False),
    ],
)
def test_a_file_that_its_codec_writes_otherwise_takes_no_edit(data: bytes, given_back: bool) -> None:
    source = Source("x.py", data)
    assert source.takes(Edit("x.py", 0, 0, "")) is given_back


def test_an_unreadable_file_can_be_shown() -> None:
    source = Source.unreadable("x.py", b"ab\xffc\n")
    assert not source.readable
    assert source.position(2) == (1, 3)


def test_a_place_is_shown_as_people_count() -> None:
    assert (str(Place(3, 12)), Place(3, 12).spoken) == ("3:12", "line 3")
    assert (str(Place(3, 12, cell=7)), Place(3, 12, cell=7).spoken) == ("cell 7:3:12", "cell 7, line 3")
    assert str(Source("x.py", b"a\nbc\n").place(3)) == "2:2"
    assert [Source("x.py", b"a\nbc\n").line_name(line) for line in (1, 2, 3)] == ["1", "2", "3"]
