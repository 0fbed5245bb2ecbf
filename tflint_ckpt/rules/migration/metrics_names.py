"""TFC825 metrics-names."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Member, Name, OnKeras3
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.models import has_compiled_metrics

NAMES = "metrics_names"
_BOTH = "'loss' and 'compile_metrics'"
_KERAS2 = on_keras2(None, "has the name of each metric there")
_ZIPPED = on_keras3(
    Severity.WARNING, f"has only {_BOTH} there: the first metric gets a wrong name, others are left out"
)
_SECOND = on_keras3(Severity.WARNING, "gives 'compile_metrics', not the name of the metric")
_BEYOND = on_keras3(Severity.ERROR, f"has only {_BOTH} there, and raises IndexError")
_SOUGHT = on_keras3(Severity.ERROR, f"has only {_BOTH} there, and raises ValueError")
_ADVICE = Fix(Applicability.MANUAL, "take names and values from evaluate(…, return_dict=True)")


class MetricsNames(Rule):
    """`model.metrics_names` does not name the metrics on Keras 3: it is `["loss", "compile_metrics"]`.

    ## What it does
    Reports `zip(model.metrics_names, …)`, `model.metrics_names[1]` and `model.metrics_names.index("auc")` of
    a model that is compiled with metrics.

    ## Why
    Keras 2 has a name for each value that `evaluate` returns. Keras 3 keeps all compiled metrics in one, and
    has two names whatever is compiled. `dict(zip(model.metrics_names, model.evaluate(x, y)))` gives the first
    metric a wrong name and loses the others without a word; an index beyond raises `IndexError`.

    ## When it is silent
    Where it is not seen how the model is compiled, or whether with metrics; for several outputs, whose losses
    have names of their own; for a class with its own `train_step` or `metrics`; where the names are only
    printed or counted; under a test of the version.

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
    requires = (OnKeras3(Member(NAMES)), Name("compile"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such use."""
        for node in module.attributes(NAMES):
            outcome = _outcome(module, node)
            if outcome is None or is_guarded(module, node, "IndexError", "ValueError"):
                continue
            if has_compiled_metrics(module, node.value):
                what = "metrics_names does not name the metrics of a model any more"
                outcomes = (_KERAS2, outcome)
                yield from self.judged(module, node.attr, what, outcomes, _fix(module, node), of=node)


def _outcome(module: Module, node: cst.Attribute) -> Outcome | None:
    """What Keras 3 does with a use of the names; ``None`` where nothing is lost."""
    parent = module.parent(node)
    if isinstance(parent, cst.Arg):
        call = module.parent(parent)
        return _ZIPPED if isinstance(call, cst.Call) and module.builtin(call.func) == "zip" else None
    if isinstance(parent, cst.Subscript) and parent.value is node and len(parent.slice) == 1:
        index = parent.slice[0].slice
        number = index.value if isinstance(index, cst.Index) else None
        if not isinstance(number, cst.Integer) or not number.evaluated_value:
            return None
        return _SECOND if number.evaluated_value == 1 else _BEYOND
    name, sought = module.method_on(node)
    text = module.literal(sought.args[0].value) if sought is not None and len(sought.args) == 1 else None
    return _SOUGHT if name == "index" and text not in (None, "loss", "compile_metrics") else None


def _fix(module: Module, node: cst.Attribute) -> Fix:
    """``dict(zip(model.metrics_names, model.evaluate(x)))`` is ``model.evaluate(x, return_dict=True)``."""
    from tflint_ckpt.syntax.arguments import add_argument

    argument = module.parent(node)
    zipped = module.parent(argument) if argument is not None else None
    if not isinstance(zipped, cst.Call) or len(zipped.args) != 2 or zipped.args[0] is not argument:
        return _ADVICE
    given, outer = zipped.args[1].value, module.parent(zipped)
    made = module.parent(outer) if isinstance(outer, cst.Arg) else None
    if not isinstance(made, cst.Call) or module.builtin(made.func) != "dict" or len(made.args) != 1:
        return _ADVICE
    if not isinstance(given, cst.Call) or not isinstance(given.func, cst.Attribute):
        return _ADVICE
    is_same = module.text(given.func.value) == module.text(node.value)
    if given.func.attr.value != "evaluate" or not is_same or any(each.star for each in given.args):
        return _ADVICE
    if any(each.keyword is not None and each.keyword.value == "return_dict" for each in given.args):
        return _ADVICE
    (start, end), (inner, behind) = module.span(made), module.span(given)
    text = module.source.text
    if "#" in text[start:inner] or "#" in text[behind:end]:
        return _ADVICE
    added = add_argument(module, given, "return_dict", "True")
    if not added:
        return _ADVICE
    edits = (Edit(module.path, start, inner, ""), *added, Edit(module.path, behind, end, ""))
    return Fix(Applicability.SAFE, "write evaluate(…, return_dict=True)", edits)
