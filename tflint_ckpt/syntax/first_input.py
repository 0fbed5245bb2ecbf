"""Putting an ``Input`` in front of the first layer of a ``Sequential``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.objects.place_in_model import SEQUENTIAL, Place
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.spelling import spelled_at
from tflint_ckpt.syntax.statements import insert_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def input_before(
    module: Module, layer: cst.Call, removal: tuple[Edit, ...], place: Place, given: str
) -> tuple[Edit, ...]:
    """Edits that move what arguments of *layer* say to an ``Input`` in front of it, which is *given* that:
    ``batch_shape=(8, 2)``. The *removal* takes them from the layer; where it is empty, nothing is moved.

    Empty where the layer is not seen to be the first, ``Input`` cannot be named there, nor imported with
    other layers, or comments are in the way.
    """
    name = (
        spelled_at(module, "keras.Input", layer)
        or spelled_at(module, "keras.layers.Input", layer)
        or _beside(module, layer)
    )
    imported = _import_of_input(module, layer) if name is None else None
    if (name is None and imported is None) or not removal:
        return ()
    if imported is not None:
        name, removal = "Input", (imported, *removal)
    made = f"{name}({given})"
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


def _beside(module: Module, layer: cst.Call) -> str | None:
    """``tf.keras.Input`` where the layer is written as ``tf.keras.layers.LSTM``: of the same Keras."""
    func = layer.func
    home = func.value if isinstance(func, cst.Attribute) else None
    if not isinstance(home, cst.Attribute) or not module.is_named(home, "keras.layers"):
        return None
    above = dotted(home.value)
    return f"{above}.Input" if above is not None else None


def _import_of_input(module: Module, layer: cst.Call) -> Edit | None:
    """An edit that imports ``Input`` with the other layers of ``from keras.layers import …``."""
    if any("Input" in scope.bindings for scope in module.facts.each_scope):
        return None
    for node, scope in module.facts.scopes.items():
        if not isinstance(node, cst.ImportFrom) or isinstance(node.names, cst.ImportStar) or node.relative:
            continue
        home = dotted(node.module) if node.module is not None else None
        at_top = isinstance(scope.node, cst.Module) and precedes(module.facts, node, layer)
        if home is not None and canonical(home) == "keras.layers" and at_top:
            return _among(module, list(node.names))
    return None


def _among(module: Module, aliases: list[cst.ImportAlias]) -> Edit:
    """An edit that imports ``Input`` with these names: where it belongs if they are in order, else last."""
    names = [alias.evaluated_name for alias in aliases]
    later = next((alias for alias in aliases if alias.evaluated_name > "Input"), None)
    if later is not None and names == sorted(names):
        start = module.span(later)[0]
        return Edit(module.path, start, start, "Input, ")
    last = aliases[-1]
    end = module.span(last.asname.name if last.asname else last.name)[1]
    return Edit(module.path, end, end, ", Input")


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
