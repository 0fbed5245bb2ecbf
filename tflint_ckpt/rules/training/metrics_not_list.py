"""TFC708 metrics-not-list."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.given import SET, are_metrics, not_a_list

_ARGUMENTS = ("metrics", "weighted_metrics")
_SETS = on_keras2(Severity.ERROR, "raises ValueError when training begins")
_TAKEN = on_keras2(None, "takes it for a list of one")
_KERAS3 = on_keras3(Severity.ERROR, "raises ValueError in compile")
_BY_POSITION = (
    on_keras2(None, "takes it for metrics"),
    on_keras3(Severity.ERROR, "takes it for loss_weights, and raises before anything is trained"),
)
_RAISED = ("ValueError", "TypeError")
_LONGEST = 40


class MetricsNotList(Rule):
    """`metrics` of `compile` is no list, or the third by position: Keras 3 takes lists, and that for weights.

    ## What it does
    Reports `metrics=` and `weighted_metrics=` of a model's `compile` where the value is a single string,
    metric object or function, or a set such as `{"accuracy"}`; and metrics that `compile` is given as its
    third argument by position, as in `compile("adam", "mse", ["mae"])`.

    ## Why
    Keras 2 took a single metric for a list of one. Keras 3 raises `ValueError: Expected metrics argument to
    be a list, tuple, or dict` in `compile`. `("accuracy")` is a string, too: a tuple needs a comma. A set
    fails on both: Keras 2 raises when training begins.

    The third argument is `metrics` on Keras 2, and `loss_weights` on Keras 3, where the third and the fourth
    have changed places. A list of names there raises `ValueError` when training begins: `dtype='string' is
    not a valid dtype`, or that the number of weights is not that of the losses.

    ## When it is silent
    Where the object is not proved to be a model, where its class has a `compile` of its own, where the
    value is imported from elsewhere or may be a list or `None`, and in a `try` that catches `ValueError`.

    ## Fix safety
    The fix puts the value into a list, which means the same to Keras 2. It is unsafe where the value stands
    in a dictionary of arguments, which something else may read; the field of a dataclass, whose default may
    not be a list, is left to you. To metrics by position it gives their name; where a fourth argument
    follows, that is left to you.

    ## References
    - [Model.compile](https://keras.io/api/models/model_training_apis/#compile-method)
    """

    code = "TFC708"
    name = "metrics-not-list"
    summary = "metrics of compile is no list, or given by position, which Keras 3 refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Name("compile"), Either(Keyword(*_ARGUMENTS), Passed(".compile.metrics.2=any")))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument of ``compile`` on a model."""
        for compiled in module.training.compiles:
            yield from self._third(module, compiled)
            for name in _ARGUMENTS:
                argument = compiled.call.argument(name)
                found = not_a_list(module, argument.value) if argument is not None else None
                if argument is None or found is None:
                    continue
                if is_guarded(module, compiled.node, *_RAISED):
                    continue
                outcomes = (_SETS if found == SET else _TAKEN, _KERAS3)
                what = f"{name} is {found}, not a list"
                fix = _fix(module, name, compiled.call, argument)
                yield from self.judged(module, argument.value, what, outcomes, fix, of=compiled.node)

    def _third(self, module: Module, compiled: Compile) -> Iterator[Finding]:
        from tflint_ckpt.syntax.arguments import replace

        given = [argument for argument in compiled.call.arguments if argument.name is None]
        node = given[2].value if len(given) > 2 and not any(one.star for one in compiled.node.args) else None
        if node is None or not are_metrics(module, node) or is_guarded(module, compiled.node, *_RAISED):
            return
        what = "the third argument of compile is metrics"
        fix = Fix(Applicability.MANUAL, "write the arguments with their names, metrics=… and loss_weights=…")
        if len(given) == 3 and compiled.call.argument(*_ARGUMENTS) is None:
            start, end = module.span(node) if not isinstance(node, cst.Tuple) else module.full_span(node)
            text = module.source.text[start:end]
            written = f"metrics=[{text}]" if not_a_list(module, node) else f"metrics={text}"
            shown = written if len(written) <= _LONGEST and "\n" not in written else "metrics=…"
            fix = Fix(Applicability.SAFE, f"write {shown}", (replace(module, node, written),))
        yield from self.judged(module, node, what, _BY_POSITION, fix, of=compiled.node)


def _fix(module: Module, name: str, call: Call, argument: Argument) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    node = argument.value
    start, end = module.span(node)
    text = module.source.text[start:end]
    if isinstance(node, cst.Set):
        text = text[1:-1]
    written = f"[{text}]"
    shown = written if len(written) <= _LONGEST and "\n" not in written else "[…]"
    title = f"write {name}={shown}"
    if isinstance(argument.node, cst.AnnAssign):  # a dataclass refuses a list as the default of a field
        return Fix(Applicability.MANUAL, title)
    applicability = Applicability.SAFE if is_only_here(module, call, argument) else Applicability.UNSAFE
    return Fix(applicability, title, (replace(module, node, written),))
