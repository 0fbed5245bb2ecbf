"""Keys that the logs of a fit provably do not have, and the name under which they are there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.training.flagged import may_be_told
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_SYNONYMS = (
    frozenset(
        (
            "acc",
            "accuracy",
            "binary_accuracy",
            "categorical_accuracy",
            "sparse_categorical_accuracy",
        )
    ),
    frozenset(("mse", "mean_squared_error")),
    frozenset(("mae", "mean_absolute_error")),
    frozenset(("mape", "mean_absolute_percentage_error")),
    frozenset(("msle", "mean_squared_logarithmic_error")),
)
"""Names that people use for one another; Keras logs a metric under the one that ``compile`` was given."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A key that no fit has in its logs.

    Attributes:
        fits: the fits that the callback reaches, at least one.
        compiled: the one name that is there on every release and means the same; ``None`` if none is.
        without_validation: whether that is because no fit gets validation data.
        logged: what is there on every release; nothing where that was not asked.
    """

    fits: tuple[Fit, ...]
    compiled: str | None
    without_validation: bool = False
    logged: tuple[str, ...] = ()


def absent(module: Module, callback: cst.Call, key: str) -> Absent | None:
    """Whether *key* is in the logs that the callback built by *callback* gets at no end of an epoch.

    ``None`` where it may be there, where some fit is out of sight, and where there is no fit; and where one
    flag may say both whether there is validation data, and whether there is the callback.
    """
    fits = module.training.fits_everywhere(callback)
    if not fits:
        return None
    if key.startswith("val_"):
        if may_be_told(fits, module, callback):
            return None
        if lacks_validation(module, fits):
            return Absent(fits, None, True)
    present = set()
    for fit in fits:
        for keras in _versions(module):
            logs = fit.logs(keras, seen_by=callback)
            if logs is None or key in logs:
                return None
            present.add(logs)
    logged = sorted(set.intersection(*map(set, present)))
    return Absent(fits, agreed({name for name in logged if means(key, name)}), logged=tuple(logged))


def lacks_validation(module: Module, fits: tuple[Fit, ...]) -> bool:
    """Whether every one of *fits* trains without validation data, so that its logs have no ``val_…``."""
    from tflint_ckpt.semantics.objects.elsewhere import NAMED

    if not all(fit.validation is False and _is_plain(fit) and _writes_nothing(fit) for fit in fits):
        return False
    compiles = (compiled for fit in fits for compiled in fit.compiles_everywhere or ())
    metrics = (compiled.metrics(keras) or () for compiled in compiles for keras in _versions(module))
    if any(name.startswith("val_") for names in metrics for name in names):
        return False
    return not any(NAMED.search(each.source.text) for each in {module, *(fit.module for fit in fits)})


def _is_plain(fit: Fit) -> bool:
    """Whether the model is in sight, and trains as models of Keras do."""
    from tflint_ckpt.semantics.training import models

    return bool(fit.models) and not any(models.may_validate(fit.module, origin) for origin in fit.models)


def _writes_nothing(fit: Fit) -> bool:
    """Whether all its callbacks are in sight, and none puts keys of its own into the logs."""
    from tflint_ckpt.semantics.training import callbacks

    listed = fit.callbacks
    return listed is not None and not any(callbacks.may_write(each) for each in listed)


def _versions(module: Module) -> Iterator[tuple[int, int]]:
    """The releases of Keras of the target."""
    yield from dict.fromkeys(release.keras for release in module.target.releases)


def means(key: str, name: str) -> bool:
    """Whether *name* is another name for *key*, of the same data."""
    if key.startswith("val_") != name.startswith("val_"):
        return False
    bare, other = key.removeprefix("val_"), name.removeprefix("val_")
    return any(bare in same and other in same for same in _SYNONYMS)
