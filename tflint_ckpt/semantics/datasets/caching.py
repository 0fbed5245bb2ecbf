"""What a ``cache`` keeps of a dataset, and who reads it: the facts that decide whether it is of use."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.datasets.traits import cached_in_memory
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_FEW = 200
"""Nodes of numbers that nobody keeps for their size."""
_LITERALS = (
    cst.List, cst.Tuple, cst.Element, cst.Integer, cst.Float, cst.UnaryOperation, cst.SimpleString
)  # fmt: skip


def takes_part(module: Module, operation: Operation, seen: frozenset[cst.Call] = frozenset()) -> bool:
    """Whether all that reads the dataset takes only a part of it."""
    readers = module.fact(Steps).of(operation.call)
    seen |= {operation.call}
    return bool(readers) and all(
        step is not None
        and step.call not in seen
        and (_is_part(module, step) or takes_part(module, step, seen))
        for step in (reader.operation for reader in readers)
    )


def _is_part(module: Module, operation: Operation) -> bool:
    if operation.name == "take":
        return module.datasets.number(operation.argument("count")) != -1
    return operation.name in ("take_while", "apply")


def directly_before(
    module: Module, operation: Operation, chains: tuple[Chain, ...], name: str
) -> Operation | None:
    """The operation that every way leads through last, where nothing but *operation* reads its result."""
    before = agreed(chain.operations[-1] if chain.operations else None for chain in chains)
    if before is None or before.name != name:
        return None
    return before if module.fact(Steps).only_operation(before.call) == operation else None


def earlier_cache(module: Module, chains: tuple[Chain, ...]) -> Operation | None:
    """The cache in memory that is the last one of every chain."""
    return agreed(_last_cache(module, chain) for chain in chains)


def _last_cache(module: Module, chain: Chain) -> Operation | None:
    for operation in reversed(chain.operations):
        if operation.name == "cache":
            return operation if cached_in_memory(module, operation) else None
    return None


def between(module: Module, first: Operation, last: Operation) -> list[Operation] | None:
    """The operations between two of one chain; ``None`` where something else reads the data on the way."""
    following = list(module.fact(Steps).following(first, looks=True, adapting=True))
    return following[: following.index(last)] if last in following else None


def is_shared(module: Module, operation: Operation) -> bool:
    """Whether several datasets are derived from the cached one; a look at its first elements aside."""
    readers = module.fact(Steps).but_looks(operation.call, adapting=True)
    derived = [one.operation for one in readers if one.operation and not one.rebinds]
    return len([step for step in derived if step.name != "take"]) > 1


def is_asked_for(module: Module, call: cst.Call) -> bool:
    """Whether the cache stands under an ``if`` on a name that has to do with caching or memory."""
    for child, above in module.steps(call):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            return False
        if isinstance(above, (cst.If, cst.IfExp)) and child is not above.test:
            test = module.text(above.test).lower()
            if "cache" in test or "memory" in test:
                return True
    return False


def is_one_batch(module: Module, operation: Operation, chains: tuple[Chain, ...]) -> bool:
    """Whether all data are one batch, as they are written: made of ``n`` rows, and batched by ``n``."""
    steps = [step for chain in chains for step in chain.operations]
    steps += module.fact(Steps).following(operation)
    sizes = [step.argument("batch_size") for step in steps if step.name in api.BATCHING]
    written = {module.text(size) for size in sizes if size is not None}
    rows = [_rows(module, chain.source.node) for chain in chains if not chain.source.brought]
    named = len(written) == 1 and not any(size.isdecimal() for size in written)
    return named and bool(rows) and all({each} == written for each in rows)


def is_written_out(module: Module, chains: tuple[Chain, ...]) -> bool:
    """Whether all data are a few numbers that stand in the code: ``from_tensor_slices([1, 2, 3])``."""
    return all(
        isinstance(chain.source.node, cst.Call)
        and len(chain.source.node.args) == 1
        and _is_literal(module, chain.source.node.args[0].value)
        for chain in chains
    )


def _is_literal(module: Module, data: cst.BaseExpression) -> bool:
    binding = module.sole_binding(data) if isinstance(data, cst.Name) else None
    data = binding.value if binding is not None and not binding.index and binding.value else data
    nodes = list(descend(data)) if isinstance(data, (cst.List, cst.Tuple)) else []
    return 0 < len(nodes) <= _FEW and all(isinstance(node, _LITERALS) for node in nodes)


def _rows(module: Module, source: cst.CSTNode) -> str | None:
    """How many rows a ``from_tensor_slices`` has, as the shape of its first array is written."""
    data = source.args[0].value if isinstance(source, cst.Call) and source.args else None
    while isinstance(data, (cst.Tuple, cst.List)) and data.elements:
        data = data.elements[0].value
    binding = module.sole_binding(data) if isinstance(data, cst.Name) else None
    made = binding.value if binding is not None and not binding.index else data
    shape = made.args[0].value if isinstance(made, cst.Call) and made.args else None
    if isinstance(shape, (cst.Tuple, cst.List)) and len(shape.elements) > 1:
        return module.text(shape.elements[0].value)
    return None


def sources(chains: tuple[Chain, ...]) -> str:
    """What makes the data, in words: ``from_tensor_slices and range``."""
    names = {chain.source.name for chain in chains}
    for chain in chains:
        for inputs in chain.source.inputs:
            names |= {one.source.name for one in inputs}
    made = sorted(name.rsplit(".", 1)[1] for name in names if name)
    return " and ".join(name for name in made if name != "zip" or len(made) == 1)
