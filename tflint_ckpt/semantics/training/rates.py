"""Who sets the learning rate of a training: the optimizer's schedule, or a callback."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.handlers import is_handled
from tflint_ckpt.semantics.objects.rates import Rates
from tflint_ckpt.semantics.values.evaluate import Evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.origin import Origin
    from tflint_ckpt.semantics.training.fits import Fit
    from tflint_ckpt.semantics.values.kinds import Frames

_KERAS = (2, 15)
"""``optimizer`` is the first argument of ``compile`` on every release."""

_MOST_STEPS = 3
"""Functions of other files, each of which returns what the next one makes."""

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
        argument = each.argument("optimizer", _KERAS)
        if argument is None:
            return None if each.call.open else ()
        if each.module.literal(argument.value) is not None:
            return ()
        origins = _optimizers(each.module, argument.value, each.frames)
        answers = {module.fact(Rates).is_scheduled(origin) for module, origin in origins}
        if answers != {True}:
            return () if answers == {False} else None
        found += [(module, origin.node) for module, origin in origins]
    return tuple(found)


def _optimizers(
    module: Engine, node: cst.BaseExpression, frames: Frames, steps: int = _MOST_STEPS
) -> tuple[tuple[Engine, Origin], ...]:
    """How the optimizer *node* is made, each way with its file; empty where that is not all in sight."""
    origins = module.fact(Rates).optimizer(node, frames)
    if origins or not steps:
        return tuple((module, origin) for origin in origins)
    binding = module.sole_binding(node)
    made = binding.value if binding is not None and not binding.index else node
    defined = module.fact(Evaluator).called_elsewhere(made) if isinstance(made, cst.Call) else None
    if defined is None or not isinstance(defined.node, cst.FunctionDef) or defined.node.decorators:
        return ()
    found: list[tuple[Engine, Origin]] = []
    for each in defined.module.returns(defined.node) or ():
        ways = _optimizers(defined.module, each, (), steps - 1)
        if not ways:
            return ()
        found += ways
    return tuple(found)
