"""Conditions in traced functions: what may run eagerly only, or once only."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.forms import last_name, left_before, operators
from tflint_ckpt.syntax.walk import descend

_ASKING = pattern(r"eager|inside_function|symbolic|hasattr|init_scope", re.IGNORECASE)
"""Names in a test that may tell a trace from a run: ``tf.executing_eagerly()``, ``EagerTensor``."""


def is_asked(module: Module, node: cst.CSTNode) -> bool:
    """Whether a test that may tell a trace from a run decides on *node*, in the function around it."""
    return any(_decides(above, child) for child, above in module.steps_within(node))


def asks_once(module: Module, node: cst.CSTNode) -> bool:
    """Whether a test that may hold the first time only decides on *node*, in the function around it."""
    return any(
        isinstance(above, (cst.If, cst.IfExp)) and _asks_once(above.test)
        for _, above in module.steps_within(node)
    )


def _asks(test: cst.CSTNode) -> bool:
    """Whether a test may tell a trace from a run."""
    return any(_ASKING.search(last_name(node)) for node in descend(test))


def _decides(above: cst.CSTNode, child: cst.CSTNode) -> bool:
    """Whether *above* runs *child*, a part of it, only in a trace, or only in a run."""
    if isinstance(above, (cst.If, cst.IfExp, cst.While)):
        return child is not above.test and _asks(above.test)
    if isinstance(above, cst.BooleanOperation):
        return child is above.right and _asks(above.left)
    if isinstance(above, cst.With):
        return any(_asks(item.item) for item in above.items)
    return isinstance(above, cst.IndentedBlock) and left_before(above.body, child, _asks)


def _asks_once(test: cst.CSTNode) -> bool:
    """Whether a test may hold the first time only: ``x is None``, ``not self.built``, ``k not in kept``."""
    return any(
        isinstance(node, (cst.Is, cst.Not, cst.NotIn))
        or (isinstance(node, cst.Name) and node.value in ("hasattr", "getattr"))
        for one in descend(test)
        for node in (one, *operators(one))
    )
