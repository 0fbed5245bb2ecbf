"""TFC124 backup-unbuilt-model."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.building import begins_to_train, is_unbuilt
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import where

_OUTCOMES = (
    on_keras2(None, "builds it first"),
    on_keras3(Severity.ERROR, "raises ValueError at the start of fit"),
)


class BackupUnbuiltModel(Rule):
    """`BackupAndRestore` in the `fit` of a model that is not built before.

    ## What it does
    Reports the callback where the model it is fitted with is a `Sequential` without an `Input`, or a subclass
    of `Model`, also with a `train_step` of its own, that nothing has built, called or trained before.

    ## Why
    The callback restores before the first epoch, and Keras 3 has nothing to restore into until the model
    knows the shape of its input: `To use the BackupAndRestore callback, you model must be built before you
    call fit()`.

    ## When it is silent
    Where the layers of the model, or what happens to it before the `fit`, are not all in sight: a call, a
    `build`, another `fit`, a function that gets the model.

    ## Fix safety
    There is no automatic fix: the shape of the input is not in the code. Begin the `Sequential` with
    `keras.Input(shape)`, or call `model.build(shape)` before `fit`.

    ## References
    - [BackupAndRestore](https://keras.io/api/callbacks/backup_and_restore/)
    """

    code = "TFC124"
    name = "backup-unbuilt-model"
    summary = "BackupAndRestore in the fit of a model that is not built"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Name("BackupAndRestore"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such callback."""
        for call in module.calls("keras.callbacks.BackupAndRestore"):
            fits = module.training.fits_everywhere(call.node)
            if fits is None:
                module.not_judged[self.code] += 1
                continue
            for fit in fits:
                models = fit.model
                there = fit.module
                assert isinstance(there, Module)
                unbuilt = models and all(is_unbuilt(there, origin, fit.node) for origin in models)
                known = fit.is_custom is False or all(begins_to_train(there, origin) for origin in models)
                if unbuilt and known and not is_guarded(there, fit.node, "ValueError"):
                    place = where(module, [(there, fit.node)])
                    what = f"the model is not built yet when fit ({place}) begins"
                    advice = "begin the model with keras.Input(shape), or call model.build(shape) before fit"
                    fix = Fix(Applicability.MANUAL, advice)
                    yield from self.judged(module, call.node.func, what, _OUTCOMES, fix)
                    break
