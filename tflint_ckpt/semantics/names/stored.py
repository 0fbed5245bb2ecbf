"""Whether an expression is what a statement sets."""

from __future__ import annotations

import libcst as cst

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_AROUND = (cst.Element, cst.StarredElement, cst.Tuple, cst.List)


def is_stored(module: Engine, node: cst.CSTNode) -> bool:
    """Whether *node* is set or deleted: ``x["a"] = 1``, ``x["a"], y = 1, 2``, ``del x["a"]``."""
    above = module.parent(node)
    while isinstance(above, _AROUND):
        node, above = above, module.parent(above)
    if isinstance(above, (cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor)):
        return above.target is node
    return isinstance(above, (cst.AssignTarget, cst.Del))
