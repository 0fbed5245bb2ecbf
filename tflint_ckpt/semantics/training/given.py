"""What ``compile`` is given: metrics one by one, and what is no list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.kinds import Instance, Items, Text, Unknown, Value

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SET = "a set"
"""What neither Keras takes for a list."""
_API = ("keras.metrics", "keras.losses")


def not_a_list(module: Module, node: cst.BaseExpression) -> str | None:
    """What the metrics *node* surely are instead of a list, in words: ``one string``; ``None`` otherwise."""
    kinds = {_single(module, value) for value in module.evaluate(node)}
    if len(kinds) == 1:
        return kinds.pop()
    return None if None in kinds or SET in kinds else "one metric"


def _single(module: Module, value: Value) -> str | None:
    if isinstance(value, Text):
        return "one string" if value.literal != "" else None
    if isinstance(value, Items):
        return SET if isinstance(value.node, cst.Set) else None
    if isinstance(value, Instance):
        made = module.is_instance(value.call, families.METRIC, families.LOSS)
        return "one metric object" if made else None
    if isinstance(value, Unknown) and isinstance(value.node, cst.BaseExpression):
        return "one function" if _is_function(module, value.node) else None
    return None


def _is_function(module: Module, node: cst.BaseExpression) -> bool:
    """Whether an expression is a function of the file, of Keras' metrics, or a lambda."""
    if isinstance(node, cst.Lambda):
        return True
    owner, _, last = (module.resolve(node) or "").rpartition(".")
    if owner in _API:
        return last.islower()
    function = module.local_function(node)
    return function is not None and set(decorators(module, function)) <= PASSING
