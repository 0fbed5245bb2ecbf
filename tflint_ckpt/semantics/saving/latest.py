"""The latest checkpoint of a folder, which is ``None`` where there is none, and who asks about that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.saving.checkpoints import Checkpoint, Restore, is_plain
from tflint_ckpt.semantics.saving.places import Place, directory, is_latest, places
from tflint_ckpt.semantics.saving.status import Status, is_asked
from tflint_ckpt.syntax.statements import always_before, statement_of
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WRITING = ("save", "write", "save_weights", "train", "train_and_evaluate")
_LOOKING = frozenset("exists isdir isfile listdir glob iglob is_dir is_file iterdir scandir Exists".split())
_TESTS = (cst.If, cst.While, cst.IfExp, cst.Assert)
_DEEPEST = 5


def sources(
    module: Module, node: cst.BaseExpression, depth: int = 0
) -> tuple[cst.BaseExpression, ...] | None:
    """The expressions that give *node* its value, through variables; ``None`` if not all are seen."""
    if isinstance(node, cst.IfExp):
        arms = [sources(module, arm, depth) for arm in (node.body, node.orelse)]
        return None if None in arms else tuple(one for arm in arms if arm for one in arm)
    if isinstance(node, cst.Attribute) and node.attr.value != "latest_checkpoint":
        values = module.attribute_values(node) if depth < _DEEPEST else None
    elif isinstance(node, cst.Name) and node.value != "None":
        scope = module.facts.scopes[node]
        home = scope.lookup(node.value)
        seen = visible(module.facts, node, home) if home is not None else []
        plain = depth < _DEEPEST and bool(seen) and all(map(is_plain, seen))
        values = [one.value for one in seen if one.value is not None] if plain else None
    else:
        return (node,)
    found: list[cst.BaseExpression] = []
    for value in values or ():
        below = sources(module, value, depth + 1)
        if below is None:
            return None
        found += below
    return tuple(found) or None


def may_restore_nothing(module: Module, restore: Restore) -> bool:
    """Whether *restore* is given the latest checkpoint, and nothing shows that there is one.

    The status is not checked, the code does not ask for the path, and has not written to its folder before.
    """
    found = sources(module, restore.path) if restore.path is not None else None
    if not found or not all(is_latest(module, one) for one in found):
        return False
    if restore.status not in (Status.DISCARDED, Status.PARTIAL):
        return False
    return not is_looked_at(module, restore) and not _is_there(module, restore, found)


def is_looked_at(module: Module, restore: Restore) -> bool:
    """Whether the code asks if there is a checkpoint, anywhere the restore or its reader can see it.

    It tests the path, or ``latest_checkpoint``, before or after; or the restore stands under a look at the
    folder.
    """
    path = restore.path
    home = module.facts.scopes[path].lookup(path.value) if isinstance(path, cst.Name) else None
    own = module.uses(path.value, home) if isinstance(path, cst.Name) and home is not None else []
    latest = [node for node in module.facts.scopes if is_latest(module, node)]
    if any(is_asked(module, node) for node in (*own, *latest)):
        return True
    return any(
        isinstance(above, _TESTS) and any(map(_looks, descend(above.test)))
        for above in module.ancestors(restore.node)
    )


def may_start_anew(module: Module, restore: Restore) -> bool:
    """Whether *restore* is given the latest checkpoint, and a run that has none yet is meant.

    It does not stand under a test that there is one, but the code asks elsewhere, or the run goes on to
    write the first one.
    """
    found = sources(module, restore.path) if restore.path is not None else None
    if not found or not all(is_latest(module, one) for one in found):
        return False
    for above in module.ancestors(restore.node):
        if isinstance(above, _TESTS) and any(_tells(module, restore, node) for node in descend(above.test)):
            return False
    facts = module.facts
    later = (
        save
        for save in module.checkpoints.saves
        if facts.scopes[save.node] is facts.scopes[restore.node]
        and set(save.checkpoints) & set(restore.checkpoints)
        and precedes(facts, restore.node, save.node)
    )
    if is_looked_at(module, restore):
        return True
    return any(later) and not _is_there(module, restore, found)


def _tells(module: Module, restore: Restore, node: cst.CSTNode) -> bool:
    """Whether *node*, in a test, says that there is a checkpoint."""
    path = restore.path
    same = isinstance(node, cst.Name) and isinstance(path, cst.Name) and node.value == path.value
    return same or _looks(node) or is_latest(module, node)


def _looks(node: cst.CSTNode) -> bool:
    """Whether *node* is a call that looks whether something is on disk."""
    if not isinstance(node, cst.Call):
        return False
    last = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return isinstance(last, cst.Name) and last.value in _LOOKING


def is_written_before(module: Module, node: cst.Call, checkpoint: Checkpoint) -> bool:
    """Whether *checkpoint* itself has been saved when *node* runs.

    It is saved before in the same scope, or in a function that is always called before; where *node* is in
    a function, the same of every call of that.
    """
    saves = [save.node for save in module.checkpoints.saves if checkpoint in save.checkpoints]
    return _are_before(module, saves, node)


def _is_there(module: Module, restore: Restore, paths: tuple[cst.BaseExpression, ...]) -> bool:
    """Whether the code has written a checkpoint, for all it says of the folders, when *restore* runs."""
    read = {place for path in paths for place in places(module, path)}
    saves = {save.node: directory(module, save) for save in module.checkpoints.saves}
    writers = [node for node, _ in module.method_calls(*_WRITING) if _may_be(saves.get(node), read)]
    for node, _ in module.method_calls("fit"):
        if any(argument.keyword and argument.keyword.value == "callbacks" for argument in node.args):
            writers.append(node)
    return _are_before(module, writers, restore.node)


def _may_be(written: Place | None, read: set[Place]) -> bool:
    """Whether a folder may be one of those that are read; those that are not known may be any."""
    known = all(isinstance(place, str) for place in read) and bool(read) and isinstance(written, str)
    return not known or written in read


def _are_before(module: Module, writers: Sequence[cst.Call], node: cst.Call) -> bool:
    """Whether one of *writers* is run before *node*, or before each call of the function *node* is in."""
    if any(_is_before(module, each, node) for each in writers):
        return True
    function = module.enclosing_function(node)
    callers = [
        call for call in module.facts.calls if function and module.local_function(call.func) is function
    ]
    return bool(callers) and all(
        any(_is_before(module, each, caller) for each in writers) for caller in callers
    )


def _is_before(module: Module, writer: cst.Call, node: cst.Call) -> bool:
    facts = module.facts
    if facts.scopes[writer] is facts.scopes[node]:
        return writer is not node and precedes(facts, writer, node)
    function = module.enclosing_function(writer)
    return any(
        call is not node and always_before(module, statement_of(module, call), node)
        for call in facts.calls
        if function is not None and module.local_function(call.func) is function
    )
