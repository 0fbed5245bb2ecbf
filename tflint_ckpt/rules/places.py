"""What Keras does with targets of one or two axes where the output has more: one for each step or place."""

from __future__ import annotations

from tflint_ckpt.finding import Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3

_RAISES = (Outcome(Severity.ERROR, "raises in the first step of fit"),)
_SPARSE = (
    on_keras2(Severity.ERROR, "raises in the first step of fit, or trains where there is one step or place"),
    on_keras3(Severity.ERROR, "raises in the first step of fit"),
)
_SPREAD = (Outcome(Severity.WARNING, "compares each of them with every target of the batch, without a word"),)
_DIFFERENCES = frozenset(("mean_squared_error", "mean_absolute_error", "huber"))
_CLASSES = frozenset(("categorical_crossentropy", "binary_crossentropy"))


def compared(loss: str, axes: int, rank: int, units: int | None) -> tuple[Outcome, ...] | None:
    """What happens in ``fit`` with this loss; ``None`` where it does no harm, or that is not known.

    Args:
        loss: the name of the loss, such as ``mean_squared_error``.
        axes: how many axes the targets have, that of the batch included: 1 or 2.
        rank: the same of the output: 3 or more.
        units: how many numbers the output has on its last axis; ``None`` where that is not known.
    """
    if loss in _DIFFERENCES:
        return _SPREAD if axes == units == 1 else None
    if loss in _CLASSES:
        several = units is not None and units > 1
        return _RAISES if axes == 1 or rank > axes + 1 or several else None
    return _SPARSE if loss == "sparse_categorical_crossentropy" and rank > axes + 1 else None
