"""Files of models that are written with numbers from 1 on, and read with numbers from 0 on."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.ways import callers
from tflint_ckpt.semantics.order import is_sure
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles
from tflint_ckpt.semantics.paths.model_files import (
    FIELD,
    asks,
    files_with,
    folder_of,
    is_brought,
    is_unguarded,
    may_be,
    name_of,
    naming,
    saves_unseen,
)
from tflint_ckpt.semantics.paths.roles import READING, WRITING
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.values.counted_from import first_number
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Text
from tflint_ckpt.syntax.forms import JUMPS
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


@dataclass(frozen=True, eq=False, slots=True)
class NumberedOtherwise:
    """Files that are read with a number that none is written with.

    Attributes:
        load: the call that reads them.
        path: their path.
        first: the number that is read first.
        written: the number that is written first, and the file and the call that write it.
    """

    load: Handled
    path: str
    first: int
    written: tuple[int, Module, Handled]


def numbered_otherwise(module: Module) -> Iterator[NumberedOtherwise]:
    """Each such call of the module."""
    reads = [
        (each, text, first)
        for each in module.fact(HandledFiles).every
        if each.role in READING and len(each.values) == 1 and (text := _counted(each)) is not None
        if (first := _first(module, text)) is not None
        and is_unguarded(module, each)
        and _is_for_each(module, each.call)
    ]
    if not reads or asks(module, [text for _, text, _ in reads]):
        return
    files = files_with(module)
    every = [module, *files] if files is not None else []
    if not every or any(saves_unseen(there) for there in every):
        return
    for load, text, first in reads:
        written = _written(every, text, first)
        if written is not None and not _may_be_there(module, text, first) and not is_brought(module):
            yield NumberedOtherwise(load, text.shown, first, written)


def _counted(handled: Handled) -> Text | None:
    """The path of a call that has one number in its name, and nothing else that is not known.

    Of a counter the first numbers may be known: they are left out.
    """
    texts = [value for value in handled.values if not isinstance(value, Text) or FIELD.search(name_of(value))]
    only = texts[0] if len(texts) == 1 else None
    if not isinstance(only, Text) or len(FIELD.findall(name_of(only))) != 1 or HOLE not in name_of(only):
        return None
    return only if HOLE not in folder_of(only) else None


def _is_named(handled: Handled, name: str) -> bool:
    return any(isinstance(value, Text) and name_of(value) == name for value in handled.values)


def _first(module: Module, text: Text) -> int | None:
    return first_number(module, _number(text))


def _number(text: Text) -> cst.CSTNode | None:
    return next(part for part in text.parts if isinstance(part, Hole)).node


def _first_written(module: Module, text: Text) -> int | None:
    """The same for a path that is written: the least one of all calls, where the number is a parameter."""
    number = _number(text)
    visible = module.visible(number) if isinstance(number, cst.Name) else []
    function = visible[0].scope.node if len(visible) == 1 else None
    if not isinstance(function, cst.FunctionDef) or visible[0].kind is not BindingKind.PARAMETER:
        return first_number(module, number)
    calling, is_all = callers(module, function)
    found: list[int] = []
    for there, call in calling if is_all else ():
        given = there.fact(CallSites).bound_argument(function, call, visible[0].name)
        value = there.only(given) if given is not None else None
        told = value.value if isinstance(value, Constant) else None
        first = told if type(told) is int else first_number(there, given)
        if first is None:
            return None
        found.append(first)
    return min(found, default=None)


def _is_for_each(module: Module, call: cst.Call) -> bool:
    """Whether a loop runs *call* in each pass."""
    for child, above in module.steps_within(call):
        if isinstance(above, cst.For) and child is above.body:
            return is_sure(module, call, above.body) and not any(
                isinstance(node, JUMPS) for node in descend(above.body)
            )
        if isinstance(above, _COMPREHENSIONS):
            return not above.for_in.ifs and above.for_in.inner_for_in is None
    return False


def _written(files: list[Module], text: Text, first: int) -> tuple[int, Module, Handled] | None:
    """Who writes the files, from a greater number on; ``None`` where one may be written as it is read."""
    found: tuple[int, Module, Handled] | None = None
    example = _name(text, first)
    for there in files:
        for handled in there.fact(HandledFiles).every:
            if handled.role not in WRITING or not may_be(handled, example):
                continue
            other = _counted(handled)
            begin = _first_written(there, other) if other is not None else None
            if other is None or begin is None or begin <= first or _is_named(handled, example):
                return None
            if name_of(other) == name_of(text) and folder_of(other) == folder_of(text):
                found = found or (begin, there, handled)
    return found


def _name(text: Text, number: int) -> str:
    return name_of(text).replace(HOLE, str(number))


def _may_be_there(module: Module, text: Text, first: int) -> bool:
    """Whether the project ships the first file, or speaks of it by its name."""
    name, project, here = _name(text, first), module.project, module.path
    named = naming(name)
    if named.search(module.source.text) or project.somewhere(named, name, besides=here):
        return True
    is_shipped = project.ships(folder_of(text) or name, besides=here)
    return is_shipped or any(project.texts(name, besides=here))
