"""Places in text: where a line begins and ends, and what shares a line with a span."""

from __future__ import annotations


def line_start(text: str, offset: int) -> int:
    """Offset of the first character of the line that holds *offset*."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Offset of the line ending (or the end of the text) at or after *offset*."""
    ends = [place for place in (text.find("\n", offset), text.find("\r", offset)) if place >= 0]
    return min(ends, default=len(text))


def next_line(text: str, offset: int) -> int:
    """Offset of the first character after the line ending at or after *offset*."""
    end = line_end(text, offset)
    return end + 2 if text[end : end + 2] == "\r\n" else min(end + 1, len(text))


def indentation(text: str, offset: int) -> str:
    """The white space that the line of *offset* begins with."""
    start = line_start(text, offset)
    end = start
    while end < len(text) and text[end] in " \t\f":
        end += 1
    return text[start:end]


def begins_line(text: str, offset: int) -> bool:
    """Whether only white space stands before *offset* on its line."""
    return not text[line_start(text, offset) : offset].strip()


def continues(text: str, offset: int) -> bool:
    """Whether the line of *offset* goes on from the one before by a backslash."""
    return text[: line_start(text, offset)].rstrip("\r\n").endswith("\\")


def rest_of_line(text: str, offset: int) -> str:
    """What follows *offset* on its line, without white space around it."""
    return text[offset : line_end(text, offset)].strip()
