"""Data of one example: what is made a batch of one, to be given to a model."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_EXPANDING = ("numpy.expand_dims", "tensorflow.expand_dims", "keras.ops.expand_dims")
_RESHAPING = ("numpy.reshape", "tensorflow.reshape", "keras.ops.reshape")
_MAKING = (
    "numpy.array",
    "numpy.asarray",
    "numpy.stack",
    "tensorflow.constant",
    "tensorflow.convert_to_tensor",
)
_SIZED = ("numpy.zeros", "numpy.ones", "numpy.empty", "tensorflow.zeros", "tensorflow.ones")
_RANDOM = ("numpy.random.", "tensorflow.random.")
_KEEPING = frozenset(("astype", "copy", "numpy"))
_DEEPEST = 8


def is_one_sample(module: Module, node: cst.BaseExpression, depth: int = 0) -> bool:
    """Whether *node* surely is a batch of one example, whatever way the code takes."""
    if depth > _DEEPEST:
        return False
    if isinstance(node, cst.Name):
        return _is_held(module, node, depth)
    if isinstance(node, (cst.List, cst.Tuple)):
        return False  # arrays for several inputs
    if isinstance(node, cst.Subscript):
        return _adds_axis(module, node)
    if not isinstance(node, cst.Call):
        return False
    func = node.func
    if module.is_named(func, *_EXPANDING):
        return _is_number(module, argument(node, "axis", 1), 0)
    if module.is_named(func, *_RESHAPING):
        return _begins_with_one(module, argument(node, "newshape", 1) or argument(node, "shape", 1))
    if module.is_named(func, *_MAKING):
        only = argument(node, "object", 0)
        return isinstance(only, (cst.List, cst.Tuple)) and _is_one_row(module, only)
    name = module.resolve(func) or ""
    if name in _SIZED or name.startswith(_RANDOM):
        size = argument(node, "size", None) or argument(node, "shape", None)
        return _begins_with_one(module, size or (argument(node, "shape", 0) if name in _SIZED else None))
    if isinstance(func, cst.Attribute) and name == "":
        if func.attr.value == "reshape":
            return _begins_with_one(module, argument(node, "shape", 0)) or _is_number(
                module, argument(node, "shape", 0), 1
            )
        if func.attr.value in _KEEPING:
            return is_one_sample(module, func.value, depth + 1)
    return False


def _is_held(module: Module, node: cst.Name, depth: int) -> bool:
    """Whether each value that a variable may have here is one example."""
    bindings = module.visible(node)
    return bool(bindings) and all(
        binding.kind is BindingKind.ASSIGNMENT
        and not binding.index
        and binding.value is not None
        and is_one_sample(module, binding.value, depth + 1)
        for binding in bindings
    )


def _adds_axis(module: Module, node: cst.Subscript) -> bool:
    """``x[None, …]``, ``x[np.newaxis]``, ``x[i:i + 1]``."""
    part = node.slice[0].slice
    if isinstance(part, cst.Index):
        value = part.value
        none = isinstance(value, cst.Name) and value.value == "None"
        return none or module.is_named(value, "numpy.newaxis", "tensorflow.newaxis")
    if not isinstance(part, cst.Slice) or part.lower is None or part.upper is None or part.step is not None:
        return False
    lower, upper = module.text(part.lower), part.upper
    return (
        isinstance(upper, cst.BinaryOperation)
        and isinstance(upper.operator, cst.Add)
        and module.text(upper.left) == lower
        and _is_number(module, upper.right, 1)
    )


def _is_one_row(module: Module, node: cst.List | cst.Tuple) -> bool:
    """Whether a list holds one thing only, that is no number: ``[state]``."""
    if len(node.elements) != 1 or isinstance(node.elements[0], cst.StarredElement):
        return False
    return not all(isinstance(value, Constant) for value in module.evaluate(node.elements[0].value))


def _begins_with_one(module: Module, node: cst.BaseExpression | None) -> bool:
    first = node.elements[0].value if isinstance(node, (cst.Tuple, cst.List)) and node.elements else None
    return _is_number(module, first, 1)


def _is_number(module: Module, node: cst.BaseExpression | None, number: int) -> bool:
    return module.surely(
        node, lambda value: isinstance(value, Constant) and type(value.value) is int and value.value == number
    )
