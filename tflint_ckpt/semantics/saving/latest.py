"""The latest checkpoint of a folder, which is ``None`` where there is none, and who asks about that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.saving.checkpoints import Checkpoint, Restore, is_plain
from tflint_ckpt.semantics.saving.status import Status
from tflint_ckpt.syntax.statements import always_before, statement_of
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

LATEST = "tensorflow.train.latest_checkpoint"
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

    The status is not checked, the code does not ask for the path, and nothing has been written before.
    """
    found = sources(module, restore.path) if restore.path is not None else None
    if not found or not all(is_latest(module, one) for one in found):
        return False
    if restore.status not in (Status.DISCARDED, Status.PARTIAL):
        return False
    return not is_looked_at(module, restore) and not is_written_before(module, restore.node)


def is_latest(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is ``tf.train.latest_checkpoint(…)`` or ``manager.latest_checkpoint``."""
    if isinstance(node, cst.Call):
        return module.is_named(node.func, LATEST)
    return isinstance(node, cst.Attribute) and node.attr.value == "latest_checkpoint"


def is_looked_at(module: Module, restore: Restore) -> bool:
    """Whether the code asks if there is a checkpoint, anywhere the restore or its reader can see it.

    It tests the path, or ``latest_checkpoint``, before or after; or the restore stands under a look at the
    folder.
    """
    path = restore.path
    home = module.facts.scopes[path].lookup(path.value) if isinstance(path, cst.Name) else None
    own = module.uses(path.value, home) if isinstance(path, cst.Name) and home is not None else []
    latest = [node for node in module.facts.scopes if is_latest(module, node)]
    if any(_is_asked(module, node) for node in (*own, *latest)):
        return True
    return any(
        isinstance(above, _TESTS) and any(map(_looks, descend(above.test)))
        for above in module.ancestors(restore.node)
    )


def _is_asked(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* decides something: it is in a test, compared, negated, or has an alternative."""
    child = node
    for above in module.ancestors(node):
        if isinstance(above, (cst.BooleanOperation, cst.Comparison, cst.NamedExpr)):
            return True
        if isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Not):
            return True
        if isinstance(above, _TESTS):
            return child is above.test
        if isinstance(above, (cst.SimpleStatementLine, cst.FunctionDef, cst.Lambda)):
            return False
        child = above
    return False


def _looks(node: cst.CSTNode) -> bool:
    """Whether *node* is a call that looks whether something is on disk."""
    if not isinstance(node, cst.Call):
        return False
    last = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return isinstance(last, cst.Name) and last.value in _LOOKING


def is_written_before(module: Module, node: cst.Call, checkpoint: Checkpoint | None = None) -> bool:
    """Whether the code has written a checkpoint when *node* runs; that very *checkpoint*, if one is given.

    It is saved before in the same scope, or in a function that is always called before; where *node* is in
    a function, the same of every call of that.
    """
    if any(_is_before(module, each, node) for each in _writers(module, checkpoint)):
        return True
    function = module.enclosing_function(node)
    callers = [
        call for call in module.facts.calls if function and module.local_function(call.func) is function
    ]
    return bool(callers) and all(
        any(_is_before(module, each, caller) for each in _writers(module, checkpoint)) for caller in callers
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


def _writers(module: Module, checkpoint: Checkpoint | None) -> Iterator[cst.Call]:
    """Every call that writes *checkpoint*; without one, that writes any (a ``fit`` with callbacks too)."""
    if checkpoint is not None:
        yield from (save.node for save in module.checkpoints.saves if checkpoint in save.checkpoints)
        return
    yield from (node for node, _ in module.method_calls(*_WRITING))
    for node, _ in module.method_calls("fit"):
        if any(argument.keyword and argument.keyword.value == "callbacks" for argument in node.args):
            yield node
