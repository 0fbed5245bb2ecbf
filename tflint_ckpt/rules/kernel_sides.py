"""The fix for layers that are given the sides of their kernel one by one, as Keras 1 took them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.calls.renamed import BEFORE_STRIDES, gives_sides
from tflint_ckpt.syntax.forms import keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

AS_KERAS_1 = "where it ran on tf.keras, the second side was the strides"
_LAYERS = "keras.layers."
_OF_KERAS1 = frozenset(
    {
        *("nb_epoch", "samples_per_epoch", "nb_val_samples", "show_accuracy"),
        *("border_mode", "dim_ordering", "W_regularizer", "W_constraint"),
    }
)
"""What only Keras 1 took by these names: a file that gives one of them is written for it."""


def is_of_keras1(module: Module) -> bool:
    """Whether some call of the file gives an argument as only Keras 1 took it."""
    return any(keywords(call) & _OF_KERAS1 for call in module.facts.calls)


def as_one_tuple(module: Module) -> tuple[Edit, ...]:
    """Edits that give the sides of each kernel of the file as one tuple; empty where one cannot be told.

    All of them at once, since a layer that is forgotten would run, with its second side for the strides.
    """
    edits: list[Edit] = []
    for call in module.facts.calls:
        name = module.resolve(call.func) or ""
        layer = _LAYERS + name.rpartition(".")[2]
        if not name.startswith(_LAYERS) or not gives_sides(call, layer):
            continue
        positional = [argument for argument in call.args if argument.keyword is None]
        sides = positional[1:]
        dimensions = int(layer[-2]) if layer[-2:] in ("2D", "3D") else 0
        plain = not any(argument.star for argument in call.args)
        whole = len(positional) == BEFORE_STRIDES - 1 + dimensions
        if not (plain and whole and all(_is_side(module, side) for side in sides)):
            return ()
        start, end = module.span(sides[0].value)[0], module.span(sides[-1].value)[1]
        edits += (Edit(module.path, start, start, "("), Edit(module.path, end, end, ")"))
    return tuple(edits)


def _is_side(module: Module, side: cst.Arg) -> bool:
    return module.is_number(side.value) and not getattr(side.value, "lpar", ())
