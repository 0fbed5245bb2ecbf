"""Who sets the learning rate of a training: the optimizer's schedule, or a callback."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.handlers import is_handled
from tflint_ckpt.semantics.objects.rates import Rates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_KERAS = (2, 15)
"""``optimizer`` is the first argument of ``compile`` on every release."""

Places = tuple[tuple["Engine", cst.CSTNode], ...]
"""Nodes, each with its file."""


def scheduled_optimizers(module: Module, callback: cst.Call) -> Places | None:
    """Where the optimizers are made that follow a schedule in some fit that *callback* reaches.

    Empty where none does; ``None`` where a fit, or what it trains with, is out of sight.
    """
    fits = module.training.fits_everywhere(callback)
    if fits is None:
        fits = tuple(fit for fit in module.training.fits if _surely_gets(fit, callback))
    answers = [_scheduled(fit) for fit in fits if not is_handled(fit.module, fit.node, "TypeError")]
    found = [node for answer in answers for node in answer or ()]
    if not found and None in answers:
        return None
    return tuple(dict.fromkeys(found))


def _surely_gets(fit: Fit, callback: cst.Call) -> bool:
    return any(each.node is callback for each in fit.callbacks or ())


def _scheduled(fit: Fit) -> Places | None:
    """The optimizers of one fit, where all that it may train with follow a schedule."""
    compiles = fit.compiles if fit.model else fit.compiles_everywhere
    if compiles is None:
        return None
    found: list[tuple[Engine, cst.CSTNode]] = []
    for each in compiles:
        rates = each.module.fact(Rates)
        argument = each.argument("optimizer", _KERAS)
        if argument is None:
            return None if each.call.open else ()
        if each.module.literal(argument.value) is not None:
            return ()
        origins = rates.optimizer(argument.value, each.frames)
        answers = {rates.is_scheduled(origin) for origin in origins}
        if answers != {True}:
            return () if answers == {False} else None
        found += [(each.module, origin.node) for origin in origins]
    return tuple(found)
