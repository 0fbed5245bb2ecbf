"""TFC123 early-stopping-not-restored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import STOPPING_RESTORES_AT_THE_END
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import STOPPING
from tflint_ckpt.semantics.training.afterwards import first_use
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.values.kinds import Constant

_OUTCOMES = (
    Outcome(
        Severity.INFO,
        "brings them back only where it stops early, not after the last epoch",
        until=STOPPING_RESTORES_AT_THE_END,
    ),
    Outcome(None, "brings them back at the end of each training", STOPPING_RESTORES_AT_THE_END),
)
_MANY = 10
"""With so many times as many epochs as patience, a training has its best epoch before the last ones."""


class EarlyStoppingNotRestored(Rule):
    """Before TensorFlow 2.16, `restore_best_weights=True` restores nothing when all epochs are trained.

    ## What it does
    Reports `EarlyStopping(restore_best_weights=True)` for a target before TensorFlow 2.16, where the model is
    saved or evaluated after the `fit`.

    ## Why
    Keras 2 up to 2.15 sets the best weights only at the moment when it stops the training. A training that
    comes to its last epoch, since it got better two epochs ago, say, ends with the weights of that epoch, and
    these are saved and evaluated. From tf_keras 2.16 and Keras 3.0 on the best weights come back in any case.

    ## When it is silent
    Where the fit, or its model, is not in sight, or the model gets weights from a file before it is used;
    where there are at least ten times as many epochs as the callback has patience: such a training stops
    early; and for a single epoch, which is the best and the last.

    ## Fix safety
    There is no fix: which of the ways is right is for a person to say.

    ## References
    - [EarlyStopping](https://keras.io/api/callbacks/early_stopping/)
    """

    code = "TFC123"
    name = "early-stopping-not-restored"
    summary = "restore_best_weights=True before TensorFlow 2.16, where a full training keeps the last weights"
    keras2 = Severity.INFO
    keras3 = None
    fixes = (Applicability.MANUAL,)
    requires = (Name("EarlyStopping"), Keyword("restore_best_weights"), Name("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such callback."""
        for call in module.calls(STOPPING):
            argument = argument_of(call, "restore_best_weights")
            if argument is None or not module.is_constant(argument.value, True):
                continue
            fits = module.training.fits_of(call.node)
            if fits is None:
                module.not_judged[self.code] += 1
            full = [fit for fit in fits or () if not _is_spared(module, call, fit)]
            used = [(fit, use) for fit in full if (use := first_use(module, fit)) is not None]
            if used:
                fit, use = used[0]
                what = f"the model is used after fit as if it had its best weights ({module.where(use)})"
                what += _never_stops(module, call, [one for one, _ in used])
                fix = Fix(Applicability.MANUAL, _advice(module, call, fit))
                yield from self.judged(module, argument.node, what, _OUTCOMES, fix, of=call.node)


def _is_spared(module: Module, call: Call, fit: Fit) -> bool:
    """Whether the callback surely stops the training, or its last epoch is its best, being the only one."""
    epochs, patience = _epochs(module, fit), _patience(module, call)
    if epochs is None:
        return False
    return epochs <= 1 or epochs >= _MANY * max(patience or 0, 1)


def _never_stops(module: Module, call: Call, fits: Sequence[Fit]) -> str:
    """Says that the callback can stop none of *fits*, which all have fewer epochs than it has patience."""
    patience = _patience(module, call)
    epochs = [_epochs(module, fit) for fit in fits]
    known = [each for each in epochs if each is not None]
    if patience is None or len(known) < len(epochs):
        return ""
    counts_from_the_first = call.open or argument_of(call, "baseline") is not None
    if max(known) + counts_from_the_first > patience:
        return ""
    return f", and the callback can never stop it (patience {patience:g}, {max(known):g} epochs)"


def _advice(module: Module, call: Call, fit: Fit) -> str:
    """What to write, with the names of the model and the callback."""
    model = module.text(fit.receiver)
    held = module.flows.bound_to(call.node)
    callback = held[0].name if len(held) == 1 else "callback"
    by_hand = f"{model}.set_weights({callback}.best_weights)"
    return f"save the best in a ModelCheckpoint and load it, or call {by_hand}"


def _epochs(module: Module, fit: Fit) -> float | None:
    """How many epochs are trained, where that is a number in sight."""
    if fit.call.argument("initial_epoch") is not None:
        return None
    given = argument_of(fit.call, "epochs")
    return _number(module, given) if given is not None else None if fit.call.open else 1


def _patience(module: Module, call: Call) -> float | None:
    given = argument_of(call, "patience")
    return _number(module, given) if given is not None else None if call.open else 0


def _number(module: Module, argument: Argument) -> float | None:
    values = module.evaluate(argument.value)
    only = values[0] if len(values) == 1 else None
    number = only.value if isinstance(only, Constant) else None
    return number if isinstance(number, (int, float)) else None
