"""Classes of the module that are models or layers, and what is made inside them."""

from __future__ import annotations

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.objects.families import LAYER, MODEL, is_a

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.code import Code


def family_of(module: Code, owner: cst.ClassDef) -> str | None:
    """``keras.Model`` or ``keras.layers.Layer``, where that is the first API class among the bases."""
    for base in classes.ancestry(module, owner):
        if base is None:
            return None  # who knows what it has
        if isinstance(base, str):
            is_layer = base.rpartition(".")[2] == "Layer" and is_a(base, LAYER)
            return MODEL if is_a(base, MODEL) else LAYER if is_layer else None
    return None


def is_inside_layer(module: Code, call: cst.Call) -> bool:
    """Whether a call stands in a class of a model or layer, which makes its parts again by itself."""
    owner = module.enclosing_class(call)
    return owner is not None and family_of(module, owner) is not None
