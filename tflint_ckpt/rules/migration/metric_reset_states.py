"""TFC806 metric-reset-states."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families

OUTCOMES = (
    on_keras2(None, "still has it"),
    on_keras3(Severity.ERROR, "raises AttributeError at the first reset"),
)


class MetricResetStates(Rule):
    """Metrics have no `reset_states` in Keras 3: a training loop stops at its first reset.

    ## What it does
    Reports `reset_states()` on an object that provably is a Keras metric: one made in the module, one of a
    list or dictionary of them that a loop goes over, one of `model.metrics`, one of a local subclass of
    `Metric` that has no `reset_states` of its own.

    ## Why
    Keras 2.5 renamed the method of metrics to `reset_state` and kept the old name; Keras 3 has dropped it
    and raises `AttributeError: 'Mean' object has no attribute 'reset_states'`. In a loop written by hand
    the reset stands at the end of an epoch, so the first one is lost.

    ## When it is silent
    Recurrent layers keep `reset_states`, and so does what is not proved to be a metric. A subclass with a
    method `reset_states` of its own has it on every Keras. So is a call in a `try` that catches
    `AttributeError`, or under a test of the version or of `hasattr`.

    ## Fix safety
    `reset_state` does the same on Keras 2 and 3, so that renaming is safe. Before TensorFlow 2.5 there is
    only the old name: on a target that goes back so far the fix is unsafe.

    ## References
    - [Keras metrics](https://keras.io/api/metrics/base_metric/)
    """

    code = "TFC806"
    name = "metric-reset-states"
    summary = "metric.reset_states(), which Keras 3 calls reset_state()"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE)
    presets = ("recommended", "keras3")
    requires = (Method("reset_states"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call on a metric."""
        for call, name in module.calls_on(families.METRIC, "reset_states"):
            func = call.node.func
            if isinstance(func, cst.Attribute) and not is_guarded(module, call.node, *MISSING):
                what = f"{name.rpartition('.')[2]}.reset_states() was renamed to reset_state()"
                yield from self.judged(module, func.attr, what, OUTCOMES, _fix(module, func.attr))


def _fix(module: Module, method: cst.Name) -> Fix:
    edit = Edit(module.path, *module.span(method), "reset_state")
    fix = Fix(Applicability.SAFE, "call reset_state()", (edit,))
    older = module.target.before((2, 5)) or module.target.is_assumed
    return unsafe(fix, "TensorFlow before 2.5 has only reset_states") if older else fix
