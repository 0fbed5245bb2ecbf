"""Datasets that are split by ``take`` and ``skip``."""

from __future__ import annotations

from itertools import product

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.onward import conditions
from tflint_ckpt.semantics.datasets.steps import Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WHOLE = frozenset(
    """batch cache enumerate filter map padded_batch prefetch ragged_batch shard shuffle unbatch
    with_options""".split()
)
"""Operations behind which the elements still come in the order of what is before, whatever that is."""


@dataclass(frozen=True, slots=True)
class Split:
    """One dataset of which one reader takes the first elements, and another one those after them."""

    take: Operation
    skip: Operation


def split_of(module: Module, operation: Operation) -> Split | None:
    """Where what *operation* gives is split, at once or behind operations that keep the order.

    The same number is taken and skipped. A look at the first elements is no part of a split.
    """
    ways, seen = [operation.call], {operation.call}
    while ways:
        steps = [
            reader.operation
            for reader in module.fact(Steps).but_looks(ways.pop())
            if reader.operation is not None
        ]
        parts = [[step for step in steps if step.name == name] for name in ("take", "skip")]
        for take, skip in product(*parts):
            if _is_same(module, take, skip) and not _exclusive(module, take, skip):
                return Split(take, skip)
        for step in steps:
            if step.name in _WHOLE and step.call not in seen:
                seen.add(step.call)
                ways.append(step.call)
    return None


def _is_same(module: Module, take: Operation, skip: Operation) -> bool:
    """Whether both are given the same number: the same one, or the same variable."""
    counts = take.argument("count"), skip.argument("count")
    if counts[0] is None or counts[1] is None:
        return False
    numbers = [module.datasets.number(count) for count in counts]
    if numbers[0] is not None or numbers[1] is not None:
        return numbers[0] == numbers[1] and numbers[0] not in (None, 0, -1)
    return module.text(counts[0]) == module.text(counts[1])


def _exclusive(module: Module, one: Operation, other: Operation) -> bool:
    """Whether the two stand in branches of which only one is taken: one run never reads both."""
    left, right = (conditions(module, step.call) for step in (one, other))
    above = {module.parent(_branch_of(module, node)) for node in left - right}
    return any(module.parent(_branch_of(module, node)) in above for node in right - left)


def _branch_of(module: Module, node: cst.CSTNode) -> cst.CSTNode:
    """The body of an ``if`` for itself, and the ``else`` for the block in it."""
    parent = module.parent(node)
    return parent if isinstance(parent, cst.Else) else node
