"""What is done where an expression stands: it is set, or only read."""

from __future__ import annotations

import libcst as cst

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_AROUND = (cst.Element, cst.StarredElement, cst.Tuple, cst.List)
_LOOKING = frozenset(
    "all any bool enumerate iter len list max min print reversed sorted str sum tuple zip".split()
)
"""Functions of Python that leave a list that they are given as it is, and keep it nowhere."""
_READING = (
    cst.For, cst.CompFor, cst.If, cst.While, cst.IfExp, cst.Assert, cst.Expr, cst.UnaryOperation,
    cst.BooleanOperation, cst.Comparison, cst.ComparisonTarget, cst.FormattedStringExpression,
)  # fmt: skip


def is_stored(module: Engine, node: cst.CSTNode) -> bool:
    """Whether *node* is set or deleted: ``x["a"] = 1``, ``x["a"], y = 1, 2``, ``del x["a"]``."""
    above = module.parent(node)
    while isinstance(above, _AROUND):
        node, above = above, module.parent(above)
    if isinstance(above, (cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor)):
        return above.target is node
    return isinstance(above, (cst.AssignTarget, cst.Del))


def leaves_list(module: Engine, use: cst.CSTNode, *methods: str) -> bool:
    """Whether what is done at *use* leaves a list its elements, and gives it no other name.

    *methods* are those that may be called on it.
    """
    above = module.parent(use)
    if isinstance(above, cst.Attribute):
        return above.attr.value in methods and module.call_of(above) is not None
    call = module.call_given(use)
    if call is not None:
        return module.builtin(call.func) in _LOOKING
    if isinstance(above, cst.Subscript):
        return not is_stored(module, above)
    return isinstance(above, _READING)
