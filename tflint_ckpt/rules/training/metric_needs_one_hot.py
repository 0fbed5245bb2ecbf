"""TFC716 metric-needs-one-hot."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.given import losses_of, metrics_of, trains_as_keras_does
from tflint_ckpt.semantics.training.one_unit import may_have_one_unit
from tflint_ckpt.semantics.values.kinds import Instance, Text

_METRICS = frozenset(
    """Precision Recall AUC TruePositives TrueNegatives FalsePositives FalseNegatives PrecisionAtRecall
    RecallAtPrecision SensitivityAtSpecificity SpecificityAtSensitivity F1Score FBetaScore""".split()
)
"""Metrics that want a label for each output."""
_OTHER_SHAPES = frozenset(("class_id", "multi_label", "num_labels"))
"""Arguments with which some of them take class numbers, on some releases."""
_LOSS = ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy")
_SPARSE = frozenset(("sparse_categorical_crossentropy",))
_OUTCOMES = (
    on_keras2(Severity.ERROR, "raises ValueError in the first step"),
    on_keras3(Severity.ERROR, "fails in the first step: the shapes do not match"),
)
_FIX = Fix(
    Applicability.MANUAL,
    "use one-hot labels with categorical_crossentropy, or a metric for class numbers",
)


class MetricNeedsOneHot(Rule):
    """A metric such as `Precision` gets class numbers as labels, and one probability for each class.

    ## What it does
    Reports `Precision`, `Recall`, `AUC`, `F1Score` and the like among the metrics of a model with the loss
    `sparse_categorical_crossentropy`.

    ## Why
    That loss takes the number of the class as the label. These metrics compare labels and outputs one by
    one, so they want as many labels as there are outputs: one-hot ones. `fit` fails in the first step, with
    a message about shapes that does not name the metric.

    ## When it is silent
    With another loss, or one that is not in sight; where the model has a single output unit or its own
    `train_step`; with `class_id` or `multi_label`; where the metric is of a class of the file.

    ## Fix safety
    There is no fix: either the labels change, and the loss with them, or the metric.

    ## References
    - [Classification metrics](https://keras.io/api/metrics/classification_metrics/)
    """

    code = "TFC716"
    name = "metric-needs-one-hot"
    summary = "Precision, Recall, AUC or F1Score with class numbers as labels"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (
        Name("compile"),
        Either(Name(*_LOSS), Keyword(*_LOSS)),
        Either(Name(*sorted(_METRICS)), Keyword(*sorted(_METRICS))),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such metric of a compile."""
        for compiled in module.training.compiles:
            if losses_of(compiled) != _SPARSE or not trains_as_keras_does(compiled):
                continue
            for metric in metrics_of(compiled):
                name = _metric(module, metric)
                if name is None or is_guarded(module, compiled.node, "ValueError"):
                    continue
                if not may_have_one_unit(module, compiled):
                    what = f"{name} wants one-hot labels, and the loss takes class numbers"
                    yield from self.judged(module, metric, what, _OUTCOMES, _FIX, of=compiled.node)


def _metric(module: Module, node: cst.BaseExpression) -> str | None:
    """The name of the metric class, where that is one of these and is made with no other shape in mind."""
    names = {_named(module, value) for value in module.evaluate(node)}
    return names.pop() if len(names) == 1 else None


def _named(module: Module, value: object) -> str | None:
    if isinstance(value, Text):
        return value.literal if value.literal in _METRICS else None
    origins = module.objects.origins(value.call) if isinstance(value, Instance) else ()
    if len(origins) != 1 or origins[0].local is not None or not isinstance(origins[0].node, cst.Call):
        return None
    owner, _, last = origins[0].name.rpartition(".")
    given = origins[0].node.args
    if any(arg.star or (arg.keyword and arg.keyword.value in _OTHER_SHAPES) for arg in given):
        return None
    plain = all(argument.keyword for argument in given)
    return last if owner == "keras.metrics" and last in _METRICS and plain else None
