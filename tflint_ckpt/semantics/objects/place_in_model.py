"""Where a layer stands in its model: first in a ``Sequential``, behind another one, or out of sight."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.syntax.statements import always_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")


class Place(Enum):
    """Where a layer stands."""

    LISTED = "the first in the list of a Sequential"
    ADDED = "the first that is added to a Sequential, as far as the code tells"
    LATER = "called at once, or behind another layer"
    UNKNOWN = "not seen"


def place_of(module: Module, call: cst.Call) -> Place:
    """Where the layer that *call* makes stands."""
    above = module.parent(call)
    if isinstance(above, cst.Call) and above.func is call:
        return Place.LATER
    if isinstance(above, cst.Arg):
        outer = module.parent(above)
        adding = outer.func if isinstance(outer, cst.Call) else None
        if not isinstance(adding, cst.Attribute) or adding.attr.value != "add":
            return Place.UNKNOWN
        return Place.LATER if _has_layers(module, adding.value, call) else Place.ADDED
    layers = module.parent(above) if isinstance(above, cst.Element) else None
    model = module.call_given(layers) if isinstance(layers, cst.List) else None
    if not isinstance(layers, cst.List) or model is None:
        return Place.UNKNOWN
    if not module.is_named(model.func, *SEQUENTIAL):
        return Place.UNKNOWN
    first = layers.elements[0]
    if first is above:
        return Place.LISTED
    return Place.UNKNOWN if isinstance(first, cst.StarredElement) else Place.LATER


def _has_layers(module: Module, model: cst.BaseExpression, adding: cst.Call) -> bool:
    """Whether *model*, a variable, surely is a `Sequential` to which a layer was added before *adding*."""
    binding = module.sole_binding(model)
    made = binding.value if binding is not None else None
    if binding is None or not isinstance(made, cst.Call) or not module.is_named(made.func, *SEQUENTIAL):
        return False
    methods = [
        (above.attr.value, module.parent(above))
        for use in module.uses(cst.ensure_type(model, cst.Name).value, binding.scope)
        if isinstance(above := module.parent(use), cst.Attribute) and above.value is use
    ]
    if any(name == "pop" for name, _ in methods):
        return False
    given = made.args[0].value if made.args else None
    if isinstance(given, cst.List) and given.elements and isinstance(given.elements[0], cst.Element):
        return True
    here = statement_of(module, adding)
    earlier = [statement_of(module, node) for name, node in methods if name == "add" and node is not None]
    return any(each is not here and always_before(module, each, adding) for each in earlier)
