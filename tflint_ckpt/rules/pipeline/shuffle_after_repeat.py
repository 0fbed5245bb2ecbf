"""TFC206 shuffle-after-repeat."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain
from tflint_ckpt.semantics.datasets.neighbours import exchangeable, orders, repeated_before
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.chains import link_place, swap_links


class ShuffleAfterRepeat(Rule):
    """`shuffle` right behind `repeat` mixes the epochs: some rows come twice before others come once.

    ## What it does
    Reports `shuffle` of a `tf.data.Dataset` right behind a `repeat` without end, or of more than one pass.

    ## Why
    The buffer is filled beyond the end of a pass. Of `range(3).repeat(2).shuffle(6)` the first elements are,
    say, 2, 1, 0, 0, 2. An epoch of `steps_per_epoch` is no pass over the data then. That costs little in
    large data sets, so it is only mentioned.

    ## When it is silent
    `interleave` and other operations in between; `repeat(1)`, and a count that the code does not tell; a
    shuffle before the `repeat` as well.

    ## Fix safety
    The fix swaps the two. It is unsafe: the elements come in another order.

    ## References
    - [tf.data: training workflows](https://www.tensorflow.org/guide/data#randomly_shuffling_input_data)
    """

    code = "TFC206"
    name = "shuffle-after-repeat"
    summary = "shuffle right behind repeat, which mixes the epochs"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("shuffle"), Method("repeat"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``shuffle`` right behind a ``repeat``."""
        for shuffle in module.datasets.operations("shuffle"):
            repeat = repeated_before(module, shuffle) if orders(module, shuffle) else None
            if repeat is None or any(map(_is_mixed, module.datasets.before(shuffle))):
                continue
            title = "shuffle before the repeat"
            swapped = exchangeable(module, repeat, shuffle)
            edits = swap_links(module, repeat.call, shuffle.call) if swapped else ()
            fix = Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)
            message = "shuffle behind repeat mixes the epochs: some rows come twice before others come once"
            place = link_place(module, shuffle.call)
            yield self.finding(
                module, place, Severity.INFO, message, unsafe(fix, "the elements come in another order")
            )


def _is_mixed(chain: Chain) -> bool:
    """Whether the elements come in another order each time before they are repeated."""
    name = chain.source.name or ""
    return chain.has("shuffle") or name in api.BATCHED or name.endswith(".list_files")
