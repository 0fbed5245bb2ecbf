"""Putting an ``Input`` in front of the first layer of a ``Sequential``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.objects.place_in_model import SEQUENTIAL, Place
from tflint_ckpt.syntax.arguments import remove_argument
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.spelling import spelled_at
from tflint_ckpt.syntax.statements import insert_before

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def input_before(module: Module, layer: cst.Call, shape: cst.Arg, place: Place) -> tuple[Edit, ...]:
    """Edits that move the argument *shape* of *layer* to an ``Input`` in front of it, as ``batch_shape``.

    Empty where the layer is not seen to be the first, ``Input`` cannot be named there, or comments are in
    the way.
    """
    name = spelled_at(module, "keras.Input", layer) or spelled_at(module, "keras.layers.Input", layer)
    removal = remove_argument(module, shape)
    if name is None or not removal:
        return ()
    made = f"{name}(batch_shape={module.text(shape.value)})"
    start = module.span(layer)[0]
    if place is Place.LISTED:
        text = module.source.text
        separator = (
            f",{module.source.newline}{indentation(text, start)}" if begins_line(text, start) else ", "
        )
        return (Edit(module.path, start, start, made + separator), *removal)
    adding = module.parent(module.parent(layer) or layer)
    if (
        place is not Place.ADDED
        or not isinstance(adding, cst.Call)
        or not isinstance(adding.func, cst.Attribute)
    ):
        return ()
    if not isinstance(module.parent(adding), cst.Expr) or not _is_first(module, adding, adding.func.value):
        return ()
    return (insert_before(module, adding, f"{module.text(adding.func.value)}.add({made})"), *removal)


def _is_first(module: Module, adding: cst.Call, model: cst.BaseExpression) -> bool:
    """Whether *adding* surely is the first call of ``add`` of a model that is made without layers."""
    binding = module.sole_binding(model)
    made = binding.value if binding is not None else None
    if binding is None or not isinstance(made, cst.Call) or not isinstance(model, cst.Name):
        return False
    if made.args or not module.is_named(made.func, *SEQUENTIAL):
        return False
    uses = [use for use in module.uses(model.value, binding.scope) if use is not binding.node]
    first = min(uses, key=lambda use: module.span(use)[0])
    return first is model and module.facts.scopes[adding] is binding.scope
