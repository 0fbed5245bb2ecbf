"""TFC825 metrics-names."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Member, Name, OnKeras3
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.named_metrics import Lost, lost_names

_BOTH = "'loss' and 'compile_metrics'"
_KERAS2 = on_keras2(None, "has the name of each metric there")
_OUTCOMES = {
    Lost.OTHERS: on_keras3(
        Severity.WARNING, f"has only {_BOTH} there: the first metric gets a wrong name, any other is left out"
    ),
    Lost.NAME: on_keras3(Severity.WARNING, "gives 'compile_metrics', not the name of the metric"),
    Lost.PLACE: on_keras3(Severity.ERROR, f"has only {_BOTH} there, and raises IndexError"),
    Lost.SOUGHT: on_keras3(Severity.ERROR, f"has only {_BOTH} there, and raises ValueError"),
}
_WHAT = "metrics_names does not name the metrics of a model any more"
_ADVICE = Fix(Applicability.MANUAL, "take names and values from evaluate(…, return_dict=True)")


class MetricsNames(Rule):
    """`model.metrics_names` does not name the metrics on Keras 3: it is `["loss", "compile_metrics"]`.

    ## What it does
    Reports `zip(model.metrics_names, …)`, `model.metrics_names[1]` and `model.metrics_names.index("auc")` of
    a model that is compiled with metrics, by way of a variable as well, and values that are looked up by the
    places of the names.

    ## Why
    Keras 2 has a name for each value that `evaluate` returns. Keras 3 keeps all compiled metrics in one, and
    has two names whatever is compiled. `dict(zip(model.metrics_names, model.evaluate(x, y)))` gives the first
    metric a wrong name and loses the others without a word; an index beyond raises `IndexError`.

    ## When it is silent
    Where it is not seen how the model is compiled, or whether with metrics; for several outputs, whose losses
    have names of their own; for a class with its own `train_step`, `metrics` or `metrics_names`; where the
    names are only printed or counted; under a test of the version, or of the names themselves; with a
    layer of TensorFlow Hub, which wants `tf.keras` to be Keras 2.

    ## Fix safety
    `dict(zip(model.metrics_names, model.evaluate(…)))` becomes `model.evaluate(…, return_dict=True)`, which
    is the same on Keras 2 from TensorFlow 2.2 on: safe. The rest is left to you.

    ## References
    - [Model.evaluate](https://keras.io/api/models/model_training_apis/#evaluate-method)
    """

    code = "TFC825"
    name = "metrics-names"
    summary = "metrics_names of a model, which on Keras 3 does not name the metrics"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (OnKeras3(Member("metrics_names")), Name("compile"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such use."""
        for node, place, lost in lost_names(module):
            if _is_for_keras2(module):
                return
            shown = node.attr if place is node else place
            outcomes = (_KERAS2, _OUTCOMES[lost])
            yield from self.judged(module, shown, _WHAT, outcomes, _fix(module, place), of=place)


def _is_for_keras2(module: Module) -> bool:
    """Whether a layer of a library meets ``tf.keras``, which has to be Keras 2 for that: TFC810 says so."""
    from tflint_ckpt.semantics.objects.mixed import LIBRARIES, Mixed

    return module.imports(*LIBRARIES) and any(each.given.library for each in Mixed(module).meetings())


def _fix(module: Module, node: cst.Attribute | cst.Name) -> Fix:
    """``dict(zip(model.metrics_names, model.evaluate(x)))`` is ``model.evaluate(x, return_dict=True)``."""
    from tflint_ckpt.syntax.arguments import add_argument

    argument = module.parent(node)
    zipped = module.parent(argument) if argument is not None else None
    if not isinstance(zipped, cst.Call) or len(zipped.args) != 2 or zipped.args[0] is not argument:
        return _ADVICE
    given, made = zipped.args[1].value, module.call_given(zipped)
    if made is None or module.builtin(made.func) != "dict" or len(made.args) != 1:
        return _ADVICE
    if not isinstance(given, cst.Call) or not isinstance(given.func, cst.Attribute):
        return _ADVICE
    is_same = isinstance(node, cst.Attribute) and module.text(given.func.value) == module.text(node.value)
    if given.func.attr.value != "evaluate" or not is_same or any(each.star for each in given.args):
        return _ADVICE
    if any(each.keyword is not None and each.keyword.value == "return_dict" for each in given.args):
        return _ADVICE
    (start, end), (inner, behind) = module.span(made), module.span(given)
    text = module.source.text
    if "#" in text[start:inner] or "#" in text[behind:end]:
        return _ADVICE
    if "\n" in text[inner : module.span(given.func)[1]]:
        return _ADVICE  # the parentheses that hold the lines together would go
    added = add_argument(module, given, "return_dict", "True")
    if not added:
        return _ADVICE
    edits = (Edit(module.path, start, inner, ""), *added, Edit(module.path, behind, end, ""))
    return Fix(Applicability.SAFE, "write evaluate(…, return_dict=True)", edits)
