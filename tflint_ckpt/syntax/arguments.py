"""Editing the arguments of a call, or the entries of a dictionary, in the layout they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import begins_line, line_start, next_line, rest_of_line

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def remove_argument(module: Module, node: cst.CSTNode) -> tuple[Edit, ...]:
    """Edits that remove an ``Arg`` of a call or a ``DictElement`` of a dictionary, with its comma.

    Comments and the layout of the others stay; a trailing comma stays if there was one. Empty where
    *node* is neither, or a comment stands inside it.
    """
    parent = module.parent(node)
    siblings: Sequence[cst.CSTNode]
    if isinstance(parent, cst.Call):
        siblings = parent.args
    elif isinstance(parent, cst.Dict):
        siblings = parent.elements
    else:
        return ()
    start, end = _removed(module, siblings, next(i for i, item in enumerate(siblings) if item is node))
    if _has_comment(node):
        return ()
    return (Edit(module.path, start, end, ""),)


def _has_comment(node: cst.CSTNode) -> bool:
    """Whether a comment stands inside an argument or entry, its comma and what follows that aside."""
    stack = [child for child in node.children if not isinstance(child, (cst.Comma, _WHITE_SPACE))]
    while stack:
        current = stack.pop()
        if isinstance(current, cst.Comment):
            return True
        stack.extend(current.children)
    return False


_WHITE_SPACE = (cst.SimpleWhitespace, cst.ParenthesizedWhitespace)


def _removed(module: Module, siblings: Sequence[cst.CSTNode], place: int) -> tuple[int, int]:
    text = module.source.text
    node = siblings[place]
    start, end = module.span(node)
    after_comma = _after_comma(module, node)
    last = place + 1 == len(siblings)
    before = module.span(siblings[place - 1])[1] if place else None
    if begins_line(text, start):
        rest = rest_of_line(text, after_comma)
        if rest.startswith("#"):
            return start, text.index("#", after_comma)
        if not rest:
            if last and after_comma == end and before is not None and "#" not in text[before:start]:
                return before, end  # the new last argument loses its comma, as the old one had none
            return line_start(text, start), next_line(text, after_comma)
    if not last:
        following = module.span(siblings[place + 1])[0]
        if not rest_of_line(text, after_comma) and place:
            return _after_comma(module, siblings[place - 1]), after_comma
        if "#" not in text[after_comma:following]:
            return start, following
        return start, after_comma
    if before is not None and "#" not in text[before:start]:
        return before, end
    return start, after_comma


def _after_comma(module: Module, node: cst.CSTNode) -> int:
    """The offset just after the comma of an argument, or after the argument if it has none."""
    end = module.span(node)[1]
    comma = getattr(node, "comma", None)
    return module.span(comma)[1] if isinstance(comma, cst.Comma) else end


def replace(module: Module, node: cst.CSTNode, text: str) -> Edit:
    """An edit that puts *text* in the place of an expression, its own parentheses included."""
    start, end = module.full_span(node)
    return Edit(module.path, start, end, text)
