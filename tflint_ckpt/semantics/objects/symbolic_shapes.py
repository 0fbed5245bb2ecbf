"""Where the shape of a symbolic tensor is asked for what Keras 3 has not: there it is a plain tuple."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.objects.symbolic import Symbolic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

OF_NONE = ("_keras_shape",)
"""What symbolic tensors of the Keras before TensorFlow's own had, and none of either."""
OF_TENSORS = ("get_shape", *OF_NONE)
"""What symbolic tensors of Keras 2, or of the Keras before, have, and those of Keras 3 have not."""
AROUND = {"as_list": "list", "ndims": "len", "rank": "len"}
"""What a ``TensorShape`` has, and the builtin that tells the same of it and of a tuple."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One place that asks a tensor, or its shape, for what it has not.

    Attributes:
        node: the attribute that raises.
        whole: the expression to be written otherwise, with the calls behind the attribute.
        tensor: the tensor; ``None`` where its shape is in a variable.
        around: ``list`` or ``len``, where that is to stand around the shape.
    """

    node: cst.Attribute
    whole: cst.BaseExpression
    tensor: cst.BaseExpression | None
    around: str = ""


def asked_shapes(module: Module) -> Iterator[Asked]:
    """Every such place, once for a chain such as ``x.get_shape().as_list()``."""
    symbolic = Symbolic(module)
    for name in OF_TENSORS:
        for node in module.attributes(name):
            if not symbolic.is_tensor(node.value):
                continue
            shape = _called(module, node) if name == "get_shape" else node
            if shape is not None:
                yield _with_more(module, node, shape)
    for name, around in AROUND.items():
        for node in module.attributes(name):
            whole = _called(module, node) if name == "as_list" else node
            if whole is not None and _is_shape(module, symbolic, node.value):
                tensor = node.value.value if isinstance(node.value, cst.Attribute) else None
                yield Asked(node, whole, tensor, around)


def _called(module: Module, node: cst.Attribute) -> cst.Call | None:
    """The call of a method without arguments."""
    call = module.call_of(node)
    return call if call is not None and not call.args else None


def _with_more(module: Module, node: cst.Attribute, shape: cst.BaseExpression) -> Asked:
    """``x.get_shape()`` with the ``.as_list()`` or ``.ndims`` behind it."""
    more = module.parent(shape)
    if isinstance(more, cst.Attribute) and more.value is shape and more.attr.value in AROUND:
        whole = _called(module, more) if more.attr.value == "as_list" else more
        if whole is not None:
            return Asked(node, whole, node.value, AROUND[more.attr.value])
    return Asked(node, shape, node.value)


def _is_shape(module: Module, symbolic: Symbolic, node: cst.BaseExpression) -> bool:
    """Whether *node* is the shape of a symbolic tensor, or a variable that holds nothing else."""
    if isinstance(node, cst.Name):
        binding = module.sole_binding(node)
        if binding is None or binding.assigned is None:
            return False
        value = binding.value
        got = isinstance(value, cst.Call) and isinstance(value.func, cst.Attribute)
        of = value.func if got and isinstance(value, cst.Call) else value
        return (
            isinstance(of, cst.Attribute)
            and of.attr.value == ("get_shape" if got else "shape")
            and module.runs_where_bound(node, binding)
            and symbolic.is_tensor(of.value)
        )
    return isinstance(node, cst.Attribute) and node.attr.value == "shape" and symbolic.is_tensor(node.value)
