"""The comments of a text that LibCST has not parsed."""

from __future__ import annotations

import tokenize
from io import StringIO

from tflint_ckpt.syntax.skeleton.lines import NeedsWhole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.source import Source


def comments(source: Source) -> list[tuple[int, int]]:
    """Where the comments of *source* stand. Raises :class:`NeedsWhole` where it has no tokens."""
    found = []
    try:
        for token in tokenize.generate_tokens(StringIO(source.code, newline="").readline):
            if token.type == tokenize.COMMENT:
                (line, column), (_, end) = token.start, token.end
                found.append((source.offset(line, column + 1), source.offset(line, end + 1)))
    except (tokenize.TokenError, SyntaxError):
        raise NeedsWhole from None
    return found
