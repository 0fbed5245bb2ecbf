"""Functions that layers are given and a saved model only names, so that ``load_model`` looks them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from tflint_ckpt.keras_api.saved_functions import ACTIVATIONS, LAMBDAS, Saved
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import place
from tflint_ckpt.semantics.values.kinds import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ARGUMENTS = ("activation", "recurrent_activation")
_LAYERS = "keras.layers."
_LAMBDA = "keras.layers.Lambda"


@dataclass(frozen=True, slots=True)
class Given:
    """A function that a layer is given.

    Attributes:
        layer: the call that makes the layer.
        value: the argument.
        function: the function, where it is written: mostly *value* itself.
        saved: what Keras makes of it.
        is_activation: whether it is an activation; else what a ``Lambda`` calls.
    """

    layer: cst.Call
    value: cst.BaseExpression
    function: cst.BaseExpression
    saved: Saved
    is_activation: bool


def unfound_functions(module: Module) -> Iterator[Given]:
    """What layers of Keras are given of functions that Keras does not find again by their names."""
    for layer in module.facts.calls:
        owner = module.resolve(layer.func) if layer.args else None
        if owner is None or not owner.startswith(_LAYERS):
            continue
        for position, argument in enumerate(layer.args):
            if _is_function(owner, argument, position):
                for_lambda = owner == _LAMBDA
                found = _function(module, argument.value, LAMBDAS if for_lambda else ACTIVATIONS)
                if found is not None:
                    yield Given(layer, argument.value, *found, is_activation=not for_lambda)


def _is_function(owner: str, argument: cst.Arg, position: int) -> bool:
    """Whether a layer of the class *owner* is given a function by *argument*."""
    if argument.star:
        return False
    names = ("function",) if owner == _LAMBDA else _ARGUMENTS
    if argument.keyword is not None:
        return argument.keyword.value in names
    is_reference = isinstance(argument.value, (cst.Name, cst.Attribute))
    return is_reference and any(place(owner, name) == position for name in names)


def _function(
    module: Module, node: cst.BaseExpression, known: Mapping[str, Saved]
) -> tuple[cst.BaseExpression, Saved] | None:
    """The function of *known* that *node* surely is, and where that is written."""
    found: dict[Saved, cst.BaseExpression] = {}
    for value in module.evaluate(node):
        where = value.node if isinstance(value, Unknown) else None
        if not isinstance(where, (cst.Name, cst.Attribute)):
            return None
        saved = known.get(module.resolve(where) or "")
        if saved is None or (module.spelled(where) or "").startswith("tensorflow.compat.v1."):
            return None  # those are called otherwise
        found.setdefault(saved, where)
    return next(((where, saved) for saved, where in found.items()), None) if len(found) == 1 else None


def is_copied(module: Module, layer: cst.Call) -> bool:
    """Whether *layer* is given to ``Bidirectional``, which makes another of its config at once."""
    argument = module.parent(layer)
    call = module.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call):
        return False
    is_layer = argument is call.args[0] if argument.keyword is None else argument.keyword.value == "layer"
    return is_layer and module.is_named(call.func, "keras.layers.Bidirectional")
