"""Losses that models are compiled with, where how they are written decides whether a file can be loaded.

Source: run on Keras 3.8 and 3.15, HDF5 files of models compiled with each alias of
``keras.src.losses.ALL_OBJECTS_DICT``; the long names, classes and metrics by alias load.
"""

from __future__ import annotations

from collections.abc import Sequence

from tflint_ckpt.semantics.values.kinds import Items, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.compiles import Compile

_SHORT = ("mse", "mae", "mape", "msle", "bce", "kld")
_SHORT_NAMES = frozenset((*_SHORT, *map(str.upper, _SHORT)))
"""Losses that Keras 3 writes into HDF5 by a name that it does not know when the file is loaded."""
_KERAS3 = (3, 0)


def short_loss(compiles: Sequence[Compile]) -> str | None:
    """A short name that each of *compiles* surely has for its loss, or for one of several; the first one's.

    ``None`` where one has no such name, and where there are no compiles.
    """
    found: list[str | None] = []
    for compiled in compiles:
        loss = compiled.argument("loss", _KERAS3)
        found.append(_short_in(compiled.module, loss.value, compiled.frames) if loss else None)
    return found[0] if found and None not in found else None


def fitted_short_loss(module: Module, callback: cst.Call) -> str | None:
    """The same of the compiles in effect at every fit that *callback* reaches.

    ``None`` where some fit or compile may be out of sight, or a class compiles in a way of its own.
    """
    fits = module.training.fits_of(callback) or ()
    if any(fit.is_custom is not False or fit.compiles is None for fit in fits):
        return None
    return short_loss([compiled for fit in fits for compiled in fit.compiles or ()])


def _short_in(module: Engine, node: cst.BaseExpression, frames: Frames) -> str | None:
    """The short name, or one of a list, that *node* surely is inside the calls *frames*."""
    names = [_name(module, value, frames) for value in module.evaluate(node, frames)]
    return names[0] if None not in names else None


def _name(module: Engine, value: Value, frames: Frames) -> str | None:
    if isinstance(value, Text):
        return value.literal if value.literal in _SHORT_NAMES else None
    if isinstance(value, Items):
        return next(filter(None, (_short_in(module, element, frames) for element in value.elements)), None)
    return None
