"""TFC717 metric-call-overridden."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Name, Parameter
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.given import metrics_of, trains_as_keras_does
from tflint_ckpt.semantics.values.kinds import Instance

_OUTCOME = Outcome(Severity.ERROR, "calls update_state of a compiled metric, never this method")


class MetricCallOverridden(Rule):
    """A metric class overrides `__call__`, and is compiled: `fit` calls `update_state`, so it never runs.

    ## What it does
    Reports `__call__` of a class that derives from a Keras metric and leaves `update_state` as it is, where
    an object of the class is among the metrics of a `compile`.

    ## Why
    `fit` and `evaluate` call `update_state` and `result` of a metric. What `__call__` does before, such as
    taking the `argmax` of the outputs, does not happen: the metric gets the raw outputs, and reports
    something else or fails on their shape.

    ## When it is silent
    Where the class, or a base of it in the file, has its own `update_state`; where no object of it is
    compiled, or only in a model with its own `train_step`, which may call the metric; for classes that are
    no metrics of Keras: any callable may be a metric.

    ## Fix safety
    There is no fix: the code belongs into `update_state`, which returns nothing.

    ## References
    - [Custom metrics](https://keras.io/api/metrics/#creating-custom-metrics)
    """

    code = "TFC717"
    name = "metric-call-overridden"
    summary = "a compiled metric that overrides __call__, which fit does not call"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("compile"), Either(Name("__call__", "update_state"), Parameter("y_true", "y_pred")))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such method."""
        reported = set[cst.FunctionDef]()
        for compiled in module.training.compiles:
            for method in _overridden(module, compiled):
                if method not in reported:
                    reported.add(method)
                    what = f"{_owner(module, method)} overrides __call__ and not update_state"
                    fix = Fix(Applicability.MANUAL, "do it in update_state")
                    yield from self.judged(module, method.name, what, (_OUTCOME,), fix, of=compiled.node)


def _overridden(module: Module, compiled: Compile) -> Iterator[cst.FunctionDef]:
    for metric in metrics_of(compiled):
        for value in module.evaluate(metric):
            origins = module.objects.origins(value.call) if isinstance(value, Instance) else ()
            for origin in origins:
                if origin.local is None or not families.is_a(origin.name, families.METRIC):
                    continue
                own = module.call_sites.method(origin.local, "__call__")
                if own is None or _updates(module, origin.local) or not trains_as_keras_does(compiled):
                    continue
                yield own


def _updates(module: Module, local: cst.ClassDef) -> bool:
    """Whether a class, or a base of it, may have an ``update_state`` of its own."""
    bases = classes.ancestry(module, local)
    every = [local, *(base for base in bases if isinstance(base, cst.ClassDef))]
    return None in bases or any("update_state" in classes.names(module, one) for one in every)


def _owner(module: Module, method: cst.FunctionDef) -> str:
    owner = module.enclosing_class(method)
    return owner.name.value if owner is not None else "the class"
