"""Restoring a checkpoint so that it is seen what was restored: a check of the status, or an ``if``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.saving.places import is_latest
from tflint_ckpt.syntax.arguments import replace
from tflint_ckpt.syntax.guarded import free_name, under_test
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.saving.checkpoints import Restore

CHECK = "assert_existing_objects_matched"
"""Raises where nothing was restored, or a variable that is there already is not in the file; returns the
status. Unlike ``assert_consumed`` it holds on Keras 2 before the optimizer has built its slots."""
_NAMES = ("latest", "latest_path", "checkpoint_path", "path_of_latest")


def check_status(module: Module, restore: cst.Call) -> Fix:
    """A fix that calls `CHECK` on what *restore* returns."""
    end = module.span(restore)[1]
    return Fix(Applicability.UNSAFE, f"call {CHECK}()", (Edit(module.path, end, end, f".{CHECK}()"),))


def restore_if_any(module: Module, restore: Restore) -> Fix:
    """A fix that restores only where there is a checkpoint: ``if path:`` around a statement of its own.

    It does not say what to do without one, which is for a person to add.
    """
    edits = _restored_if_any(module, restore)
    title = "restore only where there is a checkpoint"
    if not edits:
        return Fix(Applicability.MANUAL, title)
    why = "what is to happen without one is yours to add"
    return Fix(Applicability.UNSAFE, f"{title}; not safe: {why}", tuple(edits))


def _restored_if_any(module: Module, restore: Restore) -> list[Edit]:
    statement, path = _statement(module, restore.node), restore.path
    if statement is None or path is None or not _is_plain(module, restore):
        return []
    if _is_dotted(path):
        return under_test(module, statement, module.text(path))
    name = free_name(module, *_NAMES)
    code = module.text(path)
    if name is None or not is_latest(module, path) or any(mark in code for mark in "#\r\n"):
        return []
    edits = under_test(module, statement, name, before=f"{name} = {code.strip()}")
    return [*edits, replace(module, path, name)] if edits else []


def _statement(module: Module, restore: cst.Call) -> cst.SimpleStatementLine | None:
    """The line that consists of *restore*, and what is called on its status; not in the body of a class."""
    node: cst.CSTNode | None = restore
    while isinstance(node, (cst.Call, cst.Attribute)):
        node = module.parent(node)
    line = module.parent(node) if isinstance(node, cst.Expr) else None
    if not isinstance(line, cst.SimpleStatementLine):
        return None
    return None if isinstance(module.facts.scopes[restore].node, cst.ClassDef) else line


def _is_plain(module: Module, restore: Restore) -> bool:
    """Whether leaving the call out, or naming its path before it, leaves nothing else out."""
    func = restore.node.func
    others = [argument.value for argument in restore.node.args if argument.value is not restore.path]
    does = (cst.NamedExpr, cst.Await, cst.Yield)
    path = restore.path
    if path is None or any(isinstance(node, does) for node in descend(path)):
        return False
    return isinstance(func, cst.Attribute) and all(map(_is_dotted, (func.value, *others)))


def _is_dotted(node: cst.CSTNode) -> bool:
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)
