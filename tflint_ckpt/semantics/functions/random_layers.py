"""What the layers of Keras draw at random when a function calls them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.functions import random_names as names
from tflint_ckpt.semantics.functions.drawn import NOTHING, UNKNOWN, Draw, Drawn, either, together
from tflint_ckpt.semantics.functions.flags import truth
from tflint_ckpt.semantics.functions.random_names import Draws
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.kinds import Frames, Instance, Items
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")
Told = tuple[bool | None, bool]
"""What a layer is told of ``training``, and whether that is known."""


def told(module: Module, call: cst.Call | None, frames: Frames) -> Told:
    """What a call tells a layer of ``training``."""
    for place, given in enumerate(call.args if call is not None else ()):
        if given.star:
            return None, False
        by_place = place > 0 and given.keyword is None  # of the layers that draw, the second is this
        if by_place or (given.keyword is not None and given.keyword.value == "training"):
            if is_none(given.value):
                return None, True
            held = truth(module, given.value, frames)
            return held, held is not None
    return None, True


def layer(module: Module, made: Instance, name: str, node: cst.CSTNode, told: Told) -> Drawn:
    """What a layer of Keras, or a ``Sequential`` of them, draws when it is called at *node*."""
    if name in SEQUENTIAL:
        layers = _layers(module, made)
        if layers is None:
            return UNKNOWN
        return together([_layer_of(module, one, node, told) for one in layers])
    if name.rpartition(".")[2] in ("Lambda", "TorchModuleWrapper", "TFSMLayer"):
        return UNKNOWN
    answers = {names.layer_draws(name, training=each) for each in ([told[0]] if told[1] else [True, False])}
    draw = Draw(node, name, Draws.STATE)
    if answers == {True}:
        return Drawn((draw,))
    return NOTHING if answers == {False} else Drawn((), (draw,))


def _layer_of(module: Module, given: cst.BaseExpression, node: cst.CSTNode, told: Told) -> Drawn:
    """What one layer of a ``Sequential`` draws when that is called."""
    found: list[Drawn] = []
    for value in module.evaluate(given):
        name = module.resolve(value.call.func) if isinstance(value, Instance) else None
        is_layer = name is not None and (name.startswith("keras.layers.") or name in SEQUENTIAL)
        if name is not None and isinstance(value, Instance) and is_layer:
            found.append(layer(module, value, name, node, told))
        elif name not in ("keras.Input", "keras.layers.Input"):
            found.append(UNKNOWN)
    return found[0] if len(found) == 1 else either(found)


def _layers(module: Module, made: Instance) -> list[cst.BaseExpression] | None:
    """The layers of a ``Sequential``, by its list or by ``add``."""
    given = argument(made.call, "layers", 0)
    found: list[cst.BaseExpression] = []
    for value in module.evaluate(given) if given is not None else ():
        if not isinstance(value, Items) or not value.complete:
            return None
        found += value.elements
    for call, attribute in module.method_calls("add"):
        held = module.sole_binding(attribute.value)
        if held is not None and held.value is made.call and len(call.args) == 1:
            found.append(call.args[0].value)
    return found
