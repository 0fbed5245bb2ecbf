"""Taking several arguments out of one call, or names out of one import, at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.arguments import remove_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tflint_ckpt.semantics.code import Code

    _Item = TypeVar("_Item", cst.Arg, cst.ImportAlias)


def remove_arguments(module: Code, call: cst.Call, removed: Iterable[cst.Arg]) -> tuple[Edit, ...]:
    """Edits that remove the arguments *removed* of *call*, with their commas, in the layout it has.

    Empty where a comment would be lost, or there is nothing to remove.
    """
    return _removed(module, call.args, removed)


def remove_names(
    module: Code, statement: cst.ImportFrom, removed: Iterable[cst.ImportAlias]
) -> tuple[Edit, ...]:
    """Edits that remove the names *removed*, which are not all, of an import, in the layout it has."""
    names = () if isinstance(statement.names, cst.ImportStar) else statement.names
    return _removed(module, names, removed)


def _removed(module: Code, items: Sequence[_Item], removed: Iterable[_Item]) -> tuple[Edit, ...]:
    gone = {id(argument) for argument in removed}
    kept = [place for place, argument in enumerate(items) if id(argument) not in gone]
    tail = kept[-1] + 1 if kept else 0
    if len(items) - tail < 2:
        tail = len(items)
    edits: list[Edit] = []
    for argument in items[:tail]:
        if id(argument) in gone:
            single = remove_argument(module, argument)
            if not single:
                return ()
            edits += single
    if tail < len(items):
        last = _remove_tail(module, items, tail)
        if last is None:
            return ()
        edits.append(last)
    return tuple(_merged(edits))


def _remove_tail(module: Code, arguments: Sequence[_Item], place: int) -> Edit | None:
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
