"""Where a ``prefetch`` stands: what prefetches again, or works, behind it, and what the data is for."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.datasets.api import BATCHING
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.datasets.traits import deterministic, in_memory
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WORK = frozenset(
    """batch cache concatenate enumerate filter map padded_batch ragged_batch repeat shuffle
    sparse_batch""".split()
)
"""Operations before which a prefetch helps little. A ``take`` is often only a look at the data; before
``flat_map`` and the like one element is much work, and may well be prefetched by itself."""
_BY_HAND = ("inject_prefetch", "autotune.enabled", ".autotune ", ".distribute.", "TPUEstimator")


def next_prefetches(module: Module, operation: Operation) -> list[Operation]:
    """The next prefetch on each way the data takes; none at all where a way leads to none.

    What looks at the data does not count. After an ``apply``, which may copy what is ready to a device,
    it may well be prefetched again.
    """
    found: dict[cst.Call, Operation] = {}
    seen = {operation.call}
    ways = [operation.call]
    while ways:
        readers = module.fact(Steps).but_looks(ways.pop(), adapting=True)
        for step in [reader.operation for reader in readers] or [None]:
            if step is None or step.name == "apply" or step.call is operation.call:
                return []
            if step.name == "prefetch" and module.datasets.number(step.argument("buffer_size")) != 0:
                found[step.call] = step
            elif step.call not in seen:
                seen.add(step.call)
                ways.append(step.call)
    return sorted(found.values(), key=lambda step: module.span(step.call)[1])


_NO_WORK = ("repeat", "take", "skip", "with_options")


def prefetched_elsewhere(module: Module, operation: Operation) -> Operation | None:
    """The prefetch that data from another file ends with, if nothing is done with it before *operation*."""
    found: Operation | None = None
    for chain in module.datasets.before(operation):
        steps = [step for step in chain.operations if step.name not in _NO_WORK]
        last = steps[-1] if steps else None
        if last is None or last.name != "prefetch" or module.parent(last.call) is not None:
            return None
        size = last.argument("buffer_size")
        if isinstance(size, cst.Integer) and size.evaluated_value == 0:
            return None
        found = last
    return found


def work_behind(module: Module, operation: Operation) -> list[Operation]:
    """All that is done behind a prefetch, where that is work of the pipeline itself, in the only chain that
    the data takes; empty for a helper that ends with it, and a part of the dataset for something else."""
    steps = module.fact(Steps).following(operation, looks=True)
    following = [step for step in steps if step.name != "with_options"]
    here = module.enclosing_function(operation.call)
    apart = any(
        step.name not in _WORK or module.enclosing_function(step.call) is not here or only_picks(step)
        for step in following
    )
    return [] if not following or apart or is_for_adapt(module, following[-1]) else following


def moves_unseen(module: Module, operation: Operation, following: list[Operation]) -> bool:
    """Whether every pass gives the same elements with the prefetch behind *following*.

    Across ``repeat`` the next epoch begins earlier, and a seeded shuffle is asked for its order earlier.
    """
    repeats = [place for place, step in enumerate(following) if step.name == "repeat"]
    between = tuple(following[: repeats[-1]]) if repeats else ()
    passes = [Chain(one.source, one.operations + between) for one in module.datasets.before(operation)]
    return not repeats or all(deterministic(module, chain) for chain in passes)


def needs_no_work(module: Module, operation: Operation) -> bool:
    """Whether the data is in memory already, and ``tf.data`` adds a prefetch at the end by itself.

    Not where the file sets options that switch that off, or distributes the data: what a strategy adds to a
    pipeline was not measured.
    """
    if module.target.before((2, 11)) or any(word in module.source.text for word in _BY_HAND):
        return False
    chains = module.datasets.before(operation)
    return bool(chains) and all(in_memory(module, chain) for chain in chains)


def is_batched_twice(module: Module, operation: Operation) -> bool:
    """Whether what is prefetched was batched more than once on each way."""
    chains = module.datasets.before(operation)
    return all(sum(step.name in BATCHING for step in chain.operations) > 1 for chain in chains)


def fills_cache(module: Module, operation: Operation) -> bool:
    """Whether a large buffer reads a cache before it to its end, which a ``take`` after it would not."""
    cut = any(step.name == "take" for step in module.fact(Steps).following(operation))
    return cut and any(chain.has("cache") for chain in module.datasets.before(operation))


def only_picks(operation: Operation) -> bool:
    """Whether a ``map`` only picks parts of each element, as in ``lambda image, label: image``."""
    given = operation.function
    return isinstance(given, cst.Lambda) and not any(
        isinstance(node, (cst.Call, cst.BinaryOperation, cst.Comparison)) for node in descend(given.body)
    )


def is_for_adapt(module: Module, last: Operation) -> bool:
    """Whether the dataset ends as the data that a preprocessing layer adapts to."""
    for reader in module.fact(Steps).of(last.call):
        call = module.call_given(reader.node)
        func = call.func if call is not None else None
        if isinstance(func, cst.Attribute) and func.attr.value == "adapt":
            return True
    return False
