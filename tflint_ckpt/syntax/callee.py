"""Giving what a call calls another name, with the lines that are aligned to its opening parenthesis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.records import replace
from tflint_ckpt.syntax.lines import indentation, line_start, next_line
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_STATEMENTS = (cst.SimpleStatementLine, cst.SimpleStatementSuite, cst.BaseCompoundStatement)


def rename_callee(
    module: Code, call: cst.Call, name: cst.Name, new: str, others: Iterable[Edit] = ()
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
    for shift in _shifts(module, name, shorter, _aligned(module, call, name, under)):
        if not any(edit.start <= shift.start and shift.end <= edit.end for edit in taken):
            shifts.append(shift)
    return (rename, *shifts, *kept)


def rename_callees(module: Code, names: Iterable[tuple[cst.Name | cst.Attribute, str]]) -> tuple[Edit, ...]:
    """Edits that write another text, which comes with it, for each of the *names* or chains on one line.

    In each call whose parenthesis opens behind one, in its line, the lines of arguments move as in
    :func:`rename_callee`, most often since that is what is called.
    """
    edits: list[Edit] = []
    for name, new in names:
        start, end = module.span(name)
        edits.append(Edit(module.path, start, end, new))
        for call in _calls(module, name):
            lead, column = _margin(module, call, name) or ("", 0)
            lines = _aligned(module, call, name, lead + " " * (column - len(lead))) if column else ()
            edits += _shifts(module, name, end - start - len(new), lines)
    return tuple(edits)


def _shifts(module: Code, name: cst.BaseExpression, shorter: int, lines: Iterable[int]) -> Iterator[Edit]:
    """Edits that take *shorter* columns out of these lines, or add some, under the end of *name*.

    So edits for several names of a line are about different columns.
    """
    end = module.span(name)[1]
    column = end - line_start(module.source.text, end)
    for line in lines:
        if shorter:
            place = line + column
            yield Edit(module.path, place - max(shorter, 0), place, " " * -shorter)


def _calls(module: Code, name: cst.BaseExpression) -> list[cst.Call]:
    """The calls with an argument behind *name* in its line, but for those in arguments of another of them."""
    text, end = module.source.text, module.span(name)[1]
    line = next_line(text, end)
    if not _may_stay_open(text[end:line]):
        return []
    around = (each for each in module.ancestors(name) if isinstance(each, _STATEMENTS))
    statement = next(around, None)  # to ask where a call stands, its statement has to be parsed
    inside = descend(statement) if isinstance(statement, cst.SimpleStatementLine) else module.facts.calls
    firsts = {
        call: module.span(call.args[0])[0] for call in inside if isinstance(call, cst.Call) and call.args
    }
    found = [call for call, first in firsts.items() if end < first < line < module.span(call)[1]]
    return [
        call
        for call in found
        if not any(
            firsts[other] <= module.span(call)[0] and firsts[call] < module.span(other)[1] for other in found
        )
    ]


def _may_stay_open(rest: str) -> bool:
    """Whether a parenthesis that is opened in the *rest* of a line may be closed in another one."""
    if "'" in rest or '"' in rest or "#" in rest:
        return "(" in rest
    depth = 0
    for sign in rest:
        if sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
    return depth > 0


def _margin(module: Code, call: cst.Call, name: cst.BaseExpression) -> tuple[str, int] | None:
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


def _aligned(module: Code, call: cst.Call, name: cst.BaseExpression, under: str) -> Iterator[int]:
    """Where each line begins that moves: those under the first argument, and what is nested in them."""
    text = module.source.text
    arguments = [module.span(argument) for argument in call.args]
    strings = [
        module.span(node)
        for node in descend(call)
        if isinstance(node, (cst.SimpleString, cst.FormattedString))
    ]
    end = module.span(call)[1]
    opening = text.index("(", module.full_span(call.func)[1])
    parenthesis = under[: len(under) - (arguments[0][0] - opening)]
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
