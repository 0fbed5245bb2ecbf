"""Editing a chain of method calls such as ``ds.map(f).cache().batch(8)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import begins_line, line_start, next_line, rest_of_line

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def link_span(module: Module, call: cst.Call) -> tuple[int, int]:
    """Start and end of one link, ``.cache()``, from its dot to its closing parenthesis."""
    assert isinstance(call.func, cst.Attribute)
    dot = module.span(call.func.dot)[0]
    text = module.source.text
    return text.index(".", dot), module.full_span(call)[1] - _closing(module, call)


def _closing(module: Module, call: cst.Call) -> int:
    """How many characters the parentheses around *call* itself take after it."""
    return module.full_span(call)[1] - module.span(call)[1]


def remove_link(module: Module, call: cst.Call) -> Edit:
    """An edit that removes one link of a chain; every comment stays where it is read."""
    assert isinstance(call.func, cst.Attribute)
    text = module.source.text
    before = module.full_span(call.func.value)[1]
    start, end = link_span(module, call)
    if rest_of_line(text, end).startswith("#") and begins_line(text, start):
        return Edit(module.path, start, text.index("#", end), "")
    if "#" not in text[before:start]:
        return Edit(module.path, before, end, "")
    if begins_line(text, start) and not rest_of_line(text, end):
        return Edit(module.path, line_start(text, start), next_line(text, end), "")
    return Edit(module.path, start, end, "")


def swap_links(module: Module, first: cst.Call, second: cst.Call) -> tuple[Edit, Edit]:
    """Edits that exchange two adjacent links; what stands between and around them stays."""
    one, other = link_span(module, first), link_span(module, second)
    text = module.source.text
    return (
        Edit(module.path, *one, text[slice(*other)]),
        Edit(module.path, *other, text[slice(*one)]),
    )
