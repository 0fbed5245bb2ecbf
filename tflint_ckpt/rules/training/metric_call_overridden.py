"""TFC717 metric-call-overridden."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Both, Brought, Either, Name, Parameter, Passed
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.given import metrics_of, trains_as_keras_does
from tflint_ckpt.semantics.training.metrics import is_metric_class
from tflint_ckpt.semantics.values.kinds import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_OUTCOME = Outcome(Severity.ERROR, "calls update_state of a compiled metric, never this method")


class MetricCallOverridden(Rule):
    """A metric class overrides `__call__`, and is compiled: `fit` calls `update_state`, so it never runs.

    ## What it does
    Reports `__call__` of a class that derives from a Keras metric and leaves `update_state` as it is, where
    an object of the class is among the metrics of a `compile`, also in another file of the project.

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
    requires = (
        Name("compile"),
        Either(
            Name("__call__", "update_state"),
            Parameter("y_true", "y_pred"),
            Both(Passed("compile.metrics.=items", "compile.weighted_metrics.=items"), Brought()),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such method."""
        reported = set[cst.FunctionDef]()
        for compiled in module.training.compiles:
            for there, method, made in _overridden(module, compiled):
                if method not in reported:
                    reported.add(method)
                    owner = _owner(there, method)
                    owner += f" ({there.path}, {there.where(method)})" if there is not module else ""
                    what = f"{owner} overrides __call__ and not update_state"
                    fix = Fix(Applicability.MANUAL, "do it in update_state")
                    place = method.name if there is module else made
                    yield from self.judged(module, place, what, (_OUTCOME,), fix, of=compiled.node)


def _overridden(
    module: Module, compiled: Compile
) -> Iterator[tuple[Engine, cst.FunctionDef, cst.BaseExpression]]:
    """Each such method, with its file, and the metric that is compiled here."""
    for metric in metrics_of(compiled):
        for value in module.evaluate(metric):
            made = value.call if isinstance(value, Instance) else None
            for there, local in _classes(module, made) if made is not None else ():
                own = there.fact(CallSites).method(local, "__call__")
                if own is None or _updates(there, local) or not trains_as_keras_does(compiled):
                    continue
                yield there, own, made if made is not None and made in module.facts.scopes else metric


def _classes(module: Module, made: cst.Call) -> Iterator[tuple[Engine, cst.ClassDef]]:
    """The metric classes of the project that *made* may make an object of, each with its file."""
    for origin in module.objects.origins(made):
        if origin.local is not None and families.is_a(origin.name, families.METRIC):
            yield module, origin.local
    spelled = module.spelled(made.func) if isinstance(made.func, (cst.Name, cst.Attribute)) else None
    found = module.fact(Definitions).of(spelled, _may_override) if spelled is not None else None
    local = found.binding.node if found is not None else None
    if found is not None and isinstance(local, cst.ClassDef) and is_metric_class(found.module, local):
        yield found.module, local


def _may_override(text: str, name: str) -> bool:
    """Whether a file with *text* may define such a class; asked before it is parsed."""
    return "def __call__(" in text


def _updates(module: Engine, local: cst.ClassDef) -> bool:
    """Whether a class, or a base of it, may have an ``update_state`` of its own."""
    bases = classes.ancestry(module, local)
    every = [local, *(base for base in bases if isinstance(base, cst.ClassDef))]
    return None in bases or any("update_state" in classes.names(module, one) for one in every)


def _owner(module: Engine, method: cst.FunctionDef) -> str:
    owner = module.enclosing_class(method)
    return owner.name.value if owner is not None else "the class"
