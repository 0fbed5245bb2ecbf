"""The caret stands under what is marked, whatever characters come before it."""

import pytest

from tflint_ckpt.report.snippet import WIDTH, mark

ALIGNED = [
    # the line, the marked part, what is shown, and what stands under it
    ("max_to_keep=3", "max_to_keep", "max_to_keep=3", "^^^^^^^^^^^"),
    ("f(lr=1)", "lr=1", "f(lr=1)", "  ^^^^"),
    ("\tf(lr=1)", "lr=1", "    f(lr=1)", "      ^^^^"),
    ("x\t= lr", "lr", "x   = lr", "      ^^"),
    ("a\tb\tc", "\tb\t", "a   b   c", " ^^^^^^^"),
    ('"é", lr', "lr", '"é", lr', "     ^^"),
    ('"検査点", lr', "lr", '"検査点", lr', "          ^^"),
    ('f("検査点")', '"検査点"', 'f("検査点")', "  ^^^^^^^^"),
    ("\uff57\uff45\uff49 = lr", "lr", "\uff57\uff45\uff49 = lr", " " * 9 + "^^"),
    ('"e\u0301", lr', "lr", '"e\u0301", lr', "     ^^"),
    ('"🙂", lr', "lr", '"🙂", lr', "      ^^"),
    ("x\u3000= lr", "lr", "x\u3000= lr", "     ^^"),
    ("x\u00a0= lr", "lr", "x\u00a0= lr", "    ^^"),
    ("\x0cf(lr)", "lr", "�f(lr)", "   ^^"),
    ("'\x1b[2J', lr", "lr", "'�[2J', lr", "        ^^"),
    ("'\u202e', lr", "lr", "'�', lr", "     ^^"),
]


@pytest.mark.parametrize(("line", "marked", "shown", "carets"), ALIGNED)
def test_the_caret_is_aligned(line: str, marked: str, shown: str, carets: str) -> None:
    start = line.index(marked)
    assert mark(line, start, start + len(marked)) == (shown, carets)


@pytest.mark.parametrize(
    ("line", "start", "end", "carets"),
    [
        pytest.param("f()", 2, 2, "  ^", id="an empty part gets one caret"),
        pytest.param("f()", 3, 3, "   ^", id="the end of the line"),
        pytest.param("", 0, 0, "^", id="an empty line"),
        pytest.param("f()", 1, 9, " ^^", id="a part that goes past the line ends with it"),
        pytest.param("e\u0301", 1, 2, " ^", id="a combining mark alone"),
    ],
)
def test_there_is_always_a_caret(line: str, start: int, end: int, carets: str) -> None:
    assert mark(line, start, end) == (line, carets)


LONG = "a" * 300 + "LR" + "b" * 300


@pytest.mark.parametrize(
    ("line", "shown", "carets"),
    [
        pytest.param(LONG, "…" + "a" * 40 + "LR" + "b" * 78 + "…", " " * 41 + "^^", id="in the middle"),
        pytest.param("LR" + "b" * 300, "LR" + "b" * 118 + "…", "^^", id="at the start"),
        pytest.param("a" * 300 + "LR", "…" + "a" * 118 + "LR", " " * 119 + "^^", id="at the end"),
        pytest.param("a" * 118 + "LR", "a" * 118 + "LR", " " * 118 + "^^", id="exactly fits"),
        pytest.param(
            "点" * 100 + "LR" + "b" * 300,
            "…" + "点" * 20 + "LR" + "b" * 78 + "…",
            " " * 41 + "^^",
            id="wide characters take two columns",
        ),
    ],
)
def test_a_long_line_is_cropped_round_the_marked_part(line: str, shown: str, carets: str) -> None:
    start = line.index("LR")
    assert mark(line, start, start + 2) == (shown, carets)


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_narrow_terminal_gets_less_of_the_line(width: int) -> None:
    shown, carets = mark(LONG, 300, 302, width)
    assert len(shown) == width + 2
    assert shown[carets.index("^") :].startswith("LR")
    assert carets.index("^") == 1 + min(40, width // 3)


def test_a_marked_part_longer_than_the_window_is_marked_as_far_as_it_is_shown() -> None:
    shown, carets = mark("x = " + "a" * 500, 4, 504)
    assert shown == "x = " + "a" * (WIDTH - 4) + "…"
    assert carets == "    " + "^" * (WIDTH - 4)
