"""Places in text: the offsets of a text with each kind of line ending."""

from __future__ import annotations

import pytest

from tflint_ckpt.syntax.lines import begins_line, indentation, line_end, line_start, next_line, rest_of_line

TEXT = "ab\n  cd # e\r\n\tfg\r\rhi"
LINES = ["ab", "  cd # e", "\tfg", "", "hi"]
STARTS = [0, 3, 13, 17, 18]


@pytest.mark.parametrize("place", range(len(LINES)))
def test_each_line_begins_and_ends_where_python_says(place: int) -> None:
    start, line = STARTS[place], LINES[place]
    for offset in range(start, start + len(line) + 1):
        assert line_start(TEXT, offset) == start
        assert line_end(TEXT, offset) == start + len(line)
        assert next_line(TEXT, offset) == [*STARTS, len(TEXT)][place + 1]
    assert TEXT[start : start + len(line)] == line


@pytest.mark.parametrize(
    ("offset", "begins", "rest", "indent"),
    [
        (0, True, "ab", ""),
        (1, False, "b", ""),
        (2, False, "", ""),
        (3, True, "cd # e", "  "),
        (5, True, "cd # e", "  "),
        (6, False, "d # e", "  "),
        (14, True, "fg", "\t"),
        (17, True, "", ""),
        (len(TEXT), False, "", ""),
    ],
)
def test_what_shares_a_line(offset: int, begins: bool, rest: str, indent: str) -> None:
    assert begins_line(TEXT, offset) is begins
    assert rest_of_line(TEXT, offset) == rest
    assert indentation(TEXT, offset) == indent


def test_an_empty_text() -> None:
    assert (line_start("", 0), line_end("", 0), next_line("", 0), indentation("", 0)) == (0, 0, 0, "")
    assert begins_line("", 0)


def test_a_form_feed_is_indentation() -> None:
    assert indentation("\f  x", 3) == "\f  "
    assert begins_line("\f  x", 3)
