"""Whether a layer is a model that another file puts into the one it makes."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def is_part(
    module: Engine,
    node: cst.BaseExpression,
    model: cst.BaseExpression,
    there: Engine,
    part: cst.BaseExpression,
) -> bool:
    """Whether *node* is what the file *there*, which gives *model*, calls *part*.

    It is got from the model by the name that it was made with, ``model.get_layer("base")``, or was returned
    beside the model.
    """
    name = _layer_name(module, node, model)
    if name is not None:
        return name == _made_name(there, part)
    mine, theirs = module.fact(Instances).origins(node), there.fact(Instances).origins(part)
    known = mine[0].elsewhere if mine and len(mine) == 1 else None
    if known is None or known.there is None or not theirs or len(theirs) != 1:
        return False
    return known.there[0] is there and known.there[1].node is theirs[0].node


def _layer_name(module: Engine, node: cst.BaseExpression, model: cst.BaseExpression) -> str | None:
    """The name by which a layer is got from *model*."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    binding = module.sole_binding(node.func.value)
    given = argument(node, "name", 0)
    if node.func.attr.value != "get_layer" or given is None:
        return None
    return module.literal(given) if binding is not None and binding is module.sole_binding(model) else None


def _made_name(module: Engine, node: cst.BaseExpression) -> str | None:
    """The name that a model is given by the call that makes it, maybe in yet another file."""
    found = module.fact(Instances).origins(node)
    origin = found[0] if found and len(found) == 1 else None
    while origin is not None and origin.elsewhere is not None:
        if origin.elsewhere.there is None:
            return None
        module, origin = origin.elsewhere.there
    made = origin.node if origin is not None else None
    given = argument(made, "name", None) if isinstance(made, cst.Call) else None
    return module.literal(given, origin.frames) if given is not None and origin is not None else None
