"""Models that are frozen after they were compiled, and trained all the same: the old way to write a GAN.

``d.compile(…); d.trainable = False; gan.compile(…); d.train_on_batch(…)``. Keras 2 trains what was trainable
when ``d`` was compiled; Keras 3 looks when ``d`` is first trained, and then nothing of it ever moves (run on
Keras 2.15, 3.3 and 3.15).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.training.events import (
    PARAMETER,
    TRAINING,
    Event,
    calls_of,
    happens_before,
    is_same,
    names_of,
    switches,
)
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

UNTRAINED = "Keras 3 then does not train the model that is frozen after its compile"
"""Why a fix that lets such a script run is not safe."""


@dataclass(frozen=True, eq=False, slots=True)
class Frozen:
    """A model that is frozen after its compile, and trained without another one.

    Attributes:
        model: the expression for it where it is frozen.
        node: where it is frozen.
    """

    model: cst.BaseExpression
    node: cst.CSTNode


def frozen_and_trained(module: Module) -> Frozen | None:
    """The first model of the module that Keras 3 does not train, since it is frozen after its compile."""
    switched = list(switches(module))
    freezes = [event for event, on in switched if on is False]
    if not freezes:
        return None
    compiles, trained = list(calls_of(module, "compile")), list(calls_of(module, *TRAINING))
    thawed = [event for event, on in switched if on is not False]
    for freeze in freezes:
        mine = [[other for other in each if is_same(other, freeze)] for each in (compiles, trained, thawed)]
        mine[0] = mine[0] or [one for one in compiles if _may_return(module, one, freeze)]
        if mine[0] and any(happens_before(module, one, freeze) is not False for one in mine[0]):
            again = any(happens_before(module, freeze, one) for one in mine[0])
            goes_on = any(happens_before(module, one, freeze) is not True for one in mine[1])
            on_again = any(happens_before(module, one, freeze) is not True for one in mine[2])
            if goes_on and not again and not on_again and _is_in_another(module, freeze):
                return Frozen(freeze.model, freeze.places[-1])
    return None


def what_comes_next(module: Module) -> str:
    """What Keras 3 does with such a model, for a message after ``it``; empty where there is none."""
    found = frozen_and_trained(module) if module.target.keras3 else None
    if found is None:
        return ""
    model = module.text(found.model).strip()
    return (
        f"trains nothing of {model}, frozen after its compile ({module.where(found.node)}), and only warns: "
        f"set {model}.trainable to True before {model} is trained, to False before the model around it is"
    )


def _may_return(module: Module, made: Event, freeze: Event) -> bool:
    """Whether *made* is of a model that a function returns, and *freeze* of a parameter of another function.

    So it is in a file of functions whose callers are elsewhere.
    """
    maker, function = (module.enclosing_function(event.places[-1]) for event in (made, freeze))
    if maker is None or function is None or maker is function:
        return False
    if not any(name[0] == PARAMETER for name in freeze.names):
        return False
    returned = [module.text(one) for one in module.returns(maker) or ()]
    return module.text(made.model) in returned


def _is_in_another(module: Module, freeze: Event) -> bool:
    """Whether the model is made a part of another one after it is frozen: called, or given to a call."""
    scope = module.facts.scopes
    for place in freeze.places:
        for call in module.facts.calls:
            if scope[call] is not scope[place] or not precedes(module.facts, place, call):
                continue
            given = (call.func, *(part for argument in call.args for part in descend(argument.value)))
            for node in given:
                if isinstance(node, (cst.Name, cst.Attribute)) and freeze.names & set(
                    names_of(module, node, ())
                ):
                    return True
    return False
