"""Whether code is run only where something says so, which may say as well whether a fit validates."""

from __future__ import annotations

import builtins

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import is_self, left_before
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from tflint_ckpt.semantics.module import Module


def is_flagged(module: Module, node: cst.CSTNode, known: Collection[str] = ()) -> bool:
    """Whether a test around *node*, or one before it that leaves the block, may keep it from being run.

    ``if validate: plot(history.history["val_loss"])``. Not a flag that the code shows to be set, and no test of
    nothing but the variables *known*.
    """

    def decides(test: cst.BaseExpression) -> bool:
        return _may_be_off(module, test, known)

    for child, above in module.steps_within(node):
        if isinstance(above, (cst.If, cst.IfExp, cst.While)) and child is not above.test:
            if decides(above.test):
                return True
        if isinstance(above, cst.BooleanOperation) and child is above.right and decides(above.left):
            return True
        if isinstance(above, cst.IndentedBlock) and left_before(above.body, child, decides):
            return True
    return False


def _may_be_off(module: Module, test: cst.BaseExpression, known: Collection[str]) -> bool:
    if isinstance(test, (cst.Name, cst.Attribute)) and all(
        isinstance(value, Constant) and bool(value.value) for value in module.evaluate(test)
    ):
        return False
    names = (node for node in descend(test) if isinstance(node, cst.Name))
    return any(is_self(name) or _is_variable(module, name, known) for name in names)


def _is_variable(module: Module, name: cst.Name, known: Collection[str]) -> bool:
    above = module.parent(name)
    if isinstance(above, cst.Attribute) and above.attr is name:
        return False
    is_told = name.value in known or name.value in ("__name__", "True", "False", "None")
    return not is_told and not hasattr(builtins, module.builtin(name) or "")
