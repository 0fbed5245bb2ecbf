"""A pipeline stage by stage: what each holds in memory, what it draws at random, what runs in every epoch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass, field, replace
from tflint_ckpt.semantics.calls.arguments import spread
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.batches import after
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.mapped import effects
from tflint_ckpt.semantics.datasets.traits import cached_in_memory, repeats
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.kinds import Constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.shape import Shape

_ENDING = ("take", "take_while")
"""What an endless dataset ends by."""
_SAME_SIZE = frozenset(
    "with_options prefetch shuffle cache repeat take skip shard filter concatenate".split()
)
"""Operations after which an element is as large as before."""


class Holds(Enum):
    """What a stage keeps between two elements."""

    NOTHING = "nothing"
    SOURCE = "source"
    """Data that is in memory before the pipeline begins."""
    ALL = "all"
    """Every element, once the first pass is over."""
    FILE = "file"
    """Every element, on disk."""
    BUFFER = "buffer"
    """So many elements at a time."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a pipeline.

    Attributes:
        name: ``from_tensor_slices``, ``map``; ``?`` for a source that is not known.
        node: the call, or the expression of unknown origin.
        holds: what it keeps.
        count: how many elements the buffer holds: ``-1`` for as many as TensorFlow chooses, ``None`` unknown.
        batches: whether an element is a batch there.
        bytes: how many bytes it holds, where the code shows it.
        random: whether it draws at random; ``None`` where the code does not tell.
        repeats: how often a ``repeat`` gives everything: ``-1`` for without end; else ``None``.
        each_epoch: whether it runs again in every epoch; not where a complete cache comes later.
        inputs: for ``zip`` and the like, the stages of each dataset it is made of.
    """

    name: str
    node: cst.CSTNode
    holds: Holds = Holds.NOTHING
    count: int | None = None
    batches: bool = False
    bytes: int | None = None
    random: bool | None = False
    repeats: int | None = None
    each_epoch: bool = True
    inputs: tuple[tuple[Stage, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Size:
    """How many elements there are, and the bytes of one; ``None`` where the code does not show it."""

    count: int | None = None
    element: int | None = None
    batches: bool = False

    def of(self, count: int | None) -> int | None:
        """The bytes of so many elements, at most of all."""
        if count is None or count < 0 or self.element is None:
            return None
        return self.element * (count if self.count is None else min(count, self.count))

    @property
    def all(self) -> int | None:
        """The bytes of all elements."""
        return self.of(self.count)


def stages(module: Module, chain: Chain) -> tuple[Stage, ...]:
    """*chain* stage by stage, its source first."""
    source, size = _source(module, chain)
    found = [source]
    for operation in chain.operations:
        found.append(_stage(module, operation, size))
        size = _after(module, operation, size)
    return tuple(_epochs(found))


def _source(module: Module, chain: Chain) -> tuple[Stage, _Size]:
    name, node = chain.source.name, chain.source.node
    short = name.rpartition(".")[2] if name else "?"
    inputs = tuple(stages(module, ways[0]) if ways else () for ways in chain.source.inputs)
    if name is None:
        return Stage(short, node, random=None, inputs=inputs), _Size()
    stage = Stage(short, node, random=_source_random(module, name, node), inputs=inputs)
    batches = name in api.BATCHED or name in api.KERAS_LOADERS
    if name not in api.IN_MEMORY or chain.source.brought or not isinstance(node, cst.Call):
        return stage, _Size(batches=batches)
    given = given_to(node, name, "tensors", "start")
    arrays = _side_by_side(module, given) if given is not None else []
    if short == "range":
        count = module.datasets.number(given) if given is not None and len(node.args) == 1 else None
        return stage, _Size(count, 8)
    if not arrays:
        return replace(stage, holds=Holds.SOURCE), _Size()
    whole = sum(array.size or 0 for array in arrays)
    if short == "from_tensors":
        return replace(stage, holds=Holds.SOURCE, bytes=whole), _Size(1, whole)
    size = _Size(arrays[0].length, sum(array.element or 0 for array in arrays))
    return replace(stage, holds=Holds.SOURCE, bytes=whole), size


def _side_by_side(module: Module, node: cst.BaseExpression) -> list[Shape]:
    """The arrays of one length that *node* gives, one or a tuple of them; empty if any is unknown."""
    parts = [each.value for each in node.elements] if isinstance(node, cst.Tuple) else [node]
    shapes = [module.fact(Shapes).at(part) for part in parts]
    known = [shape for shape in shapes if shape is not None and shape.size is not None]
    alike = len(known) == len(parts) and len({shape.length for shape in known}) == 1
    return known if alike else []


def _source_random(module: Module, name: str, node: cst.CSTNode) -> bool | None:
    call = Operation("", spread(module, node)) if isinstance(node, cst.Call) else None
    if name == api.FROM_GENERATOR:
        return effects(module, call.argument("generator")).random if call else None
    if name.endswith(".list_files") or name in api.KERAS_LOADERS or name in api.BATCHED:
        given = call.argument("shuffle") if call else None
        if given is None:
            return True
        values = module.evaluate(given)
        known = [bool(value.value) for value in values if isinstance(value, Constant)]
        return known[0] if len(known) == len(values) == 1 else None
    return name in api.ENDLESS and not name.lower().endswith("counter")


def _stage(module: Module, operation: Operation, size: _Size) -> Stage:
    stage = Stage(operation.name, operation.call, batches=size.batches)
    number = module.datasets.number
    if operation.name == "cache":
        if cached_in_memory(module, operation):
            return replace(stage, holds=Holds.ALL, bytes=size.all)
        return replace(stage, holds=Holds.FILE) if operation.call.args else stage
    if operation.name in ("shuffle", "prefetch"):
        count = number(operation.argument("buffer_size"))
        random = operation.name == "shuffle"
        return replace(stage, holds=Holds.BUFFER, count=count, bytes=size.of(count), random=random)
    if operation.name == "repeat":
        return replace(stage, repeats=repeats(module, operation))
    if operation.name in api.FUNCTIONS:
        return replace(stage, random=effects(module, operation.function).random)
    return stage


def _after(module: Module, operation: Operation, size: _Size) -> _Size:
    """The size of what *operation* gives of what has *size*."""
    name = operation.name
    count = after(module, operation, size.count) if size.count is not None else None
    if name in api.BATCHING:
        first = module.datasets.number(operation.argument("batch_size"))
        known = first is not None and first > 0 and size.element is not None
        return _Size(count, (size.element or 0) * (first or 0) if known else None, True)
    element = size.element if name in _SAME_SIZE else None
    return _Size(count, element, size.batches and name not in ("unbatch", "flat_map", "interleave"))


def _epochs(found: Iterable[Stage]) -> Iterator[Stage]:
    """The stages with what runs in the first epoch only: all before a cache that is read to its end."""
    every = list(found)
    last = -1
    endless = False
    for place, stage in enumerate(every):
        endless = stage.name not in _ENDING and (endless or (place > 0 and every[place - 1].repeats == -1))
        cut_short = any(after.name in _ENDING for after in every[place + 1 : place + 2])
        if stage.holds in (Holds.ALL, Holds.FILE) and not endless and not cut_short:
            last = place
    for place, stage in enumerate(every):
        yield replace(stage, each_epoch=True) if place >= last else _once(stage)


def _once(stage: Stage) -> Stage:
    """*stage* as one that runs in the first epoch only, with the datasets that it reads."""
    inputs = tuple(tuple(_once(each) for each in given) for given in stage.inputs)
    return replace(stage, each_epoch=False, inputs=inputs)
