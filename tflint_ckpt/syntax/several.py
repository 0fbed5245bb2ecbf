"""Taking several arguments out of one call at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.arguments import remove_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def remove_arguments(module: Code, call: cst.Call, removed: Iterable[cst.Arg]) -> tuple[Edit, ...]:
    """Edits that remove the arguments *removed* of *call*, with their commas, in the layout it has.

    Empty where a comment would be lost, or there is nothing to remove.
    """
    gone = {id(argument) for argument in removed}
    kept = [place for place, argument in enumerate(call.args) if id(argument) not in gone]
    tail = kept[-1] + 1 if kept else 0
    if len(call.args) - tail < 2:
        tail = len(call.args)
    edits: list[Edit] = []
    for argument in call.args[:tail]:
        if id(argument) in gone:
            single = remove_argument(module, argument)
            if not single:
                return ()
            edits += single
    if tail < len(call.args):
        last = _remove_tail(module, call.args, tail)
        if last is None:
            return ()
        edits.append(last)
    return tuple(_merged(edits))


def _remove_tail(module: Code, arguments: Sequence[cst.Arg], place: int) -> Edit | None:
    """An edit that removes the arguments from *place* on; a comma stays behind where the last had one."""
    text = module.source.text
    end = module.span(arguments[-1])[1]
    comma = module.written(arguments[-1]).comma
    if isinstance(comma, cst.Comma):
        end = module.span(comma)[1]
    if not place:
        start = module.span(arguments[0])[0]
    elif isinstance(comma, cst.Comma):
        before = module.written(arguments[place - 1]).comma
        assert isinstance(before, cst.Comma)
        start = module.span(before)[1]
    else:
        start = module.span(arguments[place - 1])[1]
    return None if "#" in text[start:end] else Edit(module.path, start, end, "")


def _merged(edits: list[Edit]) -> list[Edit]:
    """Removals in order, those that overlap or touch as one."""
    found: list[Edit] = []
    for edit in sorted(edits):
        if found and edit.start <= found[-1].end:
            found[-1] = Edit(edit.path, found[-1].start, max(found[-1].end, edit.end), "")
        else:
            found.append(edit)
    return found
