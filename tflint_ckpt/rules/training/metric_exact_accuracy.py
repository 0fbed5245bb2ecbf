"""TFC715 metric-exact-accuracy."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.given import losses_of, metrics_of, trains_as_keras_does
from tflint_ckpt.semantics.values.kinds import Instance

_ACCURACY = "keras.metrics.Accuracy"
_SPARSE = frozenset(("sparse_categorical_crossentropy",))
_PROBABILITIES = _SPARSE | {
    "binary_crossentropy",
    "categorical_crossentropy",
    "binary_focal_crossentropy",
    "categorical_focal_crossentropy",
}
"""Losses of outputs that are probabilities, or logits: never just the label."""
_STAYS = (Outcome(Severity.ERROR, "reports 0, or almost, however good the model is"),)
_RAISES = (
    on_keras2(Severity.ERROR, "raises ValueError in the first step"),
    on_keras3(Severity.ERROR, "fails in the first step, or reports 0 where the labels have two dimensions"),
)
_MANUAL = "use the accuracy that goes with the loss: BinaryAccuracy, CategoricalAccuracy, …"


class MetricExactAccuracy(Rule):
    """The metric `Accuracy()` compares outputs with labels for equality: with probabilities it stays at 0.

    ## What it does
    Reports an object of `keras.metrics.Accuracy` among the metrics of a model whose loss is a crossentropy.

    ## Why
    `Accuracy` counts outputs that *are* the label. An output of 0.93 is not 1, so that it reports 0.0 in
    every epoch, and a best-only `ModelCheckpoint` on it keeps the first. The string `"accuracy"` is another
    thing: it becomes the accuracy that goes with the loss and the shape of the output.

    ## When it is silent
    With other losses, or one that is not in sight; where the model has its own `train_step`, which may give
    the metric classes instead of probabilities; outside of `compile`.

    ## Fix safety
    The fix writes `"accuracy"`, which has the same name in the logs: safe. It is left to a person where the
    object has another name or is used elsewhere.

    ## References
    - [Accuracy metrics](https://keras.io/api/metrics/accuracy_metrics/)
    """

    code = "TFC715"
    name = "metric-exact-accuracy"
    summary = "the metric Accuracy() on probabilities, which stays at 0"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Name("compile"), Name("Accuracy"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such metric of a compile."""
        for compiled in module.training.compiles:
            losses = losses_of(compiled)
            if not losses or not losses <= _PROBABILITIES or not trains_as_keras_does(compiled):
                continue
            outcomes = _RAISES if losses <= _SPARSE else _STAYS
            for metric in metrics_of(compiled):
                made = _accuracy(module, metric)
                if made is not None and not is_guarded(module, compiled.node, "ValueError"):
                    what = "Accuracy() counts outputs that equal the label, and the outputs are probabilities"
                    fix = _fix(module, metric, made)
                    yield from self.judged(module, metric, what, outcomes, fix, of=compiled.node)


def _accuracy(module: Module, metric: cst.BaseExpression) -> cst.Call | None:
    """The call that makes *metric*, where that surely is a plain ``Accuracy``."""
    values = module.evaluate(metric)
    call = values[0].call if len(values) == 1 and isinstance(values[0], Instance) else None
    origins = module.objects.origins(call) if call is not None else ()
    plain = len(origins) == 1 and origins[0].name == _ACCURACY and origins[0].local is None
    return call if plain else None


def _fix(module: Module, metric: cst.BaseExpression, made: cst.Call) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    name = _name(module, made)
    if metric is not made or name not in ("accuracy", "acc"):
        return Fix(Applicability.MANUAL, _MANUAL)
    return Fix(Applicability.SAFE, f'write "{name}"', (replace(module, metric, f'"{name}"'),))


def _name(module: Module, made: cst.Call) -> str | None:
    """The name of the metric in the logs, where nothing else is said of it."""
    if not made.args:
        return "accuracy"
    if len(made.args) > 1 or made.args[0].star:
        return None
    [argument] = made.args
    if argument.keyword is not None and argument.keyword.value != "name":
        return None
    return module.literal(argument.value)
