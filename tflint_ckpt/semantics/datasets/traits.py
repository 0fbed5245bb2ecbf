"""What a chain of dataset operations amounts to: held in memory, endless, the same in every pass."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import spread
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_BOUNDING = frozenset("take take_while apply".split())
_ORDERED_SOURCES = api.IN_MEMORY | {
    "tensorflow.data.TFRecordDataset",
    "tensorflow.data.TextLineDataset",
    "tensorflow.data.FixedLengthRecordDataset",
    "tensorflow.data.Dataset.zip",
}
_ORDERED = api.PLAIN | frozenset("concatenate shard skip take unbatch window".split())


def in_memory(module: Module, chain: Chain) -> bool:
    """Whether all data of a chain is in memory before it, and it only does plain operations.

    What it is zipped or concatenated with must be so, too.
    """
    return _beyond_plain(module, chain) == []


def work_in_memory(module: Module, chain: Chain) -> list[Operation] | None:
    """The operations that make other elements of what is in memory before the chain; none for plain ones.

    ``None`` where the data comes from anywhere else, where elements may be left out, and where a function
    may read files or draw random numbers.
    """
    found = _beyond_plain(module, chain)
    return found if found is not None and all(_only_computes(module, one) for one in found) else None


def _beyond_plain(module: Module, chain: Chain) -> list[Operation] | None:
    """The operations, of its inputs first, that are not plain; ``None`` if a source is not in memory."""
    inputs = list(chain.source.inputs)
    for operation in chain.operations:
        if operation.name == "concatenate":
            other = operation.argument("dataset")
            inputs.append(module.datasets.chains(other) if other else ())
    if chain.source.name not in api.IN_MEMORY | api.COMBINING or not all(inputs):
        return None
    found: list[Operation] = []
    for one in (one for given in inputs for one in given):
        work = _beyond_plain(module, one)
        if work is None:
            return None
        found += work
    return found + [step for step in chain.operations if step.name not in api.PLAIN | {"concatenate"}]


def _only_computes(module: Module, operation: Operation) -> bool:
    """Whether an operation keeps all that its dataset holds, and runs nothing that reads files."""
    from tflint_ckpt.semantics.datasets.mapped import effects
    from tflint_ckpt.semantics.datasets.regrouping import regroups

    if operation.name in ("window", "unbatch"):
        return True
    function = operation.argument("map_func")
    if operation.name == "map":
        done = effects(module, function)
        return (done.loads is False and done.random is False) or regroups(module, function)
    return operation.name in ("flat_map", "interleave") and regroups(module, function)


def cached_in_memory(module: Module, operation: Operation) -> bool:
    """Whether a ``cache`` surely has no file name, and so keeps all elements in memory."""
    filename = operation.argument("filename")
    if filename is None:
        return not operation.call.args
    values = module.evaluate(filename)
    return all(isinstance(value, Text) and value.literal == "" for value in values)


def repeats(module: Module, operation: Operation) -> int | None:
    """How often ``repeat`` repeats: ``-1`` for without end, ``None`` where the code does not say."""
    count = operation.argument("count")
    if count is None:
        return None if any(argument.star for argument in operation.call.args) else -1
    values = module.evaluate(count, operation.frames)
    endless = [isinstance(value, Constant) and value.value in (None, -1) for value in values]
    return -1 if all(endless) else module.datasets.number(count, operation.frames)


def endless(module: Module, chain: Chain) -> Operation | None:
    """The ``repeat()`` that makes a chain endless, where nothing after it makes it finite again."""
    for operation in reversed(chain.operations):
        if operation.name in _BOUNDING:
            return None
        if operation.name == "repeat" and repeats(module, operation) == -1:
            return operation
    return None


def batched(module: Module, chain: Chain) -> bool | None:
    """Whether one element of a chain is a batch; ``None`` where the code does not say."""
    for operation in reversed(chain.operations):
        if operation.name in api.BATCHING:
            return True
        if operation.name in ("unbatch", "flat_map", "interleave", "apply", "group_by_window"):
            return False if operation.name == "unbatch" else None
    name = chain.source.name
    if name is None or name in api.COMBINING:
        return None
    if name in api.BATCHED or name in api.KERAS_LOADERS:
        call = chain.source.made or chain.source.node
        if isinstance(call, cst.Call) and chain.source.brought and any(one.star for one in call.args):
            return None
        if isinstance(call, cst.Call) and not chain.source.brought:
            call = spread(module, call)
        size = Operation(name, call).argument("batch_size") if isinstance(call, cst.Call) else None
        return size is None or not is_none(size)
    return False


def deterministic(module: Module, chain: Chain) -> bool | None:
    """Whether every pass over a chain gives the same elements in the same order; ``None``: unknown."""
    from tflint_ckpt.semantics.datasets.mapped import effects

    answers: list[bool | None] = [chain.source.name in _ORDERED_SOURCES or None]
    is_generated = chain.source.name == api.FROM_GENERATOR and not chain.source.brought
    if is_generated and isinstance(chain.source.node, cst.Call):
        random = effects(module, Operation("from_generator", chain.source.node).argument("generator")).random
        answers = [None if random is None else not random]
    for inputs in chain.source.inputs:
        answers += [deterministic(module, one) for one in inputs] or [None]
    for operation in chain.operations:
        if operation.name == "shuffle":
            answers.append(False)
        elif operation.name in ("map", "filter"):
            random = effects(module, operation.function).random
            answers.append(None if random is None else not random)
        else:
            answers.append(operation.name in _ORDERED or None)
    if False in answers:
        return False
    return None if None in answers else True
