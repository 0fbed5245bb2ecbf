"""Which other files of the project write the checkpoints that a restore reads, and of which objects."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.saving.checkpoints import MANAGER, Checkpoints, Restore, Save
from tflint_ckpt.semantics.saving.latest import sources
from tflint_ckpt.semantics.saving.places import directory, is_latest, places
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.syntax.forms import argument
from tflint_ckpt.syntax.walk import descend

_SAVES = pattern(r"\.(?:save|write)\s*\(")
_MOST_FILES = 8
_DEEPEST = 3

Named = frozenset[tuple[str, cst.CSTNode]]
"""What files define at their top: the path of each, and the place there."""


def saved_elsewhere(module: Module, restore: Restore) -> tuple[tuple[Module, Save], ...]:
    """The places in other files that write to the folder of which *restore* reads the latest checkpoint.

    Nothing unless all are in sight that may: of each other save its folder is known, and of these what they
    hold. So that they are of one program, the name of the folder has to come from one place, of the file that
    saves or of one that both import, or an object that is restored from a function or class that makes one
    which is saved.
    """
    folder = _folder(module, restore)
    if folder is None:
        return ()
    read = str(places(module, folder)[0])
    if not all(isinstance(directory(module, save), str) for save in module.fact(Checkpoints).saves):
        return ()
    found: list[tuple[Module, Save]] = []
    files = list(module.project.containing(_SAVES, "Checkpoint", besides=module.path))
    for source in files if len(files) <= _MOST_FILES else ():
        there = module.located(source)
        if not isinstance(there, Module):
            return ()
        for save in there.fact(Checkpoints).saves:
            place = directory(there, save)
            if not isinstance(place, str) or not save.checkpoints:
                return ()
            if place == read:
                found.append((there, save))
    same = [_is_shared(module, restore, folder, *each) for each in found]
    return tuple(found) if found and all(same) else ()


def made_alike(module: Module, one: cst.BaseExpression, there: Module, other: cst.BaseExpression) -> bool:
    """Whether what another file defines makes *one*, and *other* in the file *there*."""
    return bool(_named(module, one) & _named(there, other))


def _folder(module: Module, restore: Restore) -> cst.Call | None:
    """The look for the latest checkpoint, in a folder that is known, that alone gives *restore* its path."""
    found = sources(module, restore.path) if restore.path is not None else None
    known = [one for one in found or () if not is_none(one)]
    only = known[0] if len(known) == 1 else None
    if not isinstance(only, cst.Call) or not is_latest(module, only):
        return None
    named = places(module, only)
    return only if len(named) == 1 and isinstance(named[0], str) else None


def _is_shared(module: Module, restore: Restore, folder: cst.Call, there: Module, save: Save) -> bool:
    given = argument(folder, "checkpoint_dir", 0)
    written = save.prefix
    if save.manager is not None:
        directory_of = argument_of(bind(there, save.manager, MANAGER), "directory")
        written = directory_of.value if directory_of is not None else None
    if given is not None and written is not None and made_alike(module, given, there, written):
        return True
    return any(
        made_alike(module, mine.value, there, other.value)
        for checkpoint in restore.checkpoints
        for mine in checkpoint.objects.values()
        for saved in save.checkpoints
        for other in saved.objects.values()
    )


def _named(module: Module, node: cst.BaseExpression, depth: int = 0) -> Named:
    """What this file or others define that *node* names, itself or by the variables it stands in."""
    evaluator = module.fact(Evaluator)
    found: set[tuple[str, cst.CSTNode]] = set()
    for part in descend(node):
        if not isinstance(part, (cst.Name, cst.Attribute)):
            continue
        held = evaluator.assigned_elsewhere(part)
        defined = evaluator.defined_elsewhere(part) if held is None else None
        if held is not None:
            found.add((held.module.path, held.binding.node))
        elif defined is not None:
            found.add((defined.module.path, defined.node))
        elif depth < _DEEPEST and isinstance(part, cst.Name):
            binding = module.sole_binding(part)
            if binding is not None and binding.scope is module.facts.module:
                found.add((module.path, binding.node))  # which another file may import
            value = binding.value if binding is not None else None
            if value is not None and part is not value:
                found |= _named(module, _part(value, binding.index if binding else ()), depth + 1)
    return frozenset(found)


def _part(value: cst.BaseExpression, index: tuple[int, ...]) -> cst.BaseExpression:
    """What stands at *index* in a tuple that is written out; else all of it."""
    if index and isinstance(value, cst.Tuple) and index[0] < len(value.elements):
        return value.elements[index[0]].value
    return value
