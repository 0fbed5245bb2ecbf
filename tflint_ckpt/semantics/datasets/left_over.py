"""Statements that call an operation of a dataset in vain, which the code does once more below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls.dispensable import has_effect

if TYPE_CHECKING:
    from tflint_ckpt.semantics.datasets.chains import Operation
    from tflint_ckpt.semantics.module import Module

_INERT = frozenset("batch cache prefetch repeat skip take".split())
"""Operations that call no function, and draw no seed."""


def called_again(module: Module, operation: Operation) -> Operation | None:
    """The same operation, called below on the variable that the chain of *operation* begins with."""
    root = begin_of(operation.call)
    if not isinstance(root, cst.Name):
        return None
    end = module.span(operation.call)[1]
    for other in module.datasets.operations(operation.name):
        first = begin_of(other.call)
        if not isinstance(first, cst.Name) or first.value != root.value:
            continue
        if module.facts.scopes[first] is not module.facts.scopes[root]:
            continue
        if module.span(other.call)[0] > end and not isinstance(module.parent(other.call), cst.Expr):
            return other
    return None


def is_inert(call: cst.Call) -> bool:
    """Whether a chain of calls does nothing but make a dataset: without it, all is as it was."""
    while isinstance(call.func, cst.Attribute):
        if call.func.attr.value not in _INERT or any(has_effect(each.value) for each in call.args):
            return False
        if not isinstance(call.func.value, cst.Call):
            return True
        call = call.func.value
    return False


def begin_of(call: cst.Call) -> cst.BaseExpression:
    """What the first of a chain of methods is called on."""
    root: cst.BaseExpression = call
    while isinstance(root, cst.Call) and isinstance(root.func, cst.Attribute):
        root = root.func.value
    return root
