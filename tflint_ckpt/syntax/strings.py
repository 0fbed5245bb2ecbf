"""String tokens: the characters they stand for, and where each of those is written."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import lru_cache
from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_ESCAPE = pattern(
    r"\\(?:(?P<nothing>\r\n|\r|\n)|(?P<one>[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
    r"|N\{[^}]*\}|[\\'\"abfnrtv]))"
)


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a string's value, and the offsets in the token's own text that stand for it."""

    value: str
    start: int
    end: int

    @property
    def escaped(self) -> bool:
        """Whether it is written as something else: an escape, a doubled brace."""
        return self.end - self.start != 1


@lru_cache(maxsize=64)  # one question for each character of a template
def characters(text: str, *, raw: bool, formatted: bool) -> list[Character]:
    """The characters that the inside of a string token stands for.

    *raw* is for the prefix ``r``. *formatted* says that *text* is the plain part of an f-string, where
    braces are doubled.
    """
    found: list[Character] = []
    place = 0
    while place < len(text):
        start, value = place, text[place]
        place += 1
        escape = _ESCAPE.match(text, start) if value == "\\" and not raw else None
        if escape is not None:
            place = escape.end()
            if escape["nothing"]:
                continue
            value = escape[0].encode("ascii").decode("unicode_escape")
        elif text.startswith("\r\n", start):
            value, place = "\n", start + 2
        elif value == "\r":
            value = "\n"
        elif formatted and text[start : start + 2] in ("{{", "}}"):
            place = start + 2
        found.append(Character(value, start, place))
    return found


def formatted_text(node: cst.FormattedStringText, *, raw: bool) -> str:
    """What the plain part of an f-string stands for."""
    if "\\" not in node.value and "{" not in node.value and "}" not in node.value:
        return node.value
    return "".join(character.value for character in characters(node.value, raw=raw, formatted=True))


def source_of(module: Code, token: cst.CSTNode, place: int) -> Character | None:
    """The character at *place* of the value of a string token, with its offsets in the file's text.

    ``None`` where *token* is no string token, or is not that long.
    """
    if isinstance(token, cst.SimpleString):
        inside = len(token.prefix) + len(token.quote)
        found = characters(token.raw_value, raw="r" in token.prefix.lower(), formatted=False)
    elif isinstance(token, cst.FormattedStringText):
        whole = module.parent(token)
        raw = isinstance(whole, cst.FormattedString) and "r" in whole.prefix.lower()
        inside = 0
        found = characters(token.value, raw=raw, formatted=True)
    else:
        return None
    if place >= len(found):
        return None
    start = module.span(token)[0] + inside
    written = found[place]
    return Character(written.value, start + written.start, start + written.end)
