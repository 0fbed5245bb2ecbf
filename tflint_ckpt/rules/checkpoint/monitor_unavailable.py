"""TFC112 checkpoint-monitor-unavailable."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import MISSING_MONITOR_SAVES
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, STOPPING, Monitor, monitors
from tflint_ckpt.semantics.training.absent import lacks_validation
from tflint_ckpt.semantics.training.fits import Fit, where
from tflint_ckpt.semantics.training.flagged import may_be_told


class CheckpointMonitorUnavailable(Rule):
    """The callback monitors a validation metric, and there is no validation: nothing is saved, or everything.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True`, an `EarlyStopping` or a `ReduceLROnPlateau` that
    monitors `val_…` (their default is `val_loss`) where every `fit` that gets the callback trains without
    validation data.

    ## Why
    The logs have no `val_loss` then. Before Keras 3.10 the checkpoint only warns `Can save best model only
    with val_loss available, skipping` and never writes a file: the weights of the whole training are lost
    when the process ends. From 3.10 on it saves after every epoch, and what is called the best is the last.
    `EarlyStopping` never stops, and `ReduceLROnPlateau` never acts.

    ## When it is silent
    Whenever something is out of sight: the callback may reach a `fit` unseen, `fit` gets `**kwargs`, a
    callback of the list does not resolve or writes to the logs, the validation data may be `None` or not,
    the model does not resolve, its class has a `fit` of its own or writes `val_…` itself, or a wrapper
    (`KerasClassifier`, a tuner) holds the `fit`. Where a flag may say both whether there are validation
    data and whether there is the callback.

    ## Fix safety
    There is no fix: pass `validation_data` or `validation_split`, or monitor what is there, such as `loss`.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [EarlyStopping](https://keras.io/api/callbacks/early_stopping/)
    """

    code = "TFC112"
    name = "checkpoint-monitor-unavailable"
    summary = "a callback that monitors val_… in a fit without validation data"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each callback that waits for what never comes."""
        for monitor in monitors(module):
            if monitor.compares is False:
                continue
            if not monitor.names or monitor.compares is None or monitor.call.partial:
                module.not_judged[self.code] += 1
                continue
            if not all(name.startswith("val_") for name in monitor.names):
                continue
            fits = module.training.fits_everywhere(monitor.call.node)
            if fits is None:
                module.not_judged[self.code] += 1
            elif fits and lacks_validation(module, fits) and not _is_meant(module, monitor, fits):
                places = where(module, ((fit.module, fit.node) for fit in fits))
                what = f"{monitor.callback} monitors {monitor.names[0]!r}, and fit ({places}) "
                what += "gets no validation data"
                trained = monitor.names[0].removeprefix("val_")
                title = f'pass validation_data to fit, or write monitor="{trained}"'
                advice = Fix(Applicability.MANUAL, title)
                yield from self.judged(module, monitor.node, what, _outcomes(monitor), advice)


def _is_meant(module: Module, monitor: Monitor, fits: tuple[Fit, ...]) -> bool:
    """Whether a test waits for it, or the callback is for another release, or where there is such data."""
    if may_be_told(fits, module, monitor.call.node) or is_guarded(module, monitor.call.node):
        return True
    return any(is_expected(fit.module, fit.node) for fit in fits)


def _outcomes(monitor: Monitor) -> tuple[Outcome, ...]:
    if monitor.call.name == CHECKPOINT:
        return (
            Outcome(Severity.ERROR, "never writes a file", until=MISSING_MONITOR_SAVES),
            Outcome(
                Severity.ERROR,
                "saves every epoch, so that the best is just the last",
                since=MISSING_MONITOR_SAVES,
            ),
        )
    text = "never stops the training" if monitor.call.name == STOPPING else "never lowers the learning rate"
    return (Outcome(Severity.WARNING, text),)
