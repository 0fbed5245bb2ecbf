"""The quotes that a file writes its strings in, for code that is put into it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_STRING = pattern(r"\"[^\"'\\\r\n]*\"")
"""A string that is the same between other quotes."""


def in_quotes_of(module: Code, code: str) -> str:
    """*code*, whose strings stand between ``"``, as the file would write it: between ``'`` where it does so
    more often than not."""
    if "'" in code or '"' not in code or not _writes_single(module):
        return code
    return _STRING.sub(lambda found: f"'{found[0][1:-1]}'", code)


def _writes_single(module: Code) -> bool:
    """Whether more strings of the file stand between ``'`` than between ``"``; docstrings do not count."""
    quotes = [node.quote for node in module.facts.every(cst.SimpleString)]
    return quotes.count("'") > quotes.count('"')
