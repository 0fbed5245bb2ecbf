"""TFC115 checkpoint-save-frequency."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import MISSING_MONITOR_SAVES, MODE_FROM_METRIC
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, Monitor, monitors
from tflint_ckpt.semantics.paths.saved import Frequency, frequency
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Constant, Text

_RAISES = Outcome(Severity.ERROR, "raises ValueError: Unrecognized save_freq, when the callback is built")


class CheckpointSaveFrequency(Rule):
    """Saving after a number of batches, by what is only known at the end of an epoch.

    ## What it does
    Reports a `save_freq` in batches together with `save_best_only=True` on a `val_` quantity (`val_loss` is
    the default), from Keras 3.11 on with any `save_best_only=True`, or with a `{val_…}` placeholder in the
    path; and a `save_freq` that is neither a whole number nor `"epoch"`.

    ## Why
    Validation runs when an epoch is done. In the middle of one the logs have no `val_loss`: Keras 2, and
    Keras 3 before 3.10, then warn and skip, so that nothing is ever saved; from 3.10 on the file is written
    every time, so that the best one is simply the last. A `{val_loss}` in the path raises `KeyError` at the
    first save. From 3.11 on `ModelCheckpoint` only knows at the end of the first epoch which way is better,
    whatever `mode` says: a second save of the best `loss` before that raises `TypeError: 'NoneType' object is
    not callable`. `save_freq=2.0` and `save_freq="Epoch"` raise where the callback is built.

    ## When it is silent
    A quantity of the training data, such as `loss`, is there after each batch, and works before Keras 3.11.
    What `save_freq`, `monitor` or `save_best_only` are must be in sight.

    ## Fix safety
    `"Epoch"` becomes `"epoch"`, and `2.0` becomes `2`: safe, since the call cannot run as it stands, but
    unsafe in a `try` that catches the error. All else is left to a person: the way out is
    `save_freq="epoch"`, which saves less often, or another `monitor`.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC115"
    name = "checkpoint-save-frequency"
    summary = "save_freq in batches with what only an epoch has, or that Keras does not know"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.save_freq.6=any"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield at most one finding for each ``save_freq``."""
        for monitor in monitors(module):
            call = monitor.call
            argument = argument_of(call, "save_freq") if call.name == CHECKPOINT else None
            if argument is None or is_expected(module, call.node):
                continue
            when = frequency(module, call)
            if when is None:
                module.not_judged[self.code] += 1
            elif when is Frequency.NEVER:
                what = f"save_freq={module.text(argument.value)}"
                yield from self.judged(module, argument.value, what, (_RAISES,), _fix(module, call, argument))
            elif when is Frequency.BATCHES:
                yield from self._in_batches(module, monitor, argument)

    def _in_batches(self, module: Module, monitor: Monitor, argument: Argument) -> Iterator[Finding]:
        fix = Fix(Applicability.MANUAL, 'write save_freq="epoch"')
        field = _validation_field(module, monitor.call)
        if field is not None:
            what = f"save_freq counts batches, and {field} is known only after an epoch"
            raises = Outcome(Severity.ERROR, "raises KeyError at the first save")
            yield from self.judged(module, argument.node, what, (raises,), fix)
        elif monitor.compares and monitor.names:
            validated = {name.startswith("val_") for name in monitor.names}
            what = f"save_freq counts batches, and save_best_only compares {monitor.names[0]}"
            if validated == {True}:
                what += ", which is known only after an epoch"
                yield from self.judged(module, argument.node, what, _MISSING, fix)
            elif validated == {False}:
                what += " before the end of the first epoch, when Keras chooses how"
                yield from self.judged(module, argument.node, what, _TOO_EARLY, fix)


_MISSING = (
    on_keras2(Severity.ERROR, "never saves anything"),
    on_keras3(Severity.ERROR, "never saves anything", until=MISSING_MONITOR_SAVES),
    on_keras3(Severity.ERROR, "saves every time, better or not", since=MISSING_MONITOR_SAVES),
)
_TOO_EARLY = (
    on_keras3(
        Severity.WARNING,
        "raises TypeError at the second save, if it is in that epoch",
        since=MODE_FROM_METRIC,
    ),
)


def _validation_field(module: Module, call: Call) -> str | None:
    """The first placeholder for a ``val_`` quantity, where every path that may be meant has one."""
    argument = argument_of(call, "filepath")
    found: list[str] = []
    for value in module.evaluate(argument.value) if argument else ():
        fields = Template(value).fields if isinstance(value, Text) else ()
        names = [field.text for field in fields if field.name.startswith("val_")]
        if not names:
            return None
        found += names[:1]
    return found[0] if found else None


def _fix(module: Module, call: Call, argument: Argument) -> Fix:
    """The value that is surely meant: another case, or a whole number written as a float."""
    from tflint_ckpt.syntax.arguments import replace

    node, meant = argument.value, ""
    for value in module.evaluate(node):
        number = value.value if isinstance(value, Constant) else None
        if isinstance(value, Text) and (value.literal or "").strip().lower() == "epoch":
            meant = '"epoch"'
        elif isinstance(number, float) and number.is_integer() and number >= 1:
            meant = str(int(number))
    if not meant or not isinstance(node, (cst.SimpleString, cst.Float)):
        return Fix(Applicability.MANUAL, f"write {meant or 'epoch, in quotes, or a number of batches'}")
    if isinstance(node, cst.SimpleString):
        meant = f"{node.quote}epoch{node.quote}"
    safe = not is_handled(module, call.node, "ValueError")
    edit = replace(module, node, meant)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, f"write {meant}", (edit,))
