"""Fixes that write something around the value of an argument: ``int(…)``, ``float(…)``, a tuple."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Fix
from tflint_ckpt.syntax.arguments import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument
    from tflint_ckpt.semantics.module import Module

_LONGEST = 40
"""Characters of a value that a title still quotes."""


def as_number(module: Module, argument: Argument, kind: str) -> Fix:
    """``int(value)``, where the name means the builtin there."""
    value = argument.value
    text = module.source.text[slice(*module.span(value))]
    if kind == "float" and isinstance(value, cst.Integer) and text.isdecimal():
        return _written(module, argument, f"{text}.0", text, "put float(…) around it")
    hidden = not module.is_free_at(kind, value)
    fix = _written(module, argument, f"{kind}({text})", text, f"put {kind}(…) around it")
    return Fix(Applicability.MANUAL, fix.title) if hidden else fix


def as_tuple(module: Module, argument: Argument) -> Fix:
    """``(value,)``."""
    text = module.source.text[slice(*module.span(argument.value))]
    fix = _written(module, argument, f"({text},)", text, "make it a tuple of one element")
    return Fix(Applicability.MANUAL, fix.title) if "\n" in text else fix


def _written(module: Module, argument: Argument, new: str, text: str, words: str) -> Fix:
    title = f"write {new}" if len(text) <= _LONGEST and "\n" not in text else words
    if argument.unpacked or isinstance(argument.value, cst.NamedExpr):
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE, title, (replace(module, argument.value, new),))
