"""The targets that a fit, and an evaluation of its model, are given: their axes, and their batches."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.chains import Datasets
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.labels import labels_of, sliced_labels
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.amounts import Amounts, Shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.call import Argument, Call
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_BATCH = 32
"""How many samples a batch has where nothing is said."""


def axes_of_targets(module: Engine, fit: Fit) -> int | None:
    """How many axes the targets of a fit have, that of the batch included; of labels, at most so many."""
    given = argument_of(fit.call, "y")
    if fit.call.open:
        return None
    if given is not None:
        shape = module.fact(Shapes).inside(fit.frames, given.value)
        return shape.rank if shape is not None else None
    labels = labels_of(module, fit)
    return 2 if labels is not None and labels.mode else _axes_in_dataset(module, fit)


def _axes_in_dataset(module: Engine, fit: Fit) -> int | None:
    """How many axes the targets have in a dataset of two arrays that is batched once."""
    x = argument_of(fit.call, "x", "generator")
    ranks = []
    for chain in module.fact(Datasets).chains(x.value) if x is not None else ():
        array = sliced_labels(module, chain)
        batched = [step.name for step in chain.operations].count("batch") == 1
        ranks.append(module.fact(Shapes).rank(array) if array is not None and batched else None)
    return agreed(ranks)


def evaluations(module: Module, fit: Fit, *, axes: int) -> Iterator[tuple[Call, Argument]]:
    """Where the model of a fit is evaluated on targets of so many axes, with these."""
    for call, _ in module.calls_on(families.MODEL, "evaluate"):
        given, func = argument_of(call, "y"), call.node.func
        same = isinstance(func, cst.Attribute) and module.objects.origins(func.value) == fit.model
        if given is not None and same and module.fact(Shapes).rank(given.value) == axes:
            yield call, given


def sizes_of_batches(module: Engine, call: Call) -> set[int] | None:
    """How many samples the batches of a fit or an evaluation on arrays have; where the code does not tell how
    many samples there are, that of all but the last. ``None`` where not even that is known."""
    given, targets = argument_of(call, "batch_size"), argument_of(call, "y")
    batch = module.fact(Amounts).at(given.value) if given is not None else _BATCH
    if not isinstance(batch, int) or batch < 1 or targets is None:
        return None
    length = module.fact(Shapes).length(targets.value)
    if length is None or argument_of(call, "validation_split") is not None:
        return {batch}
    return {min(batch, length), length % batch or batch}
