"""TFC216 iterator-restarted."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Looped, Name
from tflint_ckpt.semantics.datasets.restarts import restarts
from tflint_ckpt.semantics.module import Module


class IteratorRestarted(Rule):
    """`next(iter(ds))` in a loop trains on the first element each time.

    ## What it does
    Reports `next(iter(ds))` and `next(ds.as_numpy_iterator())` in the body of a loop that trains on what it
    gives, on a dataset that is made outside of the loop and gives its elements in one order.

    ## Why
    `iter` starts the dataset from its beginning, so that each pass of the loop sees the same element: a
    training on one batch. Starting is slow, too: 6.5 ms a call, where the next element of an iterator took
    0.12 ms.

    ## When it is silent
    Where the element is only looked at, such as one sample that is drawn after every epoch; a dataset that is
    shuffled, random, of unknown origin, or set in the loop; a call under an `if`, in a comprehension, or in
    a function that a loop calls; a loop that is left after its first pass.

    ## Fix safety
    There is no edit: make the iterator before the loop (`batches = iter(ds)`, then `next(batches)`), or go
    through the dataset itself; mind where it ends.

    ## References
    - [tf.data.Dataset](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#__iter__)
    """

    code = "TFC216"
    name = "iterator-restarted"
    summary = "next(iter(ds)) in a loop that trains: always on the first element"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Looped("next"), Name("iter", "as_numpy_iterator", "__iter__"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each iterator that is made anew in a loop."""
        for restart in restarts(module):
            where = module.where(restart.loop, preposition="in")
            message = (
                f"a new iterator in each pass of the loop {where}: it trains on the first element of "
                f"{module.text(restart.dataset)} each time"
            )
            fix = Fix(Applicability.MANUAL, "make the iterator before the loop")
            yield self.finding(module, restart.call, Severity.WARNING, message, fix)
