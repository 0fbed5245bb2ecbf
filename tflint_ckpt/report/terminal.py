"""What a terminal can show: colour, links, so many columns, and no characters that would act on it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

RESET = "\033[0m"
BOLD = "\033[1m"
RED = "\033[31m"
GREEN = "\033[32m"
YELLOW = "\033[33m"
BLUE = "\033[34m"
CYAN = "\033[36m"

LEAST = 40
"""In fewer columns nothing is legible: the terminal may break lines itself."""
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")

SEVERITY_COLORS = {"error": RED, "warning": YELLOW, "info": CYAN}


def wants_color(choice: str, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what goes to *stream*; *choice* is the value of ``--color``.

    With ``auto``, ``NO_COLOR`` switches colour off, then ``FORCE_COLOR`` on, and then it depends on
    whether *stream* is a terminal that understands it.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


def follows_links(choice: str, stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether *stream* is a terminal that is known to make links of OSC 8; *choice* is that of ``--color``.

    Most others ignore it, but some print it. ``FORCE_HYPERLINK`` says what a terminal can do, too.
    """
    if choice == "never" or stream is None or not stream.isatty() or environment.get("TERM") == "dumb":
        return False
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if environment.get("CI") or environment.get("TMUX") or environment.get("STY"):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        any(environment.get(name) for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID"))
        or environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM") in _LINKING_TERMS
        or (vte.isdecimal() and int(vte) >= 5000)
    )


def width(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> int | None:
    """How many columns the terminal behind *stream* has; ``None`` if there is none, or it does not say.

    ``COLUMNS`` overrules what a terminal says of itself.
    """
    if stream is None or not stream.isatty():
        return None
    columns = environment.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def link(text: str, url: str, *, links: bool) -> str:
    """*text* as a link to *url* where *links* is on."""
    return f"\033]8;;{url}\033\\{text}\033]8;;\033\\" if links else text


def wrap(text: str, columns: int | None, indent: str, hanging: str = "") -> list[str]:
    """*text*, one line, as lines of at most so many columns, unless a word is longer.

    Each begins with *indent*, and those after the first with *hanging* as well.
    """
    if columns is None or len(indent) + len(text) <= columns:
        return [indent + text]
    from textwrap import wrap as lines_of

    return lines_of(
        text,
        max(columns, LEAST),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paint(text: str, *codes: str, color: bool) -> str:
    """*text* in the given codes where *color* is on; empty text stays empty."""
    return f"{''.join(codes)}{text}{RESET}" if color and text else text


def visible(text: str) -> str:
    """*text* with what a terminal would act on, and what no encoding has, as an escape sequence.

    File names can hold line feeds, escape codes and, where they are not valid text, lone surrogates.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
