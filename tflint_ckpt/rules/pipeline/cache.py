"""TFC201 pipeline-cache."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe, with_edits
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets import caching
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.neighbours import in_one_cell
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.datasets.traits import (
    cached_in_memory,
    deterministic,
    endless,
    in_memory,
    repeats,
    work_in_memory,
)
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place, remove_operation, swap_links

Judged = tuple[cst.Call, Severity, str, Fix]

_PASSING = frozenset("batch padded_batch prefetch repeat enumerate with_options".split())
_CHANGING = frozenset("map filter flat_map interleave unbatch".split())


class PipelineCache(Rule):
    """`.cache()` without a file keeps a copy of the whole dataset in memory.

    ## What it does
    Reports `.cache()` on a `tf.data.Dataset` where the copy buys nothing: after an endless `repeat()`, twice
    in one chain, and on data that is in memory before the pipeline begins (`from_tensor_slices`,
    `from_tensors`, `range`).

    ## Why
    - After `repeat()` the cache never has all elements, so nothing is ever read from it, and it grows by one
      whole dataset an epoch until memory is gone: 1422, 1706, 2088 MB after three epochs over 381 MiB.
    - A second cache in a chain keeps a second copy (1707 instead of 1423 MB). Once it is full, nothing reads
      the first one again.
    - `from_tensor_slices(x)` holds `x` already. A cache behind it, with nothing but batching between, saves
      no work but cutting the batches, and keeps as much again: behind `batch(32)`, two epochs over 381 MiB
      left 408 MB more in memory, and 34 MB without the cache (TensorFlow 2.21, fresh processes). Rows that
      are cached one by one may be shared where they begin on a 64-byte boundary (254 MB more there, in rows
      of 4000 bytes), and small rows take several times their size (80 MB more for 20 MB in rows of 100
      bytes). Of a single batch, as benchmarks make one (`np.zeros([n, 224])`, `batch(n)`), and of numbers
      that are written out (`from_tensor_slices([1, 2, 3])`) that is little, and only mentioned.
    - After a `map` the cache trades memory for speed: it keeps all that the `map` returns, and the function
      runs in the first epoch only (381 MiB of rows: 1721 MB cached one by one, 1423 MB in batches, 1303 MB
      uncached). That can be right, so it is only mentioned. The same goes for `window`, `unbatch`, and a
      `flat_map` or `interleave` whose function only regroups what it is given (`lambda w: w.batch(5)`).

    ## When it is silent
    A cache in a file (`cache("train.cache")`); data that comes from files, a generator or an unknown place,
    also where the mapped function reads or decodes files or cannot be seen; a `take`, `skip` or `filter`
    before the cache; a `take` behind an endless one; a cached dataset from which several others are derived,
    or that anything else reads before it is cached again (a look at the first elements, such as
    `for x in ds.take(3): print(x)` or `next(iter(ds))`, and `adapt` are no such readers); a cache under an
    `if` that asks for caching. `.cache()` of anything that is not proved to be a `tf.data.Dataset`.

    ## Fix safety
    Removing a pure copy, or a cache that nothing is read from, is safe: the same elements come in the same
    order. It is unsafe where a `shuffle` stands before the cache (each epoch is shuffled anew again), where
    the two caches stand in different cells of a notebook, and where, between them, a layer adapts to the data
    or somebody looks at what is shuffled: they read it without the first cache then. After a
    `map` it is left to you, who know what the function costs. `repeat` directly before `cache` is exchanged
    with it: safe where every pass gives the same elements; unsafe where the code does not show that, since
    the cache then begins to keep what the first pass gave.

    ## References
    - [tf.data.Dataset.cache](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#cache)
    - [Better performance with the tf.data API](https://www.tensorflow.org/guide/data_performance#caching)
    """

    code = "TFC201"
    name = "pipeline-cache"
    summary = "cache() that keeps a needless copy of the dataset in memory, or grows without end"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("cache"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for each ``.cache()`` of a dataset."""
        for operation in module.datasets.operations("cache"):
            chains = module.datasets.before(operation)
            if chains and cached_in_memory(module, operation):
                judged = (
                    _after_repeat(module, operation, chains)
                    or _cached_before(module, operation, chains)
                    or _data_in_memory(module, operation, chains)
                )
                if judged:
                    call, severity, message, fix = judged
                    yield self.finding(module, link_place(module, call), severity, message, fix)


def _after_repeat(module: Module, operation: Operation, chains: tuple[Chain, ...]) -> Judged | None:
    """A cache of an endless dataset, or of several copies of a finite one."""
    if all(endless(module, chain) for chain in chains):
        if caching.takes_part(module, operation):
            return None  # no more is kept than is taken
        message = (
            "cache() after an endless repeat() is never complete: nothing is read from it, and it grows by "
            "one whole dataset in memory with every epoch"
        )
        return operation.call, Severity.ERROR, message, _before_repeat(module, operation, chains)
    repeat = caching.directly_before(module, operation, chains, "repeat")
    count = repeats(module, repeat) if repeat else None
    if repeat and count is not None and count > 1 and all(deterministic(module, one) for one in chains):
        message = f"cache() after repeat({count}) keeps {count} copies of the same elements in memory"
        swap = _swap(module, repeat, operation, Applicability.SAFE)
        return operation.call, Severity.WARNING, message, swap
    return None


def _before_repeat(module: Module, operation: Operation, chains: tuple[Chain, ...]) -> Fix:
    repeat = caching.directly_before(module, operation, chains, "repeat")
    same = [deterministic(module, chain) for chain in chains]
    if repeat is None or False in same or all(in_memory(module, chain) for chain in chains):
        return _removal(module, operation, Applicability.SAFE)
    applicability = Applicability.SAFE if all(same) else Applicability.UNSAFE
    return _swap(module, repeat, operation, applicability)


def _swap(module: Module, repeat: Operation, operation: Operation, applicability: Applicability) -> Fix:
    return with_edits(
        "cache before repeating", swap_links(module, repeat.call, operation.call), applicability
    )


def _cached_before(module: Module, operation: Operation, chains: tuple[Chain, ...]) -> Judged | None:
    """The second of two caches in one chain, or the first where the work is done between them."""
    first = caching.earlier_cache(module, chains)
    between = caching.between(module, first, operation) if first else None
    if first is None or between is None:
        return None
    names = {step.name for step in between}
    if names <= _PASSING:
        where = _where(module, first)
        message = f"the dataset is cached in memory {where} already: this keeps a second copy"
        fix = _removal(module, operation, Applicability.SAFE)
        return operation.call, Severity.WARNING, message, _in_one_cell(module, first, operation, fix)
    if not names <= _PASSING | _CHANGING:
        return None
    message = (
        f"the dataset is cached again {_where(module, operation)}: both copies stay in memory, and this one "
        "is never read once the other is full"
    )
    return first.call, Severity.WARNING, message, _without_first(module, first, operation)


def _without_first(module: Module, first: Operation, last: Operation) -> Fix:
    """Remove the first of two caches; what looks at the data between them reads it without a cache then."""
    fix = _in_one_cell(module, first, last, _removal(module, first, Applicability.SAFE))
    readers = module.fact(Steps)
    if last in readers.following(first):
        return fix
    if last not in readers.following(first, looks=True):
        return unsafe(fix, "what comes before it is done once more for the layer that adapts")
    if any(deterministic(module, chain) is False for chain in module.datasets.before(first)):
        return unsafe(fix, "a look at the data between the two may show other elements")
    return fix


def _in_one_cell(module: Module, first: Operation, last: Operation, fix: Fix) -> Fix:
    return fix if in_one_cell(module, first, last) else unsafe(fix, "cells may be run alone")


def _where(module: Module, operation: Operation) -> str:
    """``at line 3``, of the name of the method: chains may begin many lines above."""
    assert isinstance(operation.call.func, cst.Attribute)
    return module.where(operation.call.func.attr, preposition="at")


def _data_in_memory(module: Module, operation: Operation, chains: tuple[Chain, ...]) -> Judged | None:
    """A cache of what is in memory before the pipeline begins."""
    if caching.is_asked_for(module, operation.call) or caching.is_shared(module, operation):
        return None
    if all(in_memory(module, chain) for chain in chains):
        cut = any(chain.has("batch") for chain in chains)
        made = caching.sources(chains)
        message = (
            f"cache() keeps a second copy of the data that {made} holds in memory: all it saves "
            "is cutting the batches"
            if cut
            else f"cache() copies data that {made} already holds in memory: no work is saved, "
            "and small rows take several times their size"
        )
        same = all(deterministic(module, chain) for chain in chains)
        applicability = Applicability.SAFE if same else Applicability.UNSAFE
        little = caching.is_one_batch(module, operation, chains) or caching.is_written_out(module, chains)
        severity = Severity.INFO if little else Severity.WARNING
        return operation.call, severity, message, _removal(module, operation, applicability)
    work = [work_in_memory(module, chain) for chain in chains]
    if None in work:
        return None
    names = list(dict.fromkeys(step.name for steps in work for step in steps or ()))
    after = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    message = (
        f"cache() after {after} keeps every element {'it returns' if len(names) == 1 else 'they return'} in "
        f"memory, in addition to the data that {caching.sources(chains)} holds"
    )
    cheap = f"what the {after} does is cheap" if len(names) == 1 else f"what {after} do is cheap"
    advice = Fix(Applicability.MANUAL, f"remove cache() if {cheap}")
    return operation.call, Severity.INFO, message, advice


def _removal(module: Module, operation: Operation, applicability: Applicability) -> Fix:
    return with_edits("remove cache()", remove_operation(module, operation.call), applicability)
