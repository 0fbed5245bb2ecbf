"""TFC205 shuffle-after-batch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.neighbours import batched_before, exchangeable, orders
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place, swap_links


class ShuffleAfterBatch(Rule):
    """`shuffle` behind `batch` moves whole batches: the rows of a batch stay together for ever.

    ## What it does
    Reports `shuffle` of a `tf.data.Dataset` that is batched already, where nothing shuffles the rows before.

    ## Why
    `shuffle` exchanges elements, and behind `batch` an element is a batch. Each epoch has the same batches in
    another order; of data that is sorted by class, each batch holds one class. Its buffer counts batches
    too, so that it takes `batch_size` times the memory that was meant.

    ## When it is silent
    Where the first `batch` cuts windows: it is batched, taken apart (`unbatch`, `flat_map`) or mapped again
    behind the `shuffle`; `batch(1)`; where the rows are shuffled before the `batch`, or are batched only
    sometimes; where a `cache` behind it keeps the order of the first epoch anyway; loaders of Keras and
    generators, which give batches that they may shuffle themselves.

    ## Fix safety
    Where the two stand next to each other the fix swaps them. It is unsafe: the batches change, and the
    buffer counts rows then, so that a size that was right for batches is too small.

    ## References
    - [tf.data.Dataset.shuffle](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle)
    """

    code = "TFC205"
    name = "shuffle-after-batch"
    summary = "shuffle behind batch, which moves whole batches only"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("shuffle"), Method("batch", "padded_batch"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``shuffle`` of batches."""
        for operation in module.datasets.operations("shuffle"):
            batch = batched_before(module, operation) if orders(module, operation) else None
            if batch is None:
                continue
            first = batch.call.func
            assert isinstance(first, cst.Attribute)
            message = (
                f"shuffle behind {batch.name} ({module.where(first.attr)}) moves whole batches: the rows of "
                "a batch stay together in every epoch"
            )
            place = link_place(module, operation.call)
            yield self.finding(module, place, Severity.WARNING, message, _fix(module, batch, operation))


def _fix(module: Module, batch: Operation, shuffle: Operation) -> Fix:
    title = "shuffle before the batch"
    edits = swap_links(module, batch.call, shuffle.call) if exchangeable(module, batch, shuffle) else ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    return unsafe(Fix(Applicability.UNSAFE, title, edits), "the buffer counts rows then")
