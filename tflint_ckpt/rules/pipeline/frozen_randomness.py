"""TFC203 cache-freezes-randomness."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Method
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.freezing import Frozen, frozen
from tflint_ckpt.semantics.datasets.mapped import effects
from tflint_ckpt.semantics.datasets.neighbours import exchangeable
from tflint_ckpt.semantics.datasets.onward import Role, ends
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place, swap_links

_SAME_SIZE = tuple(
    f"tensorflow.image.random_{name}"
    for name in "flip_left_right flip_up_down brightness contrast hue saturation jpeg_quality".split()
)
"""What may as well run behind the cache: the elements before it take as much memory."""


class CacheFreezesRandomness(Rule):
    """`cache()` keeps what the random `map` or `shuffle` before it gave in the first epoch.

    ## What it does
    Reports `.cache()` of a `tf.data.Dataset` after a `map` whose function draws random numbers
    (`tf.image.random_…`, `tf.random`, the random layers of Keras, Python in a `tf.py_function`), and after a
    `shuffle` with no other one behind the cache. The functions may stand in other files. Where a parameter
    of the function around decides on the `map`, one call is enough that trains on what is random, in this
    file or in another one: the message says which.

    ## Why
    The cache keeps the elements of the first pass. All later epochs train on the same "random" pictures, or
    see the data in the same order; nothing warns.

    ## When it is silent
    Where the function may not be random: a flag that is off, as in `augment(x, training=False)`, or that the
    code does not tell; `stateless_random_…`. Where each pass draws the same anyway: an operation with a
    `seed`, or any after `tf.random.set_seed` (layers, `tf.random.Generator` and `shuffle` go on drawing).
    Where it may be meant: data that only evaluates, is repeated before it is augmented, filtered by what was
    drawn, made up by a `range`, made anew in a loop, or augmented or shuffled again behind the cache;
    `reshuffle_each_iteration=False`; file names that are shuffled and then interleaved.

    ## Fix safety
    Where the two stand next to each other, the fix swaps them. That is safe where the data goes into `fit`
    and nowhere else and the `map` does nothing but draw, and not change the size. It is unsafe where others
    read the data too, since they may rely on the same order in each pass, or where the cache may need more
    memory. A `map` that also loads or decodes is left to you: split it, and cache in between.

    ## References
    - [tf.data.Dataset.cache](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#cache)
    - [Data augmentation](https://www.tensorflow.org/tutorials/images/data_augmentation)
    """

    code = "TFC203"
    name = "cache-freezes-randomness"
    summary = "cache() after a random map or shuffle: every epoch sees the same numbers or order"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("cache"), Either(Method("map", "shuffle"), Brought()))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for each ``.cache()`` of a dataset."""
        for operation in module.datasets.operations("cache"):
            found = frozen(module, operation)
            if found is None:
                continue
            place = link_place(module, operation.call)
            if found.draw is None:
                message = "cache() after shuffle keeps the order of the first epoch for all others"
                yield self.finding(module, place, Severity.WARNING, message, _fix(module, operation, found))
                continue
            name = _shown(found.draw.name)
            message = (
                f"cache() keeps what {name} {_place(module, found)} drew in the first epoch: all later "
                "epochs train on the same random data"
            )
            yield self.finding(module, place, Severity.ERROR, message, _fix(module, operation, found))


def _place(module: Module, found: Frozen) -> str:
    """Where the random function draws, and which call has it do so, if only some do."""
    from tflint_ckpt.semantics.training.fits import where

    assert found.draw is not None
    there = found.draw.there
    place = f"in {where(module, [there])}" if there else module.where(found.draw.node, preposition="in")
    return place if found.called is None else f"{place}, switched on in {where(module, [found.called])},"


def _shown(name: str) -> str:
    """A canonical name as people write it."""
    if name.startswith("tensorflow."):
        return f"tf.{name.removeprefix('tensorflow.')}"
    return name


def _fix(module: Module, cache: Operation, found: Frozen) -> Fix:
    before = found.operation
    if module.parent(before.call) is None:
        return Fix(Applicability.MANUAL, "cache in the function that shuffles, before it does")
    loads = found.draw is not None and effects(module, before.argument("map_func")).loads is not False
    if loads:
        return Fix(Applicability.MANUAL, "split the map: load before the cache, draw behind it")
    title = "cache before the shuffle" if found.draw is None else "cache before the random map"
    swapped = found.always and exchangeable(module, before, cache)
    edits = swap_links(module, before.call, cache.call) if swapped else ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    if any(end.role is not Role.TRAIN for end in ends(module, cache.call)):
        fix = unsafe(fix, "what else reads the data gets other elements in each pass")
    if found.draw is not None and found.draw.name not in _SAME_SIZE:
        fix = unsafe(fix, "the cache may need more memory")
    return fix
