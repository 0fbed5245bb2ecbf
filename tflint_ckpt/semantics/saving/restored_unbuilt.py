"""Models without variables into which a checkpoint of TensorFlow is restored.

Source: run on Keras 3.3, 3.8, 3.10 and 3.15 with TensorFlow 2.16 and 2.21. An object of a class derived from
``Model`` or ``Layer`` that has no ``build`` of its own makes the variables of its layers when it is first
called, in a trace; what a checkpoint put aside for them is lost there, also under ``fit`` and ``predict``.
``model.build(shape)`` behind the restore takes it, as ``Sequential`` does, layers with ``add_weight`` in a
``build`` of their own, and everything on Keras 2. ``assert_existing_objects_matched`` passes.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.models.building import is_later, may_build
from tflint_ckpt.semantics.models.weighted import has_weights, makes_weights
from tflint_ckpt.semantics.objects.flow import Kind, Use
from tflint_ckpt.semantics.order import Before, runs_before
from tflint_ckpt.semantics.saving.checkpoints import CHECKPOINT, Checkpoints, Restore
from tflint_ckpt.semantics.saving.layer_classes import class_of, family_of
from tflint_ckpt.semantics.saving.status import values_are_asserted
from tflint_ckpt.syntax.forms import is_self, last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.origin import Origin

_BUILDING = frozenset(("build", "build_from_config", "__call__", "load_weights", "_trackable_children"))
"""What a class may define to get its variables otherwise."""


@dataclass(frozen=True, slots=True)
class RestoredUnbuilt:
    """A restore into an object that has no variables yet.

    Attributes:
        restore: where it is restored.
        keyword: the keyword that the checkpoint holds it by; empty for its root.
        owner: the class of the object.
    """

    restore: Restore
    keyword: str
    owner: cst.ClassDef


def restored_unbuilt(module: Module) -> Iterator[RestoredUnbuilt]:
    """The restores of the module that give nothing to an object of a checkpoint, one for each object."""
    if any(module.method_calls("assert_consumed")):
        return  # which raises
    for restore in module.fact(Checkpoints).restores:
        if len(restore.checkpoints) != 1 or values_are_asserted(module, restore.node):
            continue
        for given in restore.checkpoints[0].call.arguments:
            origins = module.objects.origins(given.value)
            owners = {_class_of(module, origin) for origin in origins}
            made = owners.pop() if len(owners) == 1 else None
            if made is None or not made[0].target.keras3 or not _waits_for_call(*made):
                continue
            if all(_is_unbuilt(module, origin, restore.node) for origin in origins):
                yield RestoredUnbuilt(restore, given.name or "", made[1])


def _class_of(module: Module, origin: Origin) -> tuple[Module, cst.ClassDef] | None:
    """The class of the file, or of another one that it is imported from, and that file."""
    if origin.elsewhere is None:
        return (module, origin.local) if origin.local is not None else None
    call = module.parent(origin.node)
    return class_of(module, call) if isinstance(call, cst.Call) and call.func is origin.node else None


def _waits_for_call(module: Module, owner: cst.ClassDef) -> bool:
    """Whether objects of the class get their variables when they are first called, from layers in them."""
    if family_of(module, owner) is None:
        return False
    line = [owner, *(base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef))]
    if any(_BUILDING & classes.names(module, each) for each in line):
        return False
    if any(_builds(module, each) for each in line):
        return False
    return any(
        isinstance(value, cst.Call) and _makes_variables(module, value)
        for target, value in module.facts.attribute_targets
        if is_self(target.value) and module.enclosing_class(target) in line
    )


def _makes_variables(module: Module, part: cst.Call) -> bool:
    """Whether *part* makes a layer that gets variables when it is called, one of the project included."""
    made = class_of(module, part)
    if made is None:
        return has_weights(module, part)
    return family_of(*made) is not None and not _builds(*made) and makes_weights(*made)


def _builds(module: Module, owner: cst.ClassDef) -> bool:
    """Whether the constructor may make variables: it calls itself or ``build``, or makes a graph."""
    constructor = classes.methods(owner).get("__init__")
    for node in descend(constructor) if constructor is not None else ():
        if not isinstance(node, cst.Call):
            continue
        if is_self(node.func) or last_name(node.func) in ("build", "call", "Input", "InputLayer"):
            return True
    return False


def _is_unbuilt(module: Module, origin: Origin, restore: cst.Call) -> bool:
    """Whether all that may build the object comes later than *restore*."""
    made = origin.node if origin.elsewhere is None else module.parent(origin.node)
    if not isinstance(made, cst.Call):
        return False
    building = [use for use in module.flows.of(made, origin.frames) if _may_build(module, use)]
    return bool(building) and all(
        use.name != "build" and _is_later(module, origin, use, restore) for use in building
    )


def _is_later(module: Module, origin: Origin, use: Use, restore: cst.Call) -> bool:
    first = use.frames[0][1] if use.frames else use.node
    return is_later(module, origin, first, restore) or runs_before(module, first, restore) is Before.NEVER


def _may_build(module: Module, use: Use) -> bool:
    if use.kind is Kind.ARGUMENT and isinstance(use.node, cst.Call):
        return not module.is_named(use.node.func, CHECKPOINT)
    return may_build(use)
