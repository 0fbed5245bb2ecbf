"""Conditions in traced functions: what may run eagerly only, or once only."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.walk import descend

_ASKING = pattern(r"eager|inside_function|symbolic|hasattr|init_scope", re.IGNORECASE)
"""Names in a test that may tell a trace from a run: ``tf.executing_eagerly()``, ``EagerTensor``."""
_JUMPS = (cst.Return, cst.Raise, cst.Continue, cst.Break)


def is_asked(module: Module, node: cst.CSTNode) -> bool:
    """Whether a test that may tell a trace from a run decides on *node*, in the function around it."""
    for child, above in module.steps(node):
        if _decides(above, child):
            return True
        if isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return False
    return False


def asks_once(module: Module, node: cst.CSTNode) -> bool:
    """Whether a test that may hold the first time only decides on *node*, in the function around it."""
    return any(
        isinstance(above, (cst.If, cst.IfExp)) and _asks_once(above.test) for above in _within(module, node)
    )


def _within(module: Module, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for above in module.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return
        yield above


def _asks(test: cst.CSTNode) -> bool:
    """Whether a test may tell a trace from a run."""
    for node in descend(test):
        name = node.attr if isinstance(node, cst.Attribute) else node
        if isinstance(name, cst.Name) and _ASKING.search(name.value):
            return True
    return False


def _decides(above: cst.CSTNode, child: cst.CSTNode) -> bool:
    """Whether *above* runs *child*, a part of it, only in a trace, or only in a run."""
    if isinstance(above, (cst.If, cst.IfExp, cst.While)):
        return child is not above.test and _asks(above.test)
    if isinstance(above, cst.BooleanOperation):
        return child is above.right and _asks(above.left)
    if isinstance(above, cst.With):
        return any(_asks(item.item) for item in above.items)
    return isinstance(above, cst.IndentedBlock) and _leaves_before(above, child)


def _asks_once(test: cst.CSTNode) -> bool:
    """Whether a test may hold the first time only: ``x is None``, ``not self.built``, ``k not in kept``."""
    return any(
        isinstance(node, (cst.Is, cst.Not, cst.NotIn))
        or (isinstance(node, cst.Name) and node.value in ("hasattr", "getattr"))
        for one in descend(test)
        for node in (one, *_operators(one))
    )


def _operators(node: cst.CSTNode) -> list[cst.CSTNode]:
    if isinstance(node, cst.Comparison):
        return [target.operator for target in node.comparisons]
    return [node.operator] if isinstance(node, cst.UnaryOperation) else []


def _leaves_before(block: cst.IndentedBlock, child: cst.CSTNode) -> bool:
    """Whether a statement before *child* leaves the block where a test tells a trace from a run."""
    for statement in block.body:
        if statement is child:
            return False
        leaves = isinstance(statement, cst.If) and _asks(statement.test)
        if leaves and any(isinstance(inner, _JUMPS) for inner in descend(statement)):
            return True
    return False
