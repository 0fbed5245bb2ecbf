"""TFC708 metrics-not-list."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.given import SET, not_a_list
from tflint_ckpt.syntax.arguments import replace

_ARGUMENTS = ("metrics", "weighted_metrics")
_SETS = on_keras2(Severity.ERROR, "raises ValueError when training begins")
_TAKEN = on_keras2(None, "takes it for a list of one")
_KERAS3 = on_keras3(Severity.ERROR, "raises ValueError in compile")
_LONGEST = 40


class MetricsNotList(Rule):
    """`metrics` of `compile` is one string, function or object: Keras 3 takes only lists, tuples and dicts.

    ## What it does
    Reports `metrics=` and `weighted_metrics=` of a model's `compile` where the value is a single string,
    metric object or function, or a set such as `{"accuracy"}`.

    ## Why
    Keras 2 took a single metric for a list of one. Keras 3 raises `ValueError: Expected metrics argument to
    be a list, tuple, or dict` in `compile`. `("accuracy")` is a string, too: a tuple needs a comma. A set
    fails on both: Keras 2 raises when training begins.

    ## When it is silent
    Where the object is not proved to be a model, where its class has a `compile` of its own, where the
    value is imported from elsewhere or may be a list or `None`, and in a `try` that catches `ValueError`.

    ## Fix safety
    The fix puts the value into a list, which means the same to Keras 2. It is unsafe where the value stands
    in a dictionary of arguments, which something else may read.

    ## References
    - [Model.compile](https://keras.io/api/models/model_training_apis/#compile-method)
    """

    code = "TFC708"
    name = "metrics-not-list"
    summary = "metrics of compile is one string, function or object, which Keras 3 refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE)
    presets = ("recommended", "keras3")
    requires = (Name("compile"), Keyword(*_ARGUMENTS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument of ``compile`` on a model."""
        for compiled in module.training.compiles:
            for name in _ARGUMENTS:
                argument = compiled.call.argument(name)
                found = not_a_list(module, argument.value) if argument is not None else None
                if argument is None or found is None:
                    continue
                if is_guarded(module, compiled.node, "ValueError", "TypeError"):
                    continue
                outcomes = (_SETS if found == SET else _TAKEN, _KERAS3)
                what = f"{name} is {found}, not a list"
                fix = _fix(module, name, compiled.call, argument)
                yield from self.judged(module, argument.value, what, outcomes, fix, of=compiled.node)


def _fix(module: Module, name: str, call: Call, argument: Argument) -> Fix:
    node = argument.value
    start, end = module.span(node)
    text = module.source.text[start:end]
    if isinstance(node, cst.Set):
        text = text[1:-1]
    written = f"[{text}]"
    shown = written if len(written) <= _LONGEST and "\n" not in written else "[…]"
    applicability = Applicability.SAFE if is_only_here(module, call, argument) else Applicability.UNSAFE
    return Fix(applicability, f"write {name}={shown}", (replace(module, node, written),))
