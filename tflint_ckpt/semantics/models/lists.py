"""Lists of layers and tensors whose elements can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Items

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_REPEATING = (cst.For, cst.While, cst.If, cst.Try, cst.TryStar, cst.Match, cst.FunctionDef, cst.Lambda)


def is_counted(module: Module, items: Items) -> bool:
    """Whether a list surely has each of its elements once: none is added in a loop, branch or function.

    An element that ``append`` adds in a loop stands once among the elements of :class:`Items`.
    """
    if not items.complete:
        return False
    shown = items.node.elements if isinstance(items.node, (cst.List, cst.Tuple)) else ()
    written = {element.value for element in shown}
    around = set(module.ancestors(items.node))
    return not any(
        isinstance(above, _REPEATING) and above not in around
        for element in items.elements
        if element not in written
        for above in module.ancestors(element)
    )
