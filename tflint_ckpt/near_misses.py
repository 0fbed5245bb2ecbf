"""Comments that are meant to suppress findings, and do not: in another tool's form, or nearly in ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass

_OURS = re.compile(
    r"#\s*(?P<tool>tflint(?:[-_ ]?ckpt)?)\s*(?P<colon>:)?[\s:=-]*"
    r"(?:ignored?|disabled?|noqa|skip|suppress|nolint|off)(?P<more>(?:[-_]\w+)*)(?![\w-])(?P<rest>.*)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:$|[\[(=:])|\s+TFC\d", re.IGNORECASE)
"""What goes on after the word where no colon stands before it; else it is a sentence about this tool."""
_OTHERS = re.compile(
    r"#\s*(?P<tool>noqa(?!\s*:)|(?:pylint|type|pyright|mypy|ruff)\s*:|nosec|lint-(?:ignore|fixme)\s*:)"
    r"(?P<rest>.*?\bTFC\d{3}\b.*)",
    re.IGNORECASE,
)
_FILE = re.compile(r"file|ruff\s*:\s*noqa", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A comment that suppresses nothing though it is meant to.

    Attributes:
        start, end: offsets into the comment.
        kind: ``ignore`` or ``ignore-file``, whichever is meant.
        rules: the codes and names of rules in it.
    """

    start: int
    end: int
    kind: str
    rules: tuple[str, ...]


def near_misses(comment: str, valid: Collection[int], known: Collection[str]) -> Iterator[NearMiss]:
    """The near misses in a comment, in which suppressions start at the offsets *valid*.

    A comment may hold several, each after a ``#`` of its own. *known* has the codes and names of all rules.
    """
    for part in re.finditer(r"#[^#]*", comment):
        if part.start() in valid:
            continue
        text = part[0].rstrip()
        ours = _OURS.match(text)
        match = ours or _OTHERS.match(text)
        if match is None or (ours and not (ours["colon"] or _LISTED.match(ours["rest"]))):
            continue
        kind = "ignore-file" if _FILE.search(text) else "ignore"
        yield NearMiss(part.start(), part.start() + len(text), kind, mentioned(match["rest"], known))


def mentioned(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The codes and names of rules in *text*, each once."""
    words = (word[0] for word in _WORD.finditer(text))
    rules = (word.upper() if word.upper() in known else word.lower() for word in words)
    return tuple(dict.fromkeys(rule for rule in rules if rule in known))
