"""TFC113 checkpoint-monitor-name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import MISSING_MONITOR_SAVES, MODE_FROM_METRIC
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.handlers import is_warning_expected
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, PLATEAU, STOPPING, Monitor, monitors
from tflint_ckpt.semantics.training.absent import Absent, absent

_MOST_NAMES = 6
_RAISES = "raises ValueError at the end of the first epoch: it cannot tell the direction of the metric"


class CheckpointMonitorName(Rule):
    """The callback monitors a name that the fit does not log, such as a metric by another of its names.

    ## What it does
    Reports `monitor="val_acc"` where the model is compiled with `metrics=["accuracy"]`, the reverse, and the
    like for `mse` and `mean_squared_error`: the name that is monitored is not in the logs, and the same
    metric is there under another one. Also any other name that is not in the logs, such as `val_f1` where
    no such metric is compiled, or one that is called `name="f1_score"`.

    ## Why
    Keras logs a metric under the name that `compile` was given. A best-only `ModelCheckpoint` for `val_acc`
    never writes a file when the logs say `val_accuracy` (before Keras 3.10; then it saves every epoch),
    `EarlyStopping` never stops, and Keras 3 raises `ValueError` after the first epoch where `mode` is left
    to it.

    ## When it is silent
    Whenever something is out of sight: the callback may reach a `fit` unseen, the model or its `compile`
    does not resolve, a callback writes to the logs under names that are not in sight, the model has several
    outputs or its own `train_step`.

    ## Fix safety
    The fix writes the compiled name, where the same metric has one. It is safe where every release of the
    target raises. It is unsafe where some release runs the code, since a callback that never did anything
    begins to act.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Model.compile](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC113"
    name = "checkpoint-monitor-name"
    summary = "a monitor that the fit does not log, as a metric by another name than it is compiled under"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau"),
        Either(
            Passed(
                "ModelCheckpoint.monitor.1=!'val_loss'|'loss'",
                "EarlyStopping.monitor.0=!'val_loss'|'loss'",
                "ReduceLROnPlateau.monitor.0=!'val_loss'|'loss'",
            ),
            Base("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau"),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each callback that monitors what is not there."""
        for monitor in monitors(module):
            if not monitor.names or len(monitor.names) != 1 or monitor.argument is None:
                continue
            found = absent(module, monitor.call.node, monitor.names[0])
            if found is None or found.without_validation:
                continue
            places = ((module, monitor.call.node), *((fit.module, fit.node) for fit in found.fits))
            if any(
                is_guarded(there, place, "ValueError") or is_warning_expected(there, place)
                for there, place in places
            ):
                continue
            outcomes = tuple(_outcomes(monitor))
            if found.compiled is not None:
                what = f"the model logs this metric as {found.compiled!r}, not {monitor.names[0]!r}"
                fix = _fix(module, monitor, found.compiled, outcomes)
            else:
                what = f"the logs have no {monitor.names[0]!r}{_only(monitor.names[0], found)}"
                fix = Fix(Applicability.MANUAL, "monitor a name that is in the logs")
            yield from self.judged(module, monitor.argument.value, what, outcomes, fix)


def _only(name: str, found: Absent) -> str:
    """The names that are there in its place."""
    validates = name.startswith("val_")
    names = [each for each in found.logged if each.startswith("val_") is validates]
    if not names or len(names) > _MOST_NAMES:
        return ""
    *first, last = names
    return f", only {', '.join(first)}{' and ' if first else ''}{last}"


def _outcomes(monitor: Monitor) -> Iterator[Outcome]:
    """What each Keras does with a monitor that is not in the logs."""
    left_to_keras = monitor.mode not in ("min", "max")
    if monitor.call.name == CHECKPOINT:
        best = Severity.ERROR if monitor.compares is not False else None
        never = "never writes a file" if best else ""
        yield on_keras2(best, never)
        yield on_keras3(best, never, until=MISSING_MONITOR_SAVES)
        every = "saves every epoch" if best else ""
        if left_to_keras:
            yield on_keras3(best, every, since=MISSING_MONITOR_SAVES, until=MODE_FROM_METRIC)
            yield on_keras3(Severity.ERROR, _RAISES, since=MODE_FROM_METRIC)
        else:
            yield on_keras3(best, every, since=MISSING_MONITOR_SAVES)
        return
    never = "never stops the training" if monitor.call.name == STOPPING else "never lowers the learning rate"
    yield on_keras2(Severity.ERROR, never)
    if not left_to_keras:
        yield on_keras3(Severity.ERROR, never)
    elif monitor.call.name == PLATEAU:
        yield on_keras3(Severity.ERROR, never, until=MODE_FROM_METRIC)
        yield on_keras3(Severity.ERROR, _RAISES, since=MODE_FROM_METRIC)
    else:
        yield on_keras3(Severity.ERROR, _RAISES)


def _fix(module: Module, monitor: Monitor, compiled: str, outcomes: tuple[Outcome, ...]) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    title = f"write monitor={compiled!r}"
    node = monitor.argument.value if monitor.argument else None
    if not isinstance(node, cst.SimpleString):
        return Fix(Applicability.MANUAL, title)
    raises = all(
        outcome.text == _RAISES
        for release in module.target.releases
        for outcome in outcomes
        if outcome.holds(release)
    )
    edit = replace(module, node, f"{node.quote}{compiled}{node.quote}")
    return Fix(Applicability.SAFE if raises else Applicability.UNSAFE, title, (edit,))
