"""What ``class_weight`` of a fit is given instead of a dictionary."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.at_first import once_set
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Text, Unknown, Value
from tflint_ckpt.semantics.values.numbers import Numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module

_COMPUTED = ("sklearn.utils.class_weight.compute_class_weight", "sklearn.utils.compute_class_weight")
_ARRAYS = (
    *_COMPUTED,
    *(f"sklearn.utils.{place}compute_sample_weight" for place in ("", "class_weight.")),
    *(f"numpy.{name}" for name in "array asarray ones zeros full linspace bincount sqrt log".split()),
    *(f"numpy.{name}" for name in "divide true_divide multiply clip round ones_like median".split()),
    *(f"numpy.{name}" for name in "maximum minimum".split()),
)
_OPERATORS = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.Power)
_DEEPEST = 8


class Weights(Enum):
    """What is no dictionary."""

    ARRAY = "an array"
    LIST = "a list"
    TEXT = "a string"


def not_a_dictionary(module: Module, node: cst.BaseExpression) -> Weights | None:
    """What the class weights *node* surely are instead of a dictionary; ``None`` where they may be one."""
    values = once_set(module, module.evaluate(node))
    return agreed(_kind(module, value, 0) for value in values)


def may_be_none(module: Module, node: cst.BaseExpression) -> bool:
    """Whether the class weights *node* are those of an attribute that is ``None`` until it is set."""
    values = module.evaluate(node)
    return len(once_set(module, values)) < len(values)


def _of(module: Engine, node: cst.BaseExpression, depth: int) -> Weights | None:
    return agreed(_kind(module, value, depth) for value in module.evaluate(node))


def _kind(module: Engine, value: Value, depth: int) -> Weights | None:
    if depth > _DEEPEST:
        return None
    if isinstance(value, Text):
        return Weights.TEXT
    if isinstance(value, Items):
        plain = isinstance(value.node, (cst.List, cst.Tuple)) and bool(value.elements)
        return Weights.LIST if plain and all(map(module.fact(Numbers).at, value.elements)) else None
    if isinstance(value, Unknown) and isinstance(value.node, cst.BinaryOperation):
        return _calculated(module, value.node, depth)
    if isinstance(value, Unknown) and isinstance(value.node, cst.Call):
        return _returned_elsewhere(module, value.node, depth)
    return _returned(module, value.call, depth) if isinstance(value, Instance) else None


def _calculated(module: Engine, node: cst.BinaryOperation, depth: int) -> Weights | None:
    """An array where one side is: ``total / counts``."""
    if not isinstance(node.operator, _OPERATORS):
        return None
    sides = (_of(module, side, depth + 1) for side in (node.left, node.right))
    return Weights.ARRAY if Weights.ARRAY in sides else None


def _returned(module: Engine, call: cst.Call, depth: int) -> Weights | None:
    if module.is_named(call.func, *_ARRAYS):
        return Weights.ARRAY
    if module.builtin(call.func) == "list" and len(call.args) == 1:
        return Weights.LIST if _of(module, call.args[0].value, depth + 1) else None
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("tolist", "astype", "round"):
        made = _of(module, call.func.value, depth + 1)
        return Weights.LIST if made and call.func.attr.value == "tolist" else made
    return None


def _returned_elsewhere(module: Engine, call: cst.Call, depth: int) -> Weights | None:
    """What a function of another file surely returns."""
    defined = module.fact(Evaluator).called_elsewhere(call)
    function = defined.node if defined is not None else None
    if defined is None or not isinstance(function, cst.FunctionDef) or defined.module.may_give_none(function):
        return None
    returned = defined.module.returns(function)
    return agreed(_of(defined.module, each, depth + 1) for each in returned) if returned else None


def counts_from_zero(module: Module, node: cst.BaseExpression) -> bool:
    """Whether nothing shows that the classes, in order, are others than 0, 1, 2 …"""
    for value in module.evaluate(node):
        if isinstance(value, Unknown) and isinstance(value.node, cst.Call):
            return False  # another file has the classes
        if isinstance(value, Instance) and module.is_named(value.call.func, *_COMPUTED):
            classes = argument_of(bind(module, value.call, _COMPUTED[0]), "classes")
            for given in module.evaluate(classes.value) if classes is not None else ():
                if isinstance(given, Items) and given.exact and not _is_range(module, given):
                    return False
    return True


def _is_range(module: Module, items: Items) -> bool:
    values = [module.evaluate(element) for element in items.elements]
    return all(
        len(value) == 1 and isinstance(value[0], Constant) and value[0].value == place
        for place, value in enumerate(values)
    )
