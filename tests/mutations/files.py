"""Dressings of the file as bytes: line endings, byte order mark, encodings, how it ends. They come last."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.mutations.script import Change, Pick, Script

COMMENTS = {"latin-1": "é", "cp1252": "€", "euc-jp": "日本", "gbk": "中文", "koi8-r": "Ж", "utf-8": "😀"}
"""For each encoding, something that ASCII has not."""


def crlf(script: Script, pick: Pick) -> list[Change]:
    """Lines end with ``\\r\\n``."""
    return _line_endings(script, "\r\n")


def cr(script: Script, pick: Pick) -> list[Change]:
    """Lines end with ``\\r``."""
    return _line_endings(script, "\r")


def no_last_line_ending(script: Script, pick: Pick) -> list[Change]:
    """The last line has no ending."""
    end = len(script.text)
    return [Change(end - 1, end, "")] if script.text.endswith("\n") else []


def white_space_at_the_end(script: Script, pick: Pick) -> list[Change]:
    """Empty lines, and spaces, behind the last line."""
    end = len(script.text)
    return [Change(end, end, "\n   \n\t\n  ")]


def cookie(encoding: str) -> Callable[[Script, Pick], list[Change]]:
    """A cookie and a comment that needs it; the file is to be encoded so (see `as_encoded`)."""

    def changes(script: Script, pick: Pick) -> list[Change]:
        head = f"# -*- coding: {encoding} -*-\n# {COMMENTS[encoding]}\n"
        try:
            script.text.encode(encoding)
        except UnicodeEncodeError:
            return []
        return [Change(0, 0, head)]

    return changes


def as_encoded(script: Script) -> Script:
    """The script with the encoding that its cookie says."""
    found = re.match(r"# -\*- coding: (\S+)", script.text)
    return replace(script, encoding=found[1]) if found else script


def without_cookie(text: str) -> str:
    """Undoes `cookie`."""
    return re.sub(r"\A# -\*- coding: .*\n.*\n", "", text)


def with_line_feeds(text: str) -> str:
    """Undoes `crlf` and `cr`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_endings(script: Script, ending: str) -> list[Change]:
    return [
        Change(place, place + 1, ending) for place, character in enumerate(script.text) if character == "\n"
    ]
