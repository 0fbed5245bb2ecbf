"""The fix that asks a symbolic tensor for its shape in the way that both Kerases know."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.objects.symbolic_shapes import OF_TENSORS, Asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def plain_shape(module: Module, asked: Asked) -> Fix:
    """``x.shape``, ``list(x.shape)`` or ``len(x.shape)``."""
    node, around = asked.node, asked.around
    if asked.tensor is None:
        title = f"write {around}({module.text(node.value)})"
    else:
        title = f"write {around}(….shape)" if around else "write shape"
    start, end = module.span(asked.whole)
    scope = module.facts.scopes[node]
    if (around and scope.lookup(around) is not None) or "\n" in module.text(asked.whole):
        return Fix(Applicability.MANUAL, title)
    if node.attr.value in OF_TENSORS:
        kept, text = module.span(node.attr)[0], "shape"
    else:
        kept, text = _end(module, node.value), ""
    opening = (Edit(module.path, start, start, f"{around}("),) if around else ()
    edit = Edit(module.path, kept, end, f"{text})" if around else text)
    return Fix(Applicability.SAFE, title, (*opening, edit))


def _end(module: Module, node: cst.BaseExpression) -> int:
    return module.span(node.attr if isinstance(node, cst.Attribute) else node)[1]
