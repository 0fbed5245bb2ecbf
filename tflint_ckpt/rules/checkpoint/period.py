"""TFC111 checkpoint-period."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Keyword, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Constant, Text

_SEVENTH = 6
_MOST_EPOCHS = 10
"""A seventh argument above this may well be a number of batches."""
_KERAS3 = on_keras3(Severity.ERROR, "raises TypeError when the callback is built, before training")


class CheckpointPeriod(Rule):
    """`period` of `ModelCheckpoint` was removed: Keras 3 raises, and `save_freq` counts batches, not epochs.

    ## What it does
    Reports `period` where it reaches Keras' own `ModelCheckpoint`, and a small number as the seventh
    positional argument: that was `period` before TensorFlow 2, and is `save_freq` since.

    ## Why
    Keras 2 still saves every `period` epochs, with a deprecation warning. Keras 3 has no such argument and
    raises `TypeError` where the callback is built. What took its place, `save_freq`, counts batches:
    a `1` that is left over as the seventh argument writes a checkpoint after every single batch.

    ## When it is silent
    A subclass or a local class with a constructor of its own may take `period`. A call under a test of the
    installed release, in a `try` that catches the `TypeError`, or inside `pytest.raises` is written for
    several releases. A seventh argument above 10 may be a number of batches.

    ## Fix safety
    `period=1` is what happens without it, and an integer `save_freq` overrules it: removing it is safe,
    but unsafe where the argument comes from a dictionary that something else uses too, and where its value
    is a call. Any other period is left to a person:
    `save_freq=N * steps_per_epoch` saves as often only where the number of steps is known and fixed, and
    not with `save_best_only` on a `val_*` metric, which does not exist when a batch ends. A seventh
    argument of `1` becomes `"epoch"`: unsafe, because files are written less often.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC111"
    name = "checkpoint-period"
    summary = "period on ModelCheckpoint, which Keras 3 does not take"
    keras2 = Severity.WARNING
    keras3 = Severity.ERROR
    presets = ("recommended", "keras3")
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Keyword("period"), Passed("ModelCheckpoint..6=any"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each period that a checkpoint is given, by name or as seventh argument."""
        for call in module.calls("keras.callbacks.ModelCheckpoint"):
            if is_guarded(module, call.node, "TypeError"):
                continue
            for argument in call.arguments:
                if argument.name == "period":
                    what = "period of ModelCheckpoint is of Keras 2 only"
                    later = "" if module.target.keras3 else ", and Keras 3 raises TypeError"
                    outcomes = on_keras2(Severity.WARNING, f"still takes it{later}"), _KERAS3
                    fix = _fix(module, call, argument)
                    yield from self.judged(module, argument.node, what, outcomes, fix)
            seventh = _positional(call, _SEVENTH)
            batches = _number(module, seventh) if seventh is not None else None
            if seventh is not None and batches is not None and 0 < batches <= _MOST_EPOCHS:
                what = f"the seventh argument is save_freq, no longer period, and {batches} counts batches"
                saved = (Outcome(Severity.WARNING, f"saves after every {_batches(batches)}"),)
                yield from self.judged(module, seventh.node, what, saved, _by_epoch(module, seventh, batches))


def _fix(module: Module, call: Call, argument: Argument) -> Fix:
    from tflint_ckpt.semantics.calls.dispensable import is_dispensable
    from tflint_ckpt.syntax.arguments import remove_argument

    period = _number(module, argument)
    frequency = argument_of(call, "save_freq")
    if period == 1 or (frequency is not None and _number(module, frequency) is not None):
        edits = remove_argument(module, argument.node)
        safe = is_dispensable(module, call, argument)
        applicability = Applicability.SAFE if safe else Applicability.UNSAFE
        why = "1 is what happens without it" if period == 1 else "save_freq overrules it"
        title = f"remove period: {why}"
        return Fix(applicability, title, edits) if edits else Fix(Applicability.MANUAL, title)
    if _waits_for_validation(module, call):
        return Fix(
            Applicability.MANUAL,
            "no save_freq does the same: it counts batches, and the monitored value exists only at the end "
            "of an epoch; save every epoch, or in a callback of your own",
        )
    times = module.text(argument.value) if period is None else period
    return Fix(
        Applicability.MANUAL,
        f"write save_freq={times} * steps_per_epoch: it counts batches",
    )


def _by_epoch(module: Module, argument: Argument, batches: int) -> Fix:
    from tflint_ckpt.syntax.arguments import replace
    from tflint_ckpt.syntax.quotes import in_quotes_of

    if batches == 1:
        edit = replace(module, argument.value, in_quotes_of(module, '"epoch"'))
        return Fix(Applicability.UNSAFE, 'write "epoch", which saves once an epoch', (edit,))
    return Fix(Applicability.MANUAL, f"write {batches} * steps_per_epoch")


def _batches(count: int) -> str:
    return "single batch" if count == 1 else f"{count} batches"


def _positional(call: Call, position: int) -> Argument | None:
    """The argument given at *position*, by place."""
    given = [argument for argument in call.arguments if argument.name is None]
    return given[position] if position < len(given) else None


def _number(module: Module, argument: Argument) -> int | None:
    """The whole number that an argument surely is."""
    values = module.evaluate(argument.value)
    only = values[0] if len(values) == 1 else None
    return only.value if isinstance(only, Constant) and type(only.value) is int else None


def _waits_for_validation(module: Module, call: Call) -> bool:
    """Whether a checkpoint saves the best only, by what is known at the end of an epoch."""
    best_only = argument_of(call, "save_best_only")
    if best_only is None or any(
        isinstance(value, Constant) and not value.value for value in module.evaluate(best_only.value)
    ):
        return False
    monitor = argument_of(call, "monitor")
    values = module.evaluate(monitor.value) if monitor is not None else ()
    return monitor is None or any(
        isinstance(value, Text) and value.shown.startswith("val_") for value in values
    )
