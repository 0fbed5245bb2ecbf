"""How many axes the targets of a fit have, where the code shows how they are made."""

from __future__ import annotations

from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.training.labels import labels_of
from tflint_ckpt.semantics.values.amounts import Shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.fits import Fit


def axes_of_targets(module: Engine, fit: Fit) -> int | None:
    """How many axes the targets of a fit have, that of the batch included; of labels, at most so many."""
    given = argument_of(fit.call, "y")
    if fit.call.open:
        return None
    if given is not None:
        shape = module.fact(Shapes).inside(fit.frames, given.value)
        return shape.rank if shape is not None else None
    labels = labels_of(module, fit)
    return 2 if labels is not None and labels.mode else None
