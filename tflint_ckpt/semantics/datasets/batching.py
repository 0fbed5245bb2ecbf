"""Datasets that are batched twice on their way into a model."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

BATCH = ("batch", "padded_batch")
"""The operations that batch."""
_KEEPING = frozenset(
    "cache enumerate filter map prefetch repeat shard shuffle skip take with_options".split()
)
"""Operations between the two that make single examples of batches in no case that is known by its name."""
_RESHAPING = frozenset(
    """concat expand_dims flatten gather moveaxis pad ragged reshape set_shape squeeze split stack
    transpose unstack""".split()
)
"""What a function between the two may take windows or examples out of a batch by."""


@dataclass(frozen=True, slots=True)
class Twice:
    """What batches the first time, an operation or a loader, and the operation that does it again.

    Attributes:
        first: the one; of a dataset from another file the call that gives it.
        second: the other.
        is_here: whether both stand in this file.
    """

    first: cst.Call
    second: Operation
    is_here: bool = True


def batched_twice(module: Module, chain: Chain) -> Twice | None:
    """Where a chain is batched twice by mistake, and not to cut windows: twice by the same size.

    Or once by a loader of Keras, that gives batches itself.
    """
    from tflint_ckpt.semantics.datasets.traits import batched

    second: Operation | None = None
    for step in reversed(chain.operations):
        if module.parent(step.call) is None:
            return _begun_elsewhere(chain, step, second)
        if second is None:
            if step.name in BATCH:
                second = step
            elif step.name not in _KEEPING:
                return None
        elif step.name in BATCH:
            return Twice(step.call, second) if _alike(module, step, second) else None
        elif step.name not in _KEEPING or _regroups(module, step):
            return None
    source = chain.source
    if second is None or source.name not in api.KERAS_LOADERS or not isinstance(source.node, cst.Call):
        return None
    return Twice(source.node, second) if batched(module, Chain(source)) else None


def _begun_elsewhere(chain: Chain, step: Operation, second: Operation | None) -> Twice | None:
    """The same where *step*, and what comes before it, stands in another file, that gives the dataset.

    What a function there does to the elements nobody looks at, and of the sizes only numbers count.
    """
    made = chain.source.node
    if second is None or not isinstance(made, cst.Call):
        return None
    for each in reversed(chain.operations[: chain.operations.index(step) + 1]):
        if each.name in BATCH:
            sizes = [one.argument("batch_size") for one in (each, second)]
            plain = len(each.call.args) == len(second.call.args) == 1 and each.name == second.name
            numbers = [size.value for size in sizes if isinstance(size, cst.Integer)]
            alike = len(numbers) == 2 and numbers[0] == numbers[1] != "1"
            return Twice(made, second, False) if plain and alike else None
        if each.name not in _KEEPING or each.name == "map":
            return None
    return None


def _alike(module: Module, one: Operation, other: Operation) -> bool:
    """Whether two operations are given the same size, by name or as a number, and are the same else."""
    sizes = [step.argument("batch_size") for step in (one, other)]
    dropped = [step.argument("drop_remainder") for step in (one, other)]
    if sizes[0] is None or sizes[1] is None or one.name != other.name:
        return False
    if dropped[0] is not None and (dropped[1] is None or _text(module, dropped) is None):
        return False  # windows of one length, and batches of them
    numbers = [
        module.datasets.number(size, step.frames) for size, step in zip(sizes, (one, other), strict=True)
    ]
    if None in numbers:
        return numbers[0] != 1 and _text(module, sizes) is not None
    return numbers[0] != 1 and numbers[0] == numbers[1]


def _text(module: Module, nodes: list[cst.BaseExpression | None]) -> str | None:
    return agreed(module.text(node) for node in nodes if node is not None)


def _regroups(module: Module, step: Operation) -> bool:
    """Whether a ``map`` may change how many dimensions its elements have, or is out of sight."""
    if step.name != "map":
        return False
    given = step.argument("map_func")
    function = given if isinstance(given, cst.Lambda) or given is None else module.local_function(given)
    if function is None:
        return True
    text = module.text(function)
    return any(word in text for word in _RESHAPING) or "[" in text
