"""Targets with one number a sample as a column, where a metric of Keras 3 compares axis by axis."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module

_TEXTS = ("binary_crossentropy", "bce")
_NAMED = ("keras.losses.binary_crossentropy", "keras.metrics.binary_crossentropy")
_MADE = "keras.metrics.BinaryCrossentropy"
_WRITTEN = (cst.Name, cst.Attribute, cst.Subscript, cst.Call)


def needs_columns(module: Module, metric: cst.BaseExpression) -> bool:
    """Whether a metric surely is the binary crossentropy, which alone spreads no targets (ran on 3.3, 3.10
    and 3.15)."""
    values = module.evaluate(metric)
    if values and all(isinstance(each, Text) and each.literal in _TEXTS for each in values):
        return True
    made = metric.func if isinstance(metric, cst.Call) else None
    return module.is_named(metric, *_NAMED) or (made is not None and module.is_named(made, _MADE))


def as_column(module: Module, call: Call, targets: Argument) -> Fix:
    """Write ``y.reshape(-1, 1)``, also for the targets of ``validation_data``."""
    title = "give the targets as a column: reshape(-1, 1)"
    given = [targets.value]
    validation = argument_of(call, "validation_data")
    if validation is not None:
        value = validation.value
        if not isinstance(value, cst.Tuple) or len(value.elements) != 2:
            return Fix(Applicability.MANUAL, title)
        given.append(value.elements[1].value)
    rank = module.fact(Shapes).rank
    if call.open or any(rank(each) != 1 or not isinstance(each, _WRITTEN) for each in given):
        return Fix(Applicability.MANUAL, title)
    ends = [module.span(each)[1] for each in given]
    edits = tuple(Edit(module.path, end, end, ".reshape(-1, 1)") for end in ends)
    return Fix(Applicability.UNSAFE, f"{title}; not safe: metrics of your own get that shape, too", edits)
