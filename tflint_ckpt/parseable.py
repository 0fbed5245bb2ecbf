"""Text that LibCST gives back as it got it: what it would lose is replaced, one character for one."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

_FORM_FEEDS = pattern(r"^[ \t\f]*\f(?![\n\r])", re.MULTILINE)
"""What stands before the code of a line up to its last form feed, which sets the indentation back to 0."""
_TABS = pattern(r"^ *\t[ \t]*", re.MULTILINE)
"""An indentation that has tabs."""
_BEFORE_NOTHING = pattern(r"^[ \t\f]+(?=[#\r\n]|\Z)", re.MULTILINE)
"""What stands before a comment, or in a line without anything."""


def parseable(text: str) -> str:
    """*text* with the same length, offsets and syntax tree, which a parser takes without loss.

    A lone carriage return is a line ending to Python, but LibCST drops the last one. It drops form feeds at
    the start of a line with code, and behind the last statement blank lines before an indented comment and
    an empty line among blank ones. One loss is left: a backslash that joins an empty line to the next.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\0").replace("\r", "\n").replace("\0", "\r\n")
    if "\f" in text:
        text = _without_form_feeds(text)
    return _with_plain_end(text)


def untabbed(text: str) -> str:
    """*text*, as :func:`parseable` gives it, with a space for each tab in front of the code of a line.

    Python takes a line to be in the block of the one above only if both are indented by as many
    characters, and a line to be further in only if it has more. So all blocks stay what they are, however
    tabs and spaces are mixed; LibCST wants them to begin with the same characters.
    """
    if not _TABS.search(text):
        return text
    joined = _joined_lines(text)

    def spaces(match: re.Match[str]) -> str:
        return match[0] if match.start() in joined else " " * len(match[0])

    return _TABS.sub(spaces, text)


def _without_form_feeds(text: str) -> str:
    """*text* without those at the start of a statement; Python and LibCST agree on all others."""
    joined = _joined_lines(text) if _FORM_FEEDS.search(text) else ()

    def blank(match: re.Match[str]) -> str:
        return match[0] if match.start() in joined else "\n" * len(match[0])

    text = _FORM_FEEDS.sub(blank, text)
    kept = text.lstrip("\f")
    return "\n" * (len(text) - len(kept)) + kept


def _joined_lines(text: str) -> set[int]:
    """Where the lines begin that continue a statement, in brackets, in a string or behind a backslash.

    As far as *text*, whose lines end in line feeds, can be split into tokens.
    """
    from io import StringIO
    from itertools import accumulate
    from tokenize import COMMENT, DEDENT, INDENT, NEWLINE, NL, TokenError, generate_tokens

    lines = StringIO(text, newline="\n").readlines()
    starts = [0, *accumulate(map(len, lines))]
    # a statement may begin behind a backslash that stands alone: no token tells of that line
    joined = {starts[row] for row, line in enumerate(lines, 1) if line.strip(" \t\f\r\n") == "\\"}
    first = 0
    try:
        for token in generate_tokens(iter([*lines, ""]).__next__):
            if token.type == NEWLINE and first:
                joined.update(starts[first : token.start[0]])  # rows of tokens count from 1
                first = 0
            elif token.type not in (COMMENT, DEDENT, INDENT, NEWLINE, NL):
                first = first or token.start[0]
    except (TokenError, SyntaxError):
        pass
    return joined


def _with_plain_end(text: str) -> str:
    """*text* without blanks before the comments, and in the lines, behind the last statement."""
    end = len(text.rstrip(" \t\f\r\n"))
    if text[end:].strip("\r\n"):
        text = text[:end] + re.sub(r"[ \t\f]", "\n", text[end:])
    start = _last_lines(text)
    return text[:start] + _BEFORE_NOTHING.sub(lambda match: "\n" * len(match[0]), text[start:])


def _last_lines(text: str) -> int:
    """Where the lines begin, at the end of *text*, that hold nothing but comments."""
    start = len(text)
    while start:
        line = text.rfind("\n", 0, start - 1) + 1
        if text[line:start].strip(" \t\f\r\n")[:1] not in ("", "#"):
            break
        start = line
    return start
