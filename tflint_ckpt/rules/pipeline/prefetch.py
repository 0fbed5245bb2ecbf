"""TFC202 pipeline-prefetch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe, with_edits
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.neighbours import in_one_cell
from tflint_ckpt.semantics.datasets.prefetching import (
    fills_cache,
    is_batched_twice,
    moves_unseen,
    needs_no_work,
    next_prefetches,
    prefetched_elsewhere,
    work_behind,
)
from tflint_ckpt.semantics.datasets.traits import batched
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax.arguments import replace
from tflint_ckpt.syntax.chains import link_place, link_span, move_link_last, remove_operation
from tflint_ckpt.syntax.spelling import autotune_at
from tflint_ckpt.syntax.walk import descend

MOST_BATCHES = 16
MOST_ELEMENTS = 1000

Judged = tuple[Severity, str, Fix]

_DOING = (cst.NamedExpr, cst.Yield, cst.Await, cst.Call)
"""What may do more in a buffer size than give a number."""


class PipelinePrefetch(Rule):
    """`prefetch` that holds far more than is needed, or does nothing where it stands.

    ## What it does
    Reports `prefetch` of a `tf.data.Dataset`
    - with a constant of 16 batches or more (`prefetch(BATCH_SIZE)` is the commonest form), or 1,000 elements
      or more before `batch`;
    - of any size, followed by another `prefetch` on every way its data takes;
    - that is not last: before `batch`, `map`, `shuffle`, `cache`, `repeat`;
    - on data that is in memory already, with no `map` or the like in between.

    ## Why
    The argument counts elements of the dataset: batches after `batch`. With batches of 512 KB and a consumer
    that is slower than the pipeline, `prefetch(1000)` takes 510 MB, `prefetch(3000)` 1426 MB, and
    `prefetch(1000)` twice 1015 MB. One batch ahead is what training needs; `tf.data.AUTOTUNE` (6 MB there)
    finds out how many. `tf.data` adds a prefetch at the end by itself: in TensorFlow 2.11, 2.15 and 2.21
    a pipeline took the same time with and without one.

    ## When it is silent
    `prefetch(1)`, `prefetch(2)` and `AUTOTUNE` at the end; a buffer size that is a parameter, a flag or not
    known, unless it is prefetched again; a prefetched dataset that is also read elsewhere, or of which only
    `take`, `skip` or parts of each element are taken; a prefetch at the end of a function whose callers go on
    with the dataset; one with an `apply` before the next; the same steps in two cells of a notebook, which
    batch again as well. A look at the first elements, as in
    `for x in ds.take(3): print(x)`, is not reading it elsewhere; nor, between two, is `adapt`. A missing
    prefetch is never reported. The in-memory form is silent where TensorFlow may be older than 2.11.

    ## Fix safety
    `prefetch` changes neither the elements nor their order, so replacing the number by `tf.data.AUTOTUNE`,
    removing one of two, and moving one to the end of the same expression is safe; moving it behind `repeat`
    only where every pass gives the same elements, since a seeded shuffle is drawn earlier then. There is no
    edit where the file has no name for TensorFlow, where the number is computed by a call or assigned on the
    way, and where a comment would be lost. Removing the only one (in-memory data) is unsafe: a
    program that switches off the automatic one would lose it; but safe where it holds far too much, which
    costs memory for certain.

    ## References
    - [tf.data.Dataset.prefetch](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#prefetch)
    - [Prefetching](https://www.tensorflow.org/guide/data_performance#prefetching)
    """

    code = "TFC202"
    name = "pipeline-prefetch"
    summary = "prefetch that fills memory with batches, stands twice or in the wrong place"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("prefetch"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for each ``.prefetch(n)`` of a dataset."""
        for operation in module.datasets.operations("prefetch"):
            size = operation.argument("buffer_size")
            number = module.datasets.number(size)
            if size is None or number == 0:
                continue
            judged = _twice(module, operation) or _again(module, operation)
            if judged is None and number is not None:
                judged = (
                    _too_many(module, operation, size, number)
                    or _not_last(module, operation, number)
                    or _data_in_memory(module, operation, Applicability.UNSAFE)
                )
            if judged:
                severity, message, proposed = judged
                if any(isinstance(node, _DOING) for node in descend(size)):
                    proposed = Fix(Applicability.MANUAL, proposed.title)
                place = link_place(module, operation.call)
                yield self.finding(module, place, severity, message, proposed)


def _twice(module: Module, operation: Operation) -> Judged | None:
    """Another prefetch after this one, on every way the data takes."""
    again = next_prefetches(module, operation)
    if not again:
        return None
    links = [step.call.func.attr for step in again if isinstance(step.call.func, cst.Attribute)]
    where = module.where(*links, preposition="at")
    message = f"prefetch again {where}: both buffers are filled, and the last one is enough"
    fix = _removal(module, operation, Applicability.SAFE)
    together = in_one_cell(module, operation, *again)
    if not together and all(is_batched_twice(module, each) for each in again):
        return None  # the cells show one thing after another
    return Severity.WARNING, message, fix if together else unsafe(fix, "cells may be run alone")


def _again(module: Module, operation: Operation) -> Judged | None:
    """One of data that another file prefetches already."""
    before = prefetched_elsewhere(module, operation)
    if before is None:
        return None
    made = module.datasets.before(operation)[0].source.node
    name = module.text(made.func if isinstance(made, cst.Call) else made)
    message = f"prefetch again: what {name} gives is prefetched already, and one buffer is enough"
    direct = all(chain.operations[-1] is before for chain in module.datasets.before(operation))
    fix = _removal(module, operation, Applicability.SAFE if direct else Applicability.UNSAFE)
    return Severity.WARNING, message, fix


def _removal(module: Module, operation: Operation, applicability: Applicability) -> Fix:
    return with_edits("remove this prefetch", remove_operation(module, operation.call), applicability)


def _too_many(module: Module, operation: Operation, size: cst.BaseExpression, number: int) -> Judged | None:
    """A constant far past need."""
    chains = module.datasets.before(operation)
    in_batches = bool(chains) and all(batched(module, chain) is True for chain in chains)
    if number < (MOST_BATCHES if in_batches else MOST_ELEMENTS):
        return None
    unit = "batches" if in_batches else "elements"
    autotune = autotune_at(module, size)
    message = (
        f"prefetch({module.text(size)}) keeps up to {number} {unit} in memory ahead of training; "
        "tf.data.AUTOTUNE keeps only as many as needed"
    )
    # ``AUTOTUNE`` where it stands may be the next thing to complain about: then it goes, or moves, at once.
    useless = _not_last(module, operation, number) or _data_in_memory(module, operation, Applicability.SAFE)
    if useless is not None:
        return Severity.WARNING, message, useless[2]
    if autotune is None or "#" in module.text(size):
        return Severity.WARNING, message, Fix(Applicability.MANUAL, "prefetch tf.data.AUTOTUNE elements")
    applicability = Applicability.UNSAFE if fills_cache(module, operation) else Applicability.SAFE
    fix = Fix(applicability, f"replace by {autotune}", (replace(module, size, autotune),))
    bindings = module.bindings(size) if isinstance(size, cst.Name) else []
    if isinstance(size, cst.Name) and any(each.kind is BindingKind.PARAMETER for each in bindings):
        fix = unsafe(fix, f"{size.value} is what the callers of the function choose")
    return Severity.WARNING, message, fix


def _not_last(module: Module, operation: Operation, number: int) -> Judged | None:
    """A prefetch with work after it, in the only chain that the data takes."""
    following = work_behind(module, operation)
    if not following:
        return None
    names = ", ".join(dict.fromkeys(step.name for step in following))
    message = f"prefetch before {names}: the steps after it do not run ahead of training; put prefetch last"
    return Severity.INFO, message, _to_the_end(module, operation, following, number)


def _to_the_end(module: Module, operation: Operation, following: list[Operation], number: int) -> Fix:
    """Move it behind the last link of its own expression, where that is the end of the chain."""
    last = following[-1].call
    node: cst.CSTNode = last
    while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node is not operation.call:
        node = node.func.value
    start, end = link_span(module, operation.call)
    written = module.source.text[start:end]
    link: str | None = written
    if number > 2:
        autotune = autotune_at(module, operation.call)
        link = f".prefetch({autotune})" if autotune and "#" not in written else None
    if node is not operation.call or link is None:
        return Fix(Applicability.MANUAL, "prefetch at the end of the pipeline")
    title = "move it to the end" if number <= 2 else f"{link[1:]} at the end"
    same = moves_unseen(module, operation, following)
    edits = move_link_last(module, operation.call, last, link)
    return with_edits(title, edits, Applicability.SAFE if same else Applicability.UNSAFE)


def _data_in_memory(module: Module, operation: Operation, removal: Applicability) -> Judged | None:
    """A prefetch of what needs no preparation."""
    if not needs_no_work(module, operation):
        return None
    message = (
        "prefetch of data that is in memory already: tf.data adds one at the end by itself, and the measured "
        "time is the same without"
    )
    return Severity.INFO, message, _removal(module, operation, removal)
