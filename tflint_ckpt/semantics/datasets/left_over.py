"""Statements that call an operation of a dataset in vain, which the code does once more below."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.datasets.chains import Chain, Operation
    from tflint_ckpt.semantics.module import Module

_REGROUPING = frozenset("apply flat_map interleave unbatch window".split())
_INERT = frozenset("batch cache prefetch repeat skip take".split())
"""Operations that call no function, and draw no seed."""


def called_again(module: Module, operation: Operation) -> Operation | None:
    """The same operation, called below on the dataset that the chain of *operation* begins with.

    Two operations that run a function on the elements are the same where they run the same one.
    """
    starts = module.datasets.chains(begin_of(operation.call))
    end = module.span(operation.call)[1]
    for other in module.datasets.operations(operation.name):
        if module.span(other.call)[0] <= end or not _alike(module, operation, other):
            continue
        if any(_begins(chain, start) for chain in module.datasets.before(other) for start in starts):
            return other
    return None


def _alike(module: Module, one: Operation, other: Operation) -> bool:
    if one.name not in api.FUNCTIONS:
        return True
    functions = [function for function in (one.function, other.function) if function is not None]
    return len(functions) == 2 and agreed(module.text(function) for function in functions) is not None


def _begins(chain: Chain, start: Chain) -> bool:
    """Whether *chain* goes on from *start*, with elements of the same kind: rows, and not files, say."""
    steps, rest = chain.operations[: len(start.operations)], chain.operations[len(start.operations) :]
    same = not any(step.name in _REGROUPING for step in rest)
    return chain.source == start.source and steps == start.operations and same


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
