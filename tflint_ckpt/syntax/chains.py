"""Editing a chain of method calls such as ``ds.map(f).cache().batch(8)``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import (
    begins_line,
    indentation,
    line_end,
    line_start,
    next_line,
    rest_of_line,
)
from tflint_ckpt.syntax.statements import remove_statement, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def link_span(module: Code, call: cst.Call) -> tuple[int, int]:
    """Start and end of one link, ``.cache()``, from its dot to its closing parenthesis."""
    assert isinstance(call.func, cst.Attribute)
    dot = module.span(module.written(call.func).dot)[0]
    text = module.source.text
    return text.index(".", dot), module.full_span(call)[1] - _closing(module, call)


def link_place(module: Code, call: cst.Call) -> tuple[int, int]:
    """Where to point at one link: from the name of the method on, since chains may begin many lines above."""
    assert isinstance(call.func, cst.Attribute)
    return module.span(call.func.attr)[0], module.span(call)[1]


def _closing(module: Code, call: cst.Call) -> int:
    """How many characters the parentheses around *call* itself take after it."""
    return module.full_span(call)[1] - module.span(call)[1]


def remove_link(module: Code, call: cst.Call) -> Edit:
    """An edit that removes one link of a chain; every comment stays where it is read."""
    assert isinstance(call.func, cst.Attribute)
    text = module.source.text
    if module.written(call.func).lpar:
        return Edit(module.path, *module.span(call), module.text(call.func.value))
    before = module.full_span(call.func.value)[1]
    start, end = link_span(module, call)
    commented = rest_of_line(text, end).startswith("#") and begins_line(text, start)
    if commented and not _over_backslash(text[before:start]):
        return Edit(module.path, start, text.index("#", end), "")
    if "#" not in text[before:start]:
        return Edit(module.path, before, end, "")
    if begins_line(text, start) and not rest_of_line(text, end):
        return Edit(module.path, line_start(text, start), next_line(text, end), "")
    return Edit(module.path, start, end, "")


def _over_backslash(between: str) -> bool:
    """Whether what stands between two links goes to the next line by a backslash."""
    return "\\" in between and "#" not in between


def remove_operation(module: Code, call: cst.Call) -> tuple[Edit, ...]:
    """Edits that remove one link; where ``ds = ds.cache()`` is all there is, the statement goes.

    Empty where that statement is all that an ``if`` or a loop holds: what is left would say nothing, and
    where the link has a comment inside that would be lost.
    """
    assert isinstance(call.func, cst.Attribute)
    if "#" in module.source.text[slice(*link_span(module, call))]:
        return ()
    statement = module.parent(call)
    receiver = call.func.value
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1 and isinstance(receiver, cst.Name):
        target = statement.targets[0].target
        start, end = link_span(module, call)
        around = (module.full_span(receiver)[1], start), (end, module.span(statement)[1])
        commented = any("#" in module.source.text[slice(*place)] for place in around)
        if isinstance(target, cst.Name) and target.value == receiver.value and not commented:
            edit = remove_statement(module, statement)
            return () if edit.text == "pass" else (edit,)
    return (remove_link(module, call),)


def move_link_last(module: Code, call: cst.Call, last: cst.Call, link: str) -> tuple[Edit, ...]:
    """Edits that take a link out and put *link* behind the link *last* of the same chain.

    On a line of its own where the chain has one link a line. Empty where a link is not written in one
    piece: ``(d.cache)()``.
    """
    if module.written(call.func).lpar:
        return ()
    assert isinstance(last.func, cst.Attribute)
    text = module.source.text
    start, end = link_span(module, last)
    if not begins_line(text, start):
        return remove_link(module, call), Edit(module.path, end, end, link)
    continued = f"{module.source.newline}{indentation(text, start)}{link}"
    if _over_backslash(text[module.full_span(last.func.value)[1] : start]):
        continued = f" \\{continued}"
    elif rest_of_line(text, end).startswith("#"):
        end = line_end(text, end)
    return remove_link(module, call), Edit(module.path, end, end, continued)


def swap_links(module: Code, first: cst.Call, second: cst.Call) -> tuple[Edit, ...]:
    """Edits that exchange two adjacent links, each with the comment that ends its line; the rest stays.

    Empty where a link is not written in one piece: ``(d.cache)()``.
    """
    if module.written(first.func).lpar or module.written(second.func).lpar:
        return ()
    text = module.source.text
    spans = [link_span(module, first), link_span(module, second)]
    whole = [_with_comment(text, span) for span in spans]
    if not all(whole) and statement_of(module, first) is not statement_of(module, second):
        whole = [_to_the_end(text, span) for span in spans]
    one, other = (whole[0] or spans[0], whole[1] or spans[1]) if all(whole) else spans
    return (
        Edit(module.path, *one, text[slice(*other)]),
        Edit(module.path, *other, text[slice(*one)]),
    )


def _with_comment(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """A link that has its line to itself, with the comment after it; ``None`` where it shares the line."""
    return _to_the_end(text, span) if begins_line(text, span[0]) else None


def _to_the_end(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """A link that ends its line, with the comment after it; ``None`` where more stands there."""
    start, end = span
    rest = rest_of_line(text, end)
    if rest and not rest.startswith("#"):
        return None
    return start, line_end(text, end) if rest else end
