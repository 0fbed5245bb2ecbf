"""When colour is used, and what is shown of characters that a terminal would act on."""

from __future__ import annotations

import io

import pytest

from tflint_ckpt.report.terminal import paint, visible, wants_color


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "color"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"TERM": "xterm"}, True),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": ""}, False),
        ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(choice: str, terminal: bool, environment: dict[str, str], color: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert wants_color(choice, stream, environment) is color


def test_a_file_is_no_terminal() -> None:
    assert not wants_color("auto", None, {})


def test_paint() -> None:
    assert paint("error", "\033[1m", "\033[31m", color=True) == "\033[1m\033[31merror\033[0m"
    assert paint("error", "\033[1m", color=False) == "error"
    assert paint("", "\033[1m", color=True) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/train.py", "src/train.py"),
        ("caf\u00e9 \u691c\u67fb.py", "caf\u00e9 \u691c\u67fb.py"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[2J", "\\x1b[2J"),
        ("caf\udce9.py", "caf\\udce9.py"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
