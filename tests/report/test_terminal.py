"""When colour is used, and what is shown of characters that a terminal would act on."""

from __future__ import annotations

import io

import pytest

from tflint_ckpt.report.terminal import follows_links, link, paint, visible, wants_color, width, wrap


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


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "links"),
    [
        ("auto", True, {"TERM_PROGRAM": "iTerm.app"}, True),
        ("auto", True, {"VTE_VERSION": "6800"}, True),
        ("auto", True, {"VTE_VERSION": "4205"}, False),
        ("auto", True, {"TERM": "xterm-kitty"}, True),
        ("auto", True, {"WT_SESSION": "x"}, True),
        ("auto", True, {"TERM": "xterm"}, False),
        ("auto", True, {"TERM": "linux"}, False),
        ("auto", True, {"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, False),
        ("auto", True, {"TERM_PROGRAM": "vscode", "CI": "true"}, False),
        ("auto", True, {"FORCE_HYPERLINK": "1"}, True),
        ("auto", True, {"FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"}, False),
        ("never", True, {"TERM": "xterm-kitty"}, False),
        ("auto", False, {"FORCE_HYPERLINK": "1"}, False),
        ("always", False, {"TERM": "xterm-kitty"}, False),
    ],
)
def test_links(choice: str, terminal: bool, environment: dict[str, str], links: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert follows_links(choice, stream, environment) is links


def test_a_link_is_text_between_two_commands() -> None:
    assert link("TFC101", "https://e.org/", links=True) == "\033]8;;https://e.org/\033\\TFC101\033]8;;\033\\"
    assert link("TFC101", "https://e.org/", links=False) == "TFC101"


@pytest.mark.parametrize(
    ("terminal", "environment", "columns"),
    [
        (True, {"COLUMNS": "72"}, 72),
        (True, {"COLUMNS": "0"}, None),
        (True, {}, None),
        (False, {"COLUMNS": "72"}, None),
    ],
)
def test_width(terminal: bool, environment: dict[str, str], columns: int | None) -> None:
    assert width(Terminal() if terminal else io.StringIO(), environment) == columns


def test_a_long_message_is_broken_between_words() -> None:
    words = "ModelCheckpoint has no argument max_to_keep: Keras 3 raises TypeError"
    assert wrap(words, None, "  ") == [f"  {words}"]
    assert wrap(words, 44, "  ", "  ") == [
        "  ModelCheckpoint has no argument",
        "    max_to_keep: Keras 3 raises TypeError",
    ]
    assert wrap("x" * 60, 50, "  ") == ["  " + "x" * 60]
