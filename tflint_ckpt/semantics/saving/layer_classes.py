"""Classes of the project that are models or layers, and what is made inside them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.families import LAYER, MODEL, is_a
from tflint_ckpt.semantics.values.evaluate import Evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def class_of(module: Module, call: cst.Call) -> tuple[Module, cst.ClassDef] | None:
    """The class of the project that *call* makes an object of, and its file."""
    local = classes.local_class(module, call.func)
    if local is not None:
        return module, local
    found = module.fact(Evaluator).class_elsewhere(call)
    if found is None or not isinstance(found.module, Module) or not isinstance(found.node, cst.ClassDef):
        return None
    return found.module, found.node


def is_inside_layer(module: Code, call: cst.Call) -> bool:
    """Whether a call stands in a class of a model or layer, which makes its parts again by itself."""
    owner = module.enclosing_class(call)
    return owner is not None and family_of(module, owner) is not None
