"""TFC730 targets-for-outputs."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import TARGETS_FOR_EACH_OUTPUT
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name, OnKeras3, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.output_names import (
    KEYED,
    output_names,
    targets_given,
    wants_all_targets,
)
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.semantics.values.shape import Made

_RAISES = "raises KeyError or ValueError in the first step"
_SHARED = on_keras2(None, "gives them to each output")
_REFUSED = on_keras2(Severity.ERROR, "raises ValueError in the first step")
_LATE = on_keras3(Severity.ERROR, _RAISES, since=TARGETS_FOR_EACH_OUTPUT)
_LESS = on_keras3(
    Severity.WARNING, "trains the first outputs only, without a word", until=TARGETS_FOR_EACH_OUTPUT
)
_MORE = on_keras3(Severity.WARNING, "ignores the rest, without a word", until=TARGETS_FOR_EACH_OUTPUT)


class TargetsForOutputs(Rule):
    """A model of several outputs is trained or evaluated on the targets of one of them.

    ## What it does
    Reports `fit` and `evaluate` of a model of several outputs that get one array of targets, or a list that
    has not one entry for each output; validation data as well.

    ## Why
    Keras 2 gives one array to each output: in `evaluate(x, y_age)` the loss of the other outputs is that
    against the ages, without a word. Keras 3 from 3.7 wants targets for each output, and raises in the first
    step, in words that name something else: `The path: (0,) in the loss argument, can't be found in either
    the model's output (y_pred) or in the labels (y_true)`. Before, it trains the first outputs only.

    ## When it is silent
    Where the outputs of the model are not in sight, or it is not certain that the targets are an array, as
    in a function whose callers are elsewhere. Where a loss is `None`, or the losses are not in sight: Keras 3
    takes targets for the outputs that have one. Dictionaries are what `outputs-by-name` is about.

    ## Fix safety
    The fix gives each output the same targets, as Keras 2 does: unsafe, since mostly targets were forgotten.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC730"
    name = "targets-for-outputs"
    summary = "targets that are not as many as the outputs of the model"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        OnKeras3(Passed("fit.y.1=any", "evaluate.y.1=any", "train_on_batch.y.1=any")),
        Method("compile"),
        Name("Model"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call, or each pair of validation data, that has too few or too many."""
        reported: set[cst.CSTNode] = set()
        for call, node in targets_given(module):
            if node in reported or is_guarded(module, call, "ValueError", "KeyError"):
                continue
            outputs = output_names(module, call)
            if outputs is None or outputs.number < 2 or outputs.kind == KEYED:
                continue
            value = module.only(node)
            length = value.length if isinstance(value, Items) else None
            if length is not None and length != outputs.number:
                given = "1 entry" if length == 1 else f"{length} entries"
                outcomes = _REFUSED, _LESS if length < outputs.number else _MORE, _LATE
            elif not isinstance(value, Items) and _is_array(module, node):
                given, outcomes = "one array", (_SHARED, _LESS, _LATE)
            else:
                continue
            if not wants_all_targets(module, call):
                continue
            reported.add(node)
            what = f"{given} of targets for the {outputs.number} outputs of the model"
            fix = _fix(module, node, outputs.number if length is None else 0)
            yield from self.judged(module, node, what, outcomes, fix, of=call)


def _is_array(module: Module, node: cst.BaseExpression) -> bool:
    shape = module.fact(Shapes).at(node)
    return shape is not None and shape.made in (Made.NUMPY, Made.TENSOR)


def _fix(module: Module, node: cst.BaseExpression, number: int) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    if not number or not isinstance(node, cst.Name):
        return Fix(Applicability.MANUAL, "give targets for each output")
    text = f"[{', '.join([node.value] * number)}]"
    return Fix(Applicability.UNSAFE, f"write {text}", (replace(module, node, text),))
