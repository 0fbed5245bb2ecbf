"""TFC408 callback-lr-schedule."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import SCHEDULE_SETS_EACH_STEP
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import PLATEAU
from tflint_ckpt.semantics.training.fits import where
from tflint_ckpt.semantics.training.rates import scheduled_optimizers

SCHEDULER = "keras.callbacks.LearningRateScheduler"
_HOOKS = {SCHEDULER: frozenset(("on_epoch_begin",)), PLATEAU: frozenset(("on_epoch_end",))}
_ADVICE = "leave the callback out, or give the optimizer a number as its learning_rate"
_NO_EFFECT = on_keras2(
    Severity.WARNING,
    "lets the schedule set the rate again at every step: the callback has no effect",
    since=SCHEDULE_SETS_EACH_STEP,
)


class CallbackLrSchedule(Rule):
    """A callback sets the learning rate of an optimizer that follows a schedule.

    ## What it does
    Reports a `LearningRateScheduler` or `ReduceLROnPlateau` that is given to a `fit` of a model whose
    optimizer was built with a `LearningRateSchedule` as its learning rate.

    ## Why
    Two things would set one rate. Keras 3 raises `TypeError: This optimizer was created with a
    LearningRateSchedule object as its learning_rate constructor argument, hence its learning rate is not
    settable`: `LearningRateScheduler` when the first epoch begins, `ReduceLROnPlateau` only when it wants to
    lower the rate for the first time, which may be hours later. Keras 2 from 2.11 raises nothing: the
    schedule sets the rate again before the next step, so the callback does nothing.

    ## When it is silent
    Where the optimizer that the model is compiled with, or the `fit` that gets the callback, is not in sight;
    where the optimizer may as well have a number as its rate; for subclasses that set the rate otherwise.

    ## Fix safety
    Which of the two was meant is for a person to say.

    ## References
    - [LearningRateScheduler](https://keras.io/api/callbacks/learning_rate_scheduler/)
    - [ReduceLROnPlateau](https://keras.io/api/callbacks/reduce_lr_on_plateau/)
    """

    code = "TFC408"
    name = "callback-lr-schedule"
    summary = "LearningRateScheduler or ReduceLROnPlateau with an optimizer that follows a schedule"
    keras2 = Severity.WARNING
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Name("LearningRateScheduler", "ReduceLROnPlateau"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such callback."""
        for call in module.calls(SCHEDULER, PLATEAU):
            if classes.overrides(module, call, _HOOKS[call.name]):
                continue
            found = scheduled_optimizers(module, call.node)
            if found is None:
                module.not_judged[self.code] += 1
                continue
            if not found or is_guarded(module, call.node, "TypeError"):
                continue
            what = f"the optimizer ({where(module, found)}) follows a schedule"
            fix = Fix(Applicability.MANUAL, _ADVICE)
            yield from self.judged(module, call.node.func, what, _outcomes(call.name), fix, of=call.node)


def _outcomes(name: str) -> tuple[Outcome, ...]:
    first = "when the first epoch begins" if name == SCHEDULER else "when the callback lowers the rate"
    early = "AttributeError" if name == SCHEDULER else "TypeError"
    return (
        on_keras2(Severity.ERROR, f"raises {early} in the first epoch", until=SCHEDULE_SETS_EACH_STEP),
        _NO_EFFECT,
        on_keras3(Severity.ERROR, f"raises TypeError {first}"),
    )
