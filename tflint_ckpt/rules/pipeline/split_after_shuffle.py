"""TFC207 split-after-shuffle."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.datasets.splits import Split, splits
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.arguments import add_argument, replace
from tflint_ckpt.syntax.chains import link_place


class SplitAfterShuffle(Rule):
    """`take` and `skip` of a dataset that is shuffled anew in each pass: the parts overlap.

    ## What it does
    Reports `shuffle` of a `tf.data.Dataset` that is split behind it by `take(n)` and `skip(n)`; where another
    file shuffles, the `take`.

    ## Why
    `shuffle` gives another order each time it is read, and the two parts are read on their own: of 20
    elements that are split in halves, about five are in both, after three epochs nearly all. What validates
    has been trained on, so the validation looks better than it is. With a buffer smaller than the data, what
    is near the cut mixes: in each pass up to half as many elements as the buffer holds. A `seed`,
    `tf.random.set_seed` and a `cache()` behind the `shuffle` do not change that;
    `reshuffle_each_iteration=False` does.

    ## When it is silent
    `reshuffle_each_iteration=False`, or a value that the code does not tell; other numbers in `take` and
    `skip`; `take` for a look at the first elements (`for x in ds.take(3): print(x)`); branches of which a run
    takes only one; loaders that shuffle by themselves.

    ## Fix safety
    The fix writes `reshuffle_each_iteration=False`, so that the parts are the same in every pass and share
    nothing. It is unsafe: other elements train and validate then, and the training data come in one order;
    shuffle the part that trains once more, behind the `take`. There is none where another file shuffles, or
    the dataset is made for each part: two datasets have two orders.

    ## References
    - [tf.data.Dataset.shuffle](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle)
    """

    code = "TFC207"
    name = "split-after-shuffle"
    summary = "take and skip of a dataset that is shuffled anew in each pass: validation data is trained on"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method("take"), Method("skip"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``shuffle`` whose dataset is split behind it."""
        for split in splits(module):
            shuffle, is_here = split.shuffle, module.parent(split.shuffle.call) is not None
            links = [step.call.func for step in (split.take, split.skip)]
            where = module.where(*(link.attr for link in links if isinstance(link, cst.Attribute)))
            size = module.datasets.number(shuffle.argument("buffer_size")) if is_here else None
            share = f" by up to half the buffer ({size})" if size else ""
            by = "shuffle" if is_here else f"shuffle ({_place(module, split)})"
            message = (
                f"{by} gives another order to each of take and skip ({where}): the two parts overlap"
                f"{share}, and what validates is trained on"
            )
            place = link_place(module, shuffle.call if is_here else split.take.call)
            yield self.finding(module, place, Severity.ERROR, message, _fix(module, split, is_here))


def _place(module: Module, split: Split) -> str:
    """Where another file shuffles."""
    from tflint_ckpt.semantics.training.fits import where

    if split.there is None:
        return "in another file"
    return where(module, [(split.there, split.shuffle.call)])


def _fix(module: Module, split: Split, is_here: bool) -> Fix:
    if not is_here:
        title = "write reshuffle_each_iteration=False there; shuffle what trains once more"
        return Fix(Applicability.MANUAL, title)
    operation = split.shuffle
    title = "write reshuffle_each_iteration=False; shuffle what trains once more yourself"
    given = operation.argument("reshuffle_each_iteration")
    edits: tuple[Edit, ...] = ()
    if not split.is_one:
        title = "make the dataset once, and write reshuffle_each_iteration=False"
    elif given is None:
        edits = add_argument(module, operation.call, "reshuffle_each_iteration", "False")
    else:
        is_name = isinstance(given, cst.Name) and given.value in ("True", "None")
        edits = (replace(module, given, "False"),) if is_name else ()
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)
