"""Whether the batches of a dataset have the size that something else says."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.values.kinds import Frames
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_BATCH = ("batch", "padded_batch", "ragged_batch")
_REGROUPING = frozenset("unbatch rebatch flat_map interleave apply group_by_window window".split())
_OF_LOADERS = 32
_OF_SERIES = 128


def has_size(module: Module, chain: Chain, size: cst.BaseExpression) -> bool:
    """Whether the last ``.batch`` of *chain*, or the loader that it begins with, surely has this *size*."""
    for operation in reversed(chain.operations):
        if operation.name in _REGROUPING:
            return False
        if operation.name in _BATCH:
            return _are_same(module, operation.argument("batch_size"), operation.frames, size)
    call, name = chain.source.node, chain.source.name
    if name not in api.KERAS_LOADERS or not isinstance(call, cst.Call):
        return False
    if name is None or not module.is_named(call.func, name):  # it stands in another file
        return False
    given = Operation("", call).argument("batch_size")
    if given is not None:
        return _are_same(module, given, (), size)
    may_be_given = any(argument.star or argument.keyword is None for argument in call.args[1:])
    usual = _OF_SERIES if name.endswith("timeseries_dataset_from_array") else _OF_LOADERS
    return not may_be_given and module.datasets.number(size) == usual


def _are_same(
    module: Module, one: cst.BaseExpression | None, frames: Frames, other: cst.BaseExpression
) -> bool:
    if one is None or module.parent(one) is None:  # the latter stands in another file
        return False
    number = module.datasets.number(one, frames)
    if number is not None or module.datasets.number(other) is not None:
        return number == module.datasets.number(other)
    return module.text(one) == module.text(other) and _are_same_variables(module, one, other)


def _are_same_variables(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions that read alike mean the same: no calls, and names that are set once."""
    names = [[node for node in descend(each) if isinstance(node, cst.Name)] for each in (one, other)]
    if any(isinstance(node, cst.Call) for node in descend(one)):
        return False
    for left, right in zip(*names, strict=True):
        above = module.parent(left)
        if isinstance(above, cst.Attribute) and above.attr is left:
            continue
        binding = module.sole_binding(left)
        if binding is None or binding is not module.sole_binding(right):
            return False
    return True
