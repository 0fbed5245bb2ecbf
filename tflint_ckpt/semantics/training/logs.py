"""The keys of the logs that callbacks get when an epoch ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.training import callbacks, models

if TYPE_CHECKING:
    from tflint_ckpt.semantics.objects.instances import Origin
    from tflint_ckpt.semantics.training.fits import Fit


def keys(fit: Fit, keras: tuple[int, int], seen_by: cst.Call | None = None) -> frozenset[str] | None:
    """Exactly the keys of the logs of *fit* at the end of an epoch, as the callback *seen_by* gets them."""
    module = fit.module
    metrics = _metrics(fit, keras)
    validates = fit.validates_each_epoch
    listed = fit.callbacks
    if metrics is None or validates is None or listed is None or module.training.has_metrics_inside:
        return None
    trained = {"loss", *metrics}
    found = trained | {f"val_{name}" for name in trained} if validates else trained
    for callback in listed:
        if seen_by is not None and callback.node is seen_by:
            return frozenset(found)
        if callbacks.may_write(module, callback):
            return None
        if callbacks.puts_rate(callback):
            if not callback.always:
                return None
            found.add("lr" if keras[0] == 2 else "learning_rate")
    return frozenset(found)


def _metrics(fit: Fit, keras: tuple[int, int]) -> tuple[str, ...] | None:
    """The names of the metrics that the model of *fit* is compiled with."""
    module = fit.module
    origins, compiles = fit.model, fit.compiles
    if not origins or not compiles or fit.is_custom is not False:
        return None
    if any(module.training.life(origin).tampered for origin in origins):
        return None
    if not all(models.has_one_output(module, origin) for origin in origins):
        return None
    names = {compiled.metrics(keras) for compiled in compiles}
    if keras[0] == 3 and () in names and _has_older(fit, origins, keras):
        return None
    return names.pop() if len(names) == 1 else None


def _has_older(fit: Fit, origins: Iterable[Origin], keras: tuple[int, int]) -> bool:
    """Whether metrics of an earlier compile may be there still.

    Late Keras 3 keeps them where ``compile`` gets none (``trainers/trainer.py`` of 3.15); 3.3 did not.
    """
    every = (one for origin in origins for one in fit.module.training.life(origin).compiles or ())
    return any(compiled.metrics(keras) != () for compiled in every)
