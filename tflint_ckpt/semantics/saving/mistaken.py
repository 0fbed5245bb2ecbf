"""Restores that leave the object which is used afterwards as it was initialized."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.saving.checkpoints import Checkpoint, Checkpoints, Restore
from tflint_ckpt.semantics.saving.latest import written
from tflint_ckpt.semantics.saving.status import Status
from tflint_ckpt.syntax.statements import always_before, statement_of
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SHOWING = frozenset("compile build summary evaluate predict predict_on_batch test_on_batch".split())
"""Methods of a model that give it no weights."""
_JUDGING = frozenset("evaluate predict predict_on_batch test_on_batch fit".split())
"""Methods whose result the weights decide."""


@dataclass(frozen=True, eq=False, slots=True)
class Renamed:
    """An object that is restored under another name than it was saved by.

    Attributes:
        argument: the keyword of the checkpoint that is restored.
        saved_as: the only name in the file that has no counterpart, if there is just one of its kind, and
            nothing reads the object from the checkpoint by its other name.
        known: the names in the file.
        there: the checkpoints that were saved, where other files do that.
    """

    argument: Argument
    saved_as: str | None
    known: tuple[str, ...]
    there: tuple[tuple[Module, cst.CSTNode], ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Replaced:
    """An object that is used after the restore in the place of the one that was restored.

    Attributes:
        name: its variable.
        keyword: what the restored one is called in the checkpoint.
    """

    name: str
    keyword: str


def unused_successor(module: Module, restore: Restore) -> tuple[Checkpoint, str] | None:
    """A checkpoint of newer objects, and its variable, that nothing uses while the older one is restored."""
    if len(restore.checkpoints) != 1:
        return None
    older = restore.checkpoints[0]
    for other in module.fact(Checkpoints).all:
        binding = module.fact(Checkpoints).variable(other)
        if other is older or not other.whole or binding is None or _reads(module, binding):
            continue
        in_order = _in_order(module, older.node, other.node, restore.node)
        if in_order and any(_differ(module, older, other, name) for name in other.objects):
            return other, binding.name
    return None


def renamed_object(module: Module, restore: Restore) -> Renamed | None:
    """An object of the restored checkpoint that has another name in the file the module wrote.

    Or other files of the project, where no name of it is one of theirs.
    """
    saves = tuple(written(module, restore))
    if not saves:
        return _renamed_elsewhere(module, restore)
    saved = [one for save in saves for one in save.checkpoints]
    if not saved or not all(save.checkpoints for save in saves) or len(restore.checkpoints) != 1:
        return None
    reader = restore.checkpoints[0]
    if not reader.whole or not all(one.whole for one in saved):
        return None
    if restore.status not in (Status.DISCARDED, Status.PARTIAL):
        return None
    known = {name: argument for one in saved for name, argument in one.objects.items()}
    lost = [name for name in reader.objects if name not in known]
    left = [name for name in known if name not in reader.objects]
    if not lost or not left:
        return None
    argument = reader.objects[lost[0]]
    alike = {name: _are_alike(module, argument, known[name]) for name in left}
    like = [name for name in left if alike[name]]
    only = like if len(like) == 1 else [name for name in left if alike[name] is None and len(left) == 1]
    read = _is_read(module, reader, argument)
    found = Renamed(argument, only[0] if only and len(lost) == 1 and not read else None, tuple(known))
    if len(lost) == len(reader.objects):
        return found
    is_certain = len(lost) == len(left) == len(like) == 1 and restore.status is Status.DISCARDED
    return found if is_certain else None


def _renamed_elsewhere(module: Module, restore: Restore) -> Renamed | None:
    """An object of the restored checkpoint, none of whose names is in the file that other files wrote."""
    from tflint_ckpt.semantics.saving.written_elsewhere import made_alike, saved_elsewhere

    if len(restore.checkpoints) != 1 or restore.status not in (Status.DISCARDED, Status.PARTIAL):
        return None
    reader = restore.checkpoints[0]
    saves = saved_elsewhere(module, restore) if reader.whole else ()
    saved = list(dict.fromkeys((there, one) for there, save in saves for one in save.checkpoints))
    known = {name: (there, each) for there, one in saved for name, each in one.objects.items()}
    if not known or not all(one.whole for _, one in saved) or any(name in known for name in reader.objects):
        return None
    argument = next(iter(reader.objects.values()))
    alike = [
        name for name, (there, each) in known.items() if made_alike(module, argument.value, there, each.value)
    ]
    sure = len(alike) == len(reader.objects) == 1 and not _is_read(module, reader, argument)
    places = tuple((there, one.node) for there, one in saved)
    return Renamed(argument, alike[0] if sure else None, tuple(known), places)


def _is_read(module: Module, reader: Checkpoint, argument: Argument) -> bool:
    """Whether something reads an object from its checkpoint by its name there."""
    reads = module.attributes(argument.name or "")
    return any(reader in module.fact(Checkpoints).of(node.value) for node in reads)


def _are_alike(module: Module, one: Argument, other: Argument) -> bool | None:
    """Whether two objects are of one class or family; ``None`` where one of them is not known."""
    kinds = [module.instance_of(each.value) for each in (one, other)]
    named = [kind for kind in kinds if kind is not None]
    return families.shared(named) is not None if len(named) == len(kinds) else None


def replaced_object(module: Module, restore: Restore) -> Replaced | None:
    """An object that was built again after the checkpoint, and is used after the restore without weights."""
    if len(restore.checkpoints) != 1:
        return None
    older = restore.checkpoints[0]
    for keyword, argument in older.objects.items():
        old = argument.value
        if isinstance(old, cst.Name):
            for binding in _built_again(module, older, restore, old):
                if _is_unrestored(module, binding, restore):
                    return Replaced(binding.name, keyword)
    return None


# Order and identity


def _in_order(module: Module, *nodes: cst.CSTNode) -> bool:
    """Whether *nodes* stand in one scope and are run one after the other."""
    facts = module.facts
    if any(facts.scopes[node] is not facts.scopes[nodes[0]] for node in nodes):
        return False
    return all(precedes(facts, *pair) for pair in pairwise(nodes))


def _reads(module: Module, binding: Binding) -> list[cst.Name]:
    """The uses of a variable that may see the value *binding* gives it."""
    return [
        use
        for use in module.uses(binding.name, binding.scope)
        if use is not binding.node and binding in module.visible(use)
    ]


def _differ(module: Module, older: Checkpoint, other: Checkpoint, keyword: str) -> bool:
    """Whether two checkpoints hold two objects under *keyword*, both kept in variables."""
    if keyword not in older.objects:
        return False
    one, two = older.objects[keyword].value, other.objects[keyword].value
    if not (isinstance(one, cst.Name) and isinstance(two, cst.Name)):
        return False
    first, second = module.visible(one), module.visible(two)
    plain = first and second and all(each.assigned is not None for each in (*first, *second))
    made = [binding.value for binding in (*first, *second)]
    return bool(plain) and not set(first) & set(second) and all(isinstance(each, cst.Call) for each in made)


# Objects that are built again


def _built_again(module: Module, older: Checkpoint, restore: Restore, old: cst.Name) -> Iterator[Binding]:
    """The assignments, between the checkpoint and its restore, that make another of *old* by a call."""
    made = [binding.value for binding in module.visible(old)]
    if len(made) != 1 or not isinstance(made[0], cst.Call):
        return
    scope = module.facts.scopes[restore.node]
    for name, bindings in scope.bindings.items():
        for binding in bindings:
            value = binding.assigned
            if not isinstance(value, cst.Call) or value is made[0]:
                continue
            wraps = any(isinstance(part, cst.Name) and part.value == old.value for part in descend(value))
            if wraps or not _in_order(module, older.node, binding.node, restore.node):
                continue
            if name != old.value and module.text(value) != module.text(made[0]):
                continue
            always = always_before(module, statement_of(module, binding.node), restore.node)
            if always and (name == old.value or not _is_used_after(module, restore, old)):
                yield binding


def _is_used_after(module: Module, restore: Restore, name: cst.Name) -> bool:
    return any(
        module.facts.scopes[use] is not module.facts.scopes[restore.node]
        or _in_order(module, restore.node, use)
        for binding in module.visible(name)
        for use in _reads(module, binding)
    )


def _is_unrestored(module: Module, binding: Binding, restore: Restore) -> bool:
    """Whether nothing but the restore could have given the object of *binding* its weights."""
    judged = False
    for use in _reads(module, binding):
        after = _in_order(module, restore.node, use)
        method = _method(module, use)
        if method is None or not (method in _SHOWING or (method in _JUDGING and after)):
            return False
        judged = judged or (after and method in _JUDGING)
    return judged


def _method(module: Module, use: cst.Name) -> str | None:
    """The method that is called on *use*; ``None`` for any other use."""
    name, call = module.method_on(use)
    return name if call is not None else None
