"""Whether ``val_loss``, which a callback monitors by default, may be in the logs of the fits it reaches."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.training import calls
from tflint_ckpt.semantics.values.kinds import Constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit


def may_be_validated(module: Module, callback: cst.Call) -> bool:
    """Whether no fit that *callback* may reach is known to lack ``val_loss`` at the end of some epoch.

    Where it is not known which fits it reaches, each fit of the file may be one. A file without any leaves
    it open, and so do validation data that the code does not show.
    """
    fits = module.training.fits_everywhere(callback) or module.training.fits
    return not any(
        fit.validation is False
        or _may_be_none(fit)
        or fit.is_custom is True
        or (fit.call.argument("validation_freq") is not None and fit.validates_each_epoch is not True)
        for fit in fits
    )


def _may_be_none(fit: Fit) -> bool:
    """Whether the code shows a way on which there is no validation data."""
    data = calls.validation_of(fit.call)
    values = fit.module.evaluate(data.value, fit.frames) if data is not None else ()
    return any(isinstance(value, Constant) and value.value is None for value in values)
