"""Models that are frozen after they were compiled, and trained all the same: the old way to write a GAN.

``d.compile(…); d.trainable = False; gan.compile(…); d.train_on_batch(…)``. Keras 2 trains what was trainable
when ``d`` was compiled; Keras 3 looks when ``d`` is first trained, and then nothing of it ever moves (run on
Keras 2.15, 3.3 and 3.15).
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.training.events import (
    PARAMETER,
    TRAINING,
    Event,
    Layers,
    calls_of,
    happens_before,
    is_same,
    names_of,
    switches,
)
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
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
        layers: which layers, where a loop over them freezes each; ``None`` where the model itself is frozen.
        shares: whether it is compiled with the very optimizer of another model.
    """

    model: cst.BaseExpression
    node: cst.CSTNode
    layers: Layers | None
    shares: bool

    def switched(self, model: str) -> str:
        """What must be set, and back, of *model*: its own switch does not undo the work of a loop."""
        return f"{model}.trainable" if self.layers is None else f"trainable of each layer of {model}"


def frozen_and_trained(module: Module) -> Frozen | None:
    """The first model of the module that Keras 3 does not train, since it is frozen after its compile."""
    switched = list(switches(module))
    freezes = [event for event, on in switched if on is False and not (event.layers and event.layers.is_part)]
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
            if goes_on and not again and not on_again and goes_into_another(module, freeze):
                shares = _share_optimizer(module, mine[0], compiles)
                return Frozen(freeze.model, freeze.places[-1], freeze.layers, shares)
    return None


def what_comes_next(module: Module) -> str:
    """What Keras 3 does with such a model, for a message after ``it``; empty where there is none."""
    found = frozen_and_trained(module) if module.target.keras3 else None
    if found is None:
        return ""
    model = module.text(found.model).strip()
    where, but = module.where(found.node), found.layers.but if found.layers is not None else ""
    what = f"trains nothing of {model}, frozen after its compile ({where}), and only warns"
    if but:
        rest = f"since the rest is frozen after its compile ({where})"
        what = f"trains nothing of {model} but its {but}, {rest}"
    return (
        f"{what}: set {found.switched(model)} to True before {model} is trained, to False before the model "
        "around it is"
    )


def _share_optimizer(module: Module, mine: list[Event], compiles: list[Event]) -> bool:
    """Whether one of the compiles of a model is given the very object that a compile of another one is."""
    nodes = {one.places[-1] for one in mine}
    own = [_optimizer(module, node) for node in nodes]
    others = [_optimizer(module, one.places[-1]) for one in compiles if one.places[-1] not in nodes]
    return any(each and each in others for each in own)


def _optimizer(module: Module, node: cst.CSTNode) -> tuple[object, ...]:
    """The call that makes the optimizer of a compile, and inside which calls; empty where not sure."""
    given = given_to(node, "keras.Model.compile", "optimizer") if isinstance(node, cst.Call) else None
    origins = module.objects.origins(given) if given is not None else ()
    return (origins[0].node, origins[0].frames) if len(origins) == 1 else ()


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


def goes_into_another(module: Module, freeze: Event) -> bool:
    """Whether the model is made a part of another one after *freeze*: called, or given to a call."""
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
