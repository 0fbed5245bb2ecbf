"""TFC120 checkpoint-reused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, monitors
from tflint_ckpt.semantics.training.fits import Fit

_OUTCOME = Outcome(
    Severity.WARNING, "keeps the best value of the first: the next model is saved only if it beats that"
)
_LOOPS = (cst.For, cst.While)


class CheckpointReused(Rule):
    """One best-only checkpoint is given to the fits of several models: later ones may never be saved.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True` that one after the other gets models that are built
    anew: two `fit` calls on different models, or a loop (over folds, seeds, parameters) that builds the model
    inside and the callback outside.

    ## Why
    The callback remembers the best value it has seen, and does not forget it when another training begins:
    the second model is written only when it is better than the first one ever was; if not, there is no
    file for it, or the file holds the first model.

    ## When it is silent
    The same model trained on; a checkpoint that saves every epoch; a model that is not provably another one;
    `EarlyStopping` and `ReduceLROnPlateau`, which begin anew with each training.

    ## Fix safety
    There is no fix: build the callback next to the model, with a path of its own.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC120"
    name = "checkpoint-reused"
    summary = "one best-only checkpoint for the fits of several models"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("ModelCheckpoint"), Name("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each checkpoint that several models share."""
        for monitor in monitors(module):
            if monitor.call.name != CHECKPOINT or not monitor.compares or monitor.call.partial:
                continue
            call = monitor.call.node
            fits = module.training.fits_of(call)
            if not fits or _is_reset(module, call):
                continue
            if _different_models(fits) or any(_in_loop(module, fit, call) for fit in fits):
                lines = sorted({module.line(fit.node) for fit in fits})
                where = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
                what = f"one checkpoint for the fits of several models ({where})"
                advice = Fix(Applicability.MANUAL, "build the callback where the model is built")
                yield from self.judged(module, call.func, what, (_OUTCOME,), advice)


def _different_models(fits: Sequence[Fit]) -> bool:
    """Whether two fits, one after the other, train models that are built in different places."""
    models = [frozenset(origin.node for origin in fit.model) for fit in fits]
    return any(
        one and other and not one & other for index, one in enumerate(models) for other in models[index + 1 :]
    )


def _in_loop(module: Module, fit: Fit, call: cst.Call) -> bool:
    """Whether *fit* is in a loop that builds its model anew, and not the callback."""
    if not fit.model or fit.frames:
        return False
    around = set(module.ancestors(call))
    for above in module.ancestors(fit.node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return False
        if isinstance(above, _LOOPS) and above not in around:
            makers = [origin.frames[0][1] if origin.frames else origin.node for origin in fit.model]
            return all(above in module.ancestors(maker) for maker in makers)
    return False


def _is_reset(module: Module, call: cst.Call) -> bool:
    """Whether ``checkpoint.best`` is set somewhere."""
    return any(target.attr.value == "best" for target, _ in module.facts.attribute_targets)
