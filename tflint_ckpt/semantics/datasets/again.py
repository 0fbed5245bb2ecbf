"""Operations that a dataset goes through again, further down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def done_again(module: Module, call: cst.Call) -> Operation | None:
    """The operation elsewhere that does to the dataset of *call* what one of its operations does.

    Two operations that run a function on the elements are the same where they run the same one.
    """
    own, root = _written(call)
    here = module.datasets.chains(root)
    for operation in module.datasets.operations(*(each.name for each in own)):
        if operation.call in [each.call for each in own]:
            continue
        if not any(each.name == operation.name and _alike(module, each, operation) for each in own):
            continue
        if any(_begins(chain, start) for chain in module.datasets.before(operation) for start in here):
            return operation
    return None


def _written(call: cst.BaseExpression) -> tuple[list[Operation], cst.BaseExpression]:
    """The methods that an expression calls one upon the other, and what it calls them on."""
    operations: list[Operation] = []
    while isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute):
        operations.append(Operation(call.func.attr.value, call))
        call = call.func.value
    return operations, call


def _alike(module: Module, one: Operation, other: Operation) -> bool:
    if one.name not in api.FUNCTIONS:
        return True
    functions = one.function, other.function
    return None not in functions and len({module.text(each) for each in functions if each is not None}) == 1


def _begins(chain: Chain, start: Chain) -> bool:
    steps = chain.operations[: len(start.operations)]
    return chain.source == start.source and steps == start.operations
