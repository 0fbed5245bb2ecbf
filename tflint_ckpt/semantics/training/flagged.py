"""Whether code is run only where something says so, which may say as well whether a fit validates."""

from __future__ import annotations

import builtins

import libcst as cst

from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.training.calls import split_of, validation_of
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import left_before
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from tflint_ckpt.semantics.calls.arguments import Argument
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.fits import Fit


def may_be_told(fits: Iterable[Fit], module: Engine, node: cst.CSTNode) -> bool:
    """Whether a flag may say both that one of *fits* validates, and that *node*, or that fit, is run.

    A fit without an argument for validation data never does, whatever the flags say.
    """
    able = [fit for fit in fits if any(map(_is_open, (validation_of(fit.call), split_of(fit.call))))]
    return bool(able) and (is_flagged(module, node) or any(is_flagged(fit.module, fit.node) for fit in able))


def is_flagged(module: Engine, node: cst.CSTNode, known: Collection[str] = ()) -> bool:
    """Whether a test around *node*, or one before it that leaves the block, may keep it from being run.

    ``if validate: plot(history.history["val_loss"])``. Not a flag that the code shows to be set, and no test
    of nothing but the variables *known*.
    """
    return _is_under(module, node, lambda test: _may_be_off(module, test, known))


def is_off(module: Engine, node: cst.CSTNode) -> bool:
    """Whether such a test is of a flag that some caller, or the code, leaves off: ``validate=False``."""
    return _is_under(module, node, lambda test: _is_left_off(module, test))


def _is_open(argument: Argument | None) -> bool:
    """Whether an argument is given, and no literal ``None`` or number."""
    node = argument.value if argument is not None else None
    return node is not None and not (is_none(node) or isinstance(node, cst.BaseNumber))


def _is_under(module: Engine, node: cst.CSTNode, decides: Callable[[cst.BaseExpression], bool]) -> bool:
    for child, above in module.steps_within(node):
        test = None
        if isinstance(above, (cst.If, cst.IfExp, cst.While)):
            test = above.test
        elif isinstance(above, cst.BooleanOperation):
            test = above.left
        if test is not None and child is not test and decides(test):
            return True
        if isinstance(above, cst.IndentedBlock) and left_before(above.body, child, decides):
            return True
    return False


def _may_be_off(module: Engine, test: cst.BaseExpression, known: Collection[str]) -> bool:
    if isinstance(test, (cst.Name, cst.Attribute)) and all(_constants(module, test)):
        return False
    names = (node for node in descend(test) if isinstance(node, cst.Name))
    return any(_is_variable(module, name, known) for name in names)


def _is_left_off(module: Engine, test: cst.BaseExpression) -> bool:
    if isinstance(test, cst.BooleanOperation):
        return _is_left_off(module, test.left) or _is_left_off(module, test.right)
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return _is_left_off(module, test.expression)
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        of_none = is_none(test.comparisons[0].comparator)
        is_test = isinstance(test.comparisons[0].operator, (cst.Is, cst.IsNot))
        return of_none and is_test and _is_left_off(module, test.left)
    return isinstance(test, (cst.Name, cst.Attribute)) and False in _constants(module, test)


def _constants(module: Engine, node: cst.BaseExpression) -> list[bool | None]:
    """Of each value that *node* may have, whether it is true; ``None`` where that is not known."""
    return [bool(one.value) if isinstance(one, Constant) else None for one in module.evaluate(node)]


def _is_variable(module: Engine, name: cst.Name, known: Collection[str]) -> bool:
    above = module.parent(name)
    if isinstance(above, cst.Attribute) and above.attr is name:
        return False
    is_told = name.value in known or name.value in ("__name__", "True", "False", "None")
    return not is_told and not hasattr(builtins, module.builtin(name) or "")
