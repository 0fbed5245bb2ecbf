"""What a ``cache`` freezes: the numbers that a random ``map`` drew, the order of a ``shuffle``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.onward import Role, conditions, ends, in_loop, only_evaluated
from tflint_ckpt.semantics.datasets.switched import (
    Called,
    is_anew,
    only_evaluated_elsewhere,
    read_once,
    switched_on,
)
from tflint_ckpt.semantics.datasets.traits import endless, repeats
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.randomness import draws_at_random
from tflint_ckpt.semantics.values.kinds import Constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_KEEPING = frozenset("batch enumerate map padded_batch prefetch ragged_batch unbatch with_options".split())
"""Operations behind which all elements are still there, each made of those before."""
_NUMBERED = api.ENDLESS | {"tensorflow.data.Dataset.range", "tensorflow.data.Dataset.from_tensors"}
"""Sources of data that may be made up altogether: what is drawn then is the data."""
_AUGMENTING = ("tensorflow.image.", "keras.layers.", "keras.Sequential")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What stands before a cache and is meant to differ from epoch to epoch.

    Attributes:
        operation: the ``map`` or the ``shuffle``.
        draw: what the function of the ``map`` draws; ``None`` for a ``shuffle``.
        always: whether every way the dataset comes about leads through it.
        called: the call of the function around, and its file, that switches the draw on, if only some do.
    """

    operation: Operation
    draw: Draw | None
    always: bool
    called: Called | None = None


def frozen(module: Module, cache: Operation) -> Frozen | None:
    """What *cache* freezes to the harm of training: a random ``map`` first, or else a ``shuffle``.

    ``None`` as well where that may be meant: the data evaluates, is made anew in a loop, was repeated to be
    augmented once, is split by what was drawn, or is augmented or shuffled again behind the cache.
    """
    chains = module.datasets.before(cache)
    if not chains or in_loop(module, cache.call) or only_evaluated(module, cache.call):
        return None
    if read_once(module, cache.call):
        return None
    found = _random_map(module, cache, chains) or _shuffle(module, cache, chains)
    return found if found is not None and not only_evaluated_elsewhere(module, cache) else None


def _random_map(module: Module, cache: Operation, chains: tuple[Chain, ...]) -> Frozen | None:
    found = [_last_draw(module, chain) for chain in chains]
    hits = [one for one in found if one is not None]
    if not hits:
        return _switched_on(module, cache, chains)
    if any(_draws(module, step) for end in ends(module, cache.call) for step in end.steps):
        return None
    operation, draw = hits[0]
    return _certain(module, cache, Frozen(operation, draw, len(hits) == len(found)))


def _switched_on(module: Module, cache: Operation, chains: tuple[Chain, ...]) -> Frozen | None:
    """A ``map`` that is random for some calls of the function around."""
    if len(chains) != 1 or any(step.name == "map" for end in ends(module, cache.call) for step in end.steps):
        return None
    if any(step.name == "repeat" for step in chains[0].operations) or chains[0].source.name in _NUMBERED:
        return None
    for step in reversed(chains[0].operations):
        if step.name not in _KEEPING and step.name != "shuffle":
            return None
        is_here = step.name == "map" and module.parent(step.call) is not None
        found = switched_on(module, cache, step) if is_here else None
        if found is not None:
            return _certain(module, cache, Frozen(step, found[0], False, found[1]))
    return None


def _last_draw(module: Module, chain: Chain) -> tuple[Operation, Draw] | None:
    """The last random ``map`` of a chain whose elements all go on to the cache."""
    if any(step.name == "repeat" and repeats(module, step) != 1 for step in chain.operations):
        return None
    made_up = chain.source.name in _NUMBERED
    for step in reversed(chain.operations):
        if step.name == "shuffle":
            continue
        if step.name not in _KEEPING:
            return None
        draw = _draws(module, step, made_up=made_up)
        if draw is not None:
            return step, draw
    return None


def _draws(module: Module, step: Operation, *, made_up: bool = False) -> Draw | None:
    """What the function of a ``map`` draws anew in every pass over the data."""
    if step.name != "map" or module.parent(step.call) is None:
        return None  # another operation, or one of another file
    drawn = draws_at_random(module, step.argument("map_func"), step.frames)
    for draw in drawn.sure:
        if is_anew(module, draw) and (not made_up or draw.name.startswith(_AUGMENTING)):
            return draw
    return None


def _shuffle(module: Module, cache: Operation, chains: tuple[Chain, ...]) -> Frozen | None:
    found = [_last_shuffle(module, chain) for chain in chains]
    hits = [one for one in found if one is not None]
    if not hits:
        return None
    batched = all(chain.has(*api.BATCHING) for chain in chains)
    for end in ends(module, cache.call, looks=False):
        again = end.has("shuffle", "interleave", "flat_map", "apply", "take", "skip", "sample_from_datasets")
        if again or (end.role in (Role.OTHER, Role.UNREAD) and not (batched or end.has(*api.BATCHING))):
            return None
    return _certain(module, cache, Frozen(hits[0], None, len(hits) == len(found)))


def _last_shuffle(module: Module, chain: Chain) -> Operation | None:
    if endless(module, chain) is not None:
        return None
    for step in reversed(chain.operations):
        if step.name == "shuffle":
            is_here = module.parent(step.call) is not None
            return step if (reshuffles(module, step) if is_here else reshuffles_there(step)) else None
        if step.name not in _KEEPING:
            return None
    return None


def reshuffles(module: Module, shuffle: Operation) -> bool:
    """Whether a ``shuffle`` provably gives another order in every pass."""
    if any(argument.star for argument in shuffle.call.args):
        return False
    again = shuffle.argument("reshuffle_each_iteration")
    values = module.evaluate(again, shuffle.frames) if again is not None else ()
    told = all(isinstance(value, Constant) and value.value in (None, True) for value in values)
    size = module.datasets.number(shuffle.argument("buffer_size"), shuffle.frames)
    return told and size != 1


def reshuffles_there(shuffle: Operation) -> bool:
    """The same of one in another file, of whose arguments only what is written out counts."""
    again, size = shuffle.argument("reshuffle_each_iteration"), shuffle.argument("buffer_size")
    told = again is None or (isinstance(again, cst.Name) and again.value == "True")
    one = isinstance(size, cst.Integer) and size.evaluated_value == 1
    return told and not one and not any(argument.star for argument in shuffle.call.args)


def _certain(module: Module, cache: Operation, found: Frozen) -> Frozen | None:
    """*found*, if some way leads through both: no condition leaves out the cache where it is random."""
    there = module.parent(found.operation.call) is None
    if found.always or (not there and _no_condition_between(module, cache, found.operation)):
        return found
    return None


def _no_condition_between(module: Module, cache: Operation, before: Operation) -> bool:
    return conditions(module, cache.call) <= conditions(module, before.call)
