"""A text to LibCST's tree."""

from __future__ import annotations

import libcst as cst

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.source import Source


def parse_source(source: Source) -> tuple[cst.Module, str]:
    """The tree of a file, and the text that it gives back: as long as the file's, with the same offsets.

    Where LibCST does not take the text, it gets the one without tabs in the indentation. Raises
    ``libcst.ParserSyntaxError`` where it takes neither.
    """
    from tflint_ckpt.parseable import parseable, untabbed

    text = parseable(source.code)
    try:
        return parse(text), text
    except cst.ParserSyntaxError:
        plain = untabbed(text)
        if plain == text:
            raise
        return parse(plain), plain


def parse(text: str) -> cst.Module:
    """The tree of *text*. Raises ``libcst.ParserSyntaxError`` for all that LibCST finds wrong with it.

    Of strings that stand side by side it says so in other ways: of text beside bytes, and, by a defect of
    LibCST 1.9, of a template beside a template.
    """
    try:
        return cst.parse_module(text)
    except (cst.CSTLogicError, cst.CSTValidationError) as error:
        raise cst.ParserSyntaxError(str(error), lines=[""], raw_line=1, raw_column=0) from None


def parse_expression(text: str) -> cst.BaseExpression:
    """The tree of one expression. Raises ``libcst.ParserSyntaxError`` as :func:`parse`."""
    try:
        return cst.parse_expression(text)
    except (cst.CSTLogicError, cst.CSTValidationError) as error:
        raise cst.ParserSyntaxError(str(error), lines=[""], raw_line=1, raw_column=0) from None
