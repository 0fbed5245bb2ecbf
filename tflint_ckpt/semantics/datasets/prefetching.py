"""Where a ``prefetch`` stands: what prefetches again behind it, and what the data is for."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


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


def only_picks(operation: Operation) -> bool:
    """Whether a ``map`` only picks parts of each element, as in ``lambda image, label: image``."""
    given = operation.function
    return isinstance(given, cst.Lambda) and not any(
        isinstance(node, (cst.Call, cst.BinaryOperation, cst.Comparison)) for node in descend(given.body)
    )


def is_for_adapt(module: Module, last: Operation) -> bool:
    """Whether the dataset ends as the data that a preprocessing layer adapts to."""
    for reader in module.fact(Steps).of(last.call):
        argument = module.parent(reader.node)
        call = module.parent(argument) if isinstance(argument, cst.Arg) else None
        func = call.func if isinstance(call, cst.Call) else None
        if isinstance(func, cst.Attribute) and func.attr.value == "adapt":
            return True
    return False
