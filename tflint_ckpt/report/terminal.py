"""What a terminal can show: colour, and characters that would act on it instead of being shown."""

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
