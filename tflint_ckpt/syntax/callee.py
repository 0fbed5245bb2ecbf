"""Giving what a call calls another name, with the lines that are aligned to its opening parenthesis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import indentation, line_start, next_line
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def rename_callee(
    module: Module, call: cst.Call, name: cst.Name, new: str, others: Iterable[Edit] = ()
) -> tuple[Edit, ...]:
    """Edits that write *new* for *name*, the last name in front of the parenthesis of *call*.

    The lines of arguments that stand exactly under the first one move with the parenthesis, and so do what is
    nested in them and a closing parenthesis under the opening one; only white space is edited there. Lines
    in another layout, and lines inside of a string, stay. *others* are edits of the same fix: they come back
    too, lines that they add moved alike, and a line whose white space they take away is not moved.
    """
    rename = Edit(module.path, *module.span(name), new)
    kept = list(others)
    margin = _margin(module, call, name)
    shorter = len(name.value) - len(new)
    if margin is None or not shorter:
        return (rename, *kept)
    lead, column = margin
    under = lead + " " * (column - len(lead))
    moved = lead + " " * (column - shorter - len(lead))
    for place, edit in enumerate(kept):
        begin, _, code = edit.text.partition(under)
        if begin.endswith(("\n", "\r")) and not begin.strip(",\r\n") and not code.startswith((" ", "\t")):
            kept[place] = replace(edit, text=begin + moved + code)
    taken = [edit for edit in kept if edit.end > edit.start and edit.path == module.path]
    shifts = []
    for line in _aligned(module, call, name, under):
        start = line + len(lead)
        shift = Edit(module.path, start, start + max(shorter, 0), " " * -shorter)
        if not any(edit.start <= start and shift.end <= edit.end for edit in taken):
            shifts.append(shift)
    return (rename, *shifts, *kept)


def _margin(module: Module, call: cst.Call, name: cst.Name) -> tuple[str, int] | None:
    """The white space that the line of *name* begins with, and the place of the first argument in that line.

    ``None`` where the first argument is on another line, or a tab stands between the two.
    """
    text = module.source.text
    if not call.args:
        return None
    begin, first = line_start(text, module.span(name)[0]), module.span(call.args[0])[0]
    lead = indentation(text, begin)
    between = text[begin + len(lead) : first]
    return None if any(mark in between for mark in "\t\f\r\n") else (lead, first - begin)


def _aligned(module: Module, call: cst.Call, name: cst.Name, under: str) -> Iterator[int]:
    """Where each line begins that moves: those under the first argument, and what is nested in them."""
    text = module.source.text
    arguments = [module.span(argument) for argument in call.args]
    strings = [
        module.span(node)
        for node in descend(call)
        if isinstance(node, (cst.SimpleString, cst.FormattedString))
    ]
    end = module.span(call)[1]
    parenthesis = under[: len(under) - (arguments[0][0] - module.span(name)[1])]
    moves = True  # the line of the name itself does
    line = next_line(text, module.span(name)[0])
    while line < end:
        begin = line
        line = next_line(text, begin)
        if any(start < begin < stop for start, stop in strings):
            continue
        white = indentation(text, begin)
        place = begin + len(white)
        if not text[place:line].strip():
            continue
        if any(start < place < stop for start, stop in arguments):
            if moves and white.startswith(under) and not white[len(under) :].strip(" "):
                yield begin
            continue
        moves = white == under or (place == end - 1 and white == parenthesis)
        if moves:
            yield begin
