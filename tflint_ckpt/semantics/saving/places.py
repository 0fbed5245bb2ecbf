"""Where checkpoints lie: the folder they are written to, and the folder they are read from."""

from __future__ import annotations

from pathlib import PurePosixPath

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.saving.checkpoints import MANAGER, Checkpoints, Save
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frame
    from tflint_ckpt.semantics.module import Module

LATEST = "tensorflow.train.latest_checkpoint"


def is_latest(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is ``tf.train.latest_checkpoint(…)`` or ``manager.latest_checkpoint``."""
    if isinstance(node, cst.Call):
        return module.is_named(node.func, LATEST)
    is_so_called = isinstance(node, cst.Attribute) and node.attr.value == "latest_checkpoint"
    return is_so_called and not module.is_named(node, LATEST)  # the function itself


Place = str | cst.Call | Save
"""A folder; where its name is not known, the manager that has it; else the only save that writes there."""


def places(module: Module, path: cst.BaseExpression) -> tuple[Place, ...]:
    """Where the latest checkpoint *path* is looked for; empty where that cannot be told."""
    if isinstance(path, cst.Attribute):
        managers = module.fact(Checkpoints).managers(path.value) if is_latest(module, path) else ()
        return tuple(_of_manager(module, manager) for manager in managers)
    given = argument(path, "checkpoint_dir", 0) if isinstance(path, cst.Call) else None
    if given is not None and is_latest(module, path):
        folder = _literal(module, given)
        return (str(PurePosixPath(folder)),) if folder is not None else ()
    return ()


def mistaken_prefix(module: Module, path: cst.BaseExpression) -> Save | None:
    """The save whose prefix is given to ``latest_checkpoint``, which wants the folder; nothing is written to
    a folder of that name."""
    if not (isinstance(path, cst.Call) and is_latest(module, path) and len(path.args) == 1):
        return None
    given = _literal(module, path.args[0].value)
    if given is None or path.args[0].star or given.endswith("/"):
        return None
    saves = module.fact(Checkpoints).saves
    if any(directory(module, save) in (save, save.manager, str(PurePosixPath(given))) for save in saves):
        return None
    prefixes = {save: _literal(module, save.prefix) for save in saves if save.prefix is not None}
    same = (save for save, prefix in prefixes.items() if prefix is not None and _same(prefix, given))
    return next(same, None)


def _same(one: str, other: str) -> bool:
    return PurePosixPath(one) == PurePosixPath(other) and not one.endswith("/")


def directory(module: Module, save: Save) -> Place:
    """Where *save* writes."""
    if save.manager is not None:
        return _of_manager(module, save.manager)
    prefix = _literal(module, save.prefix) if save.prefix is not None else None
    return str(PurePosixPath(prefix + "x").parent) if prefix is not None else save


def _of_manager(module: Module, manager: cst.Call) -> Place:
    given = argument_of(bind(module, manager, MANAGER), "directory")
    folder = _literal(module, given.value) if given is not None else None
    return str(PurePosixPath(folder)) if folder is not None else manager


def _literal(module: Module, node: cst.BaseExpression) -> str | None:
    """The text that *node* is, the same for all callers of the function, or class, it is in."""
    known = module.literal(node)
    if known is not None:
        return known
    contexts = module.call_sites.contexts(node)
    ways = [(*made, *frames) for made in _constructions(module, node) for frames in contexts]
    return agreed(module.literal(node, frames) for frames in ways)


def _constructions(module: Module, node: cst.BaseExpression) -> list[tuple[Frame, ...]]:
    """The calls that make an object of the class *node* is in; one empty way where not all are in sight."""
    owner = module.enclosing_class(node)
    constructor = module.call_sites.method(owner, "__init__") if owner is not None else None
    made = module.call_sites.in_sight(constructor) if constructor is not None else None
    return [((constructor, call),) for call in made] if constructor is not None and made else [()]
