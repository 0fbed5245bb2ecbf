"""The order of operations: what a ``shuffle`` shuffles, and which two neighbours can change places."""

from __future__ import annotations

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.onward import conditions, ends
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.datasets.traits import repeats
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ROWS = (api.IN_MEMORY - {"tensorflow.data.Dataset.from_tensors"}) | {
    "tensorflow.data.TFRecordDataset",
    "tensorflow.data.TextLineDataset",
    "tensorflow.data.FixedLengthRecordDataset",
    "tensorflow.data.experimental.CsvDataset",
    api.TFDS_LOAD,
}
"""Sources that give single rows, in the order in which they lie."""
_BATCH = ("batch", "padded_batch")
_ALIKE = frozenset("cache map prefetch take skip with_options".split())
_REGROUPING = frozenset(
    """apply batch flat_map group_by_window interleave map padded_batch ragged_batch rebatch scan unbatch
    window""".split()
)
"""Operations that may take what is shuffled apart: then it was windows, or pieces, that were batched."""


def orders(module: Module, shuffle: Operation) -> bool:
    """Whether a ``shuffle`` does anything: its buffer has room for more than one."""
    return module.datasets.number(shuffle.argument("buffer_size"), shuffle.frames) != 1


def batched_before(module: Module, shuffle: Operation) -> Operation | None:
    """The ``batch`` whose whole batches *shuffle* moves; ``None`` where that may be meant."""
    found = [_batch_of(module, chain) for chain in module.datasets.before(shuffle)]
    if not found or None in found or len(set(found)) != 1:
        return None
    behind = ends(module, shuffle.call)
    if any(end.has(*_REGROUPING) for end in behind) or all(end.has("cache") for end in behind):
        return None  # a cache keeps the order of the first epoch anyway: TFC203
    return found[0]


def _batch_of(module: Module, chain: Chain) -> Operation | None:
    """The only ``batch`` of a chain of rows that are not shuffled, unless its size is one."""
    if chain.source.name not in _ROWS:
        return None
    batch: Operation | None = None
    for step in chain.operations:
        if step.name in _BATCH and batch is None:
            batch = step
        elif step.name not in _ALIKE:
            return None
    size = batch.argument("batch_size") if batch is not None else None
    if batch is None or size is None or module.parent(batch.call) is None:
        return None
    return batch if module.datasets.number(size, batch.frames) != 1 else None


def repeated_before(module: Module, shuffle: Operation) -> Operation | None:
    """The ``repeat`` whose passes *shuffle* mixes, where nothing lies between; ``None`` if it is no such."""
    chains = module.datasets.before(shuffle)
    repeat = agreed(chain.operations[-1] if chain.operations else None for chain in chains)
    if repeat is None or repeat.name != "repeat" or module.parent(repeat.call) is None:
        return None
    counts = {repeats(module, step) for chain in chains for step in chain.operations[-1:]}
    return repeat if None not in counts and 1 not in counts and 0 not in counts else None


def exchangeable(module: Module, one: Operation, other: Operation) -> bool:
    """Whether *other* follows *one* at once, reads it alone, and both are always run together."""
    chains = module.datasets.before(other)
    return (
        {chain.operations[-1] if chain.operations else None for chain in chains} == {one}
        and module.fact(Steps).only_operation(one.call) == other
        and conditions(module, one.call) == conditions(module, other.call)
        and module.enclosing_function(one.call) is module.enclosing_function(other.call)
        and in_one_cell(module, one, other)
    )


def in_one_cell(module: Module, *operations: Operation) -> bool:
    """Whether they stand in one cell of a notebook, or in a script."""
    return len({module.source.place(module.span(each.call)[1]).cell for each in operations}) == 1
