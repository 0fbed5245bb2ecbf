"""Layers that a model hands out: ``model.layers[2]``, ``model.get_layer("conv")``, those of a loop."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.keras_api.instances import is_plain_layer
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.functional import is_functional
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_CONDITIONS = (
    *(cst.If, cst.IfExp, cst.Match, cst.BooleanOperation, cst.Try, cst.While),
    *(cst.Lambda, cst.FunctionDef),
)
_WAYS_OUT = (cst.Continue, cst.Break, cst.Return, cst.Raise)


class Kind(Enum):
    """What such a layer is."""

    PLAIN = "one of Keras' own layers that are no models, with one output and, in a Sequential, one input"
    MERGING = "the same, of a model in which a layer may have several inputs"
    INPUT = "the InputLayer of a functional model"


def kind_of(module: Module, origin: Origin, use: cst.Attribute) -> Kind | None:
    """What surely is handed out at *origin* where *use* asks an attribute of it, if only in one turn of a
    loop over all layers; ``None`` where it may be a model, or a layer of the user's."""
    handed = origin.node
    holder = _holder(handed)
    holders = module.objects.origins(holder, origin.frames) if holder is not None else ()
    if not holders:
        return None
    inputs_first = all(is_functional(module, each) for each in holders)
    if inputs_first and _is_first(module, handed):
        return Kind.INPUT
    loops = _asks_each(module, handed, use)
    made_of = (_is_made_of(module, each, use, any if loops else all) for each in holders)
    if (loops and inputs_first) or all(made_of):
        sequential = all(each.name == "keras.Sequential" for each in holders)
        return Kind.PLAIN if sequential else Kind.MERGING
    return None


def _holder(handed: cst.CSTNode) -> cst.BaseExpression | None:
    """The model before ``.layers`` or ``.get_layer(…)``."""
    taken = handed.func if isinstance(handed, cst.Call) else handed
    fits = isinstance(taken, cst.Attribute) and taken.attr.value in ("layers", "get_layer")
    return taken.value if fits and isinstance(taken, cst.Attribute) else None


def _is_first(module: Module, handed: cst.CSTNode) -> bool:
    element = module.parent(handed)
    return isinstance(element, cst.Subscript) and module.text(element).endswith("layers[0]")


def _is_made_of(
    module: Module, origin: Origin, until: cst.CSTNode, some: Callable[[list[bool]], bool]
) -> bool:
    """Whether all layers of a model, or some, are Keras' own and no models."""
    if Layer(module, origin, origin.node).application:
        return True
    found = module.fact(Architectures).of(origin, until)
    outputs = found.outputs if found is not None else None
    if not outputs:
        return False
    chains = [each.chain for each in outputs if each is not None]
    if some is all and (len(chains) < len(outputs) or not all(each.is_whole for each in chains)):
        return False
    plain = [_is_plain(layer) for chain in chains for layer in chain.layers]
    return bool(plain) and some(plain)


def _is_plain(layer: Layer) -> bool:
    origin = layer.origin
    return origin is not None and origin.local is None and is_plain_layer(origin.name)


def _asks_each(module: Module, handed: cst.CSTNode, use: cst.Attribute) -> bool:
    """Whether *use* stands in a loop over all of ``model.layers``, where each turn comes to it."""
    for above in module.ancestors(use):
        if isinstance(above, cst.For):
            whole = above.iter is handed or _is_numbered(module, above.iter, handed)
            return whole and not any(isinstance(node, _WAYS_OUT) for node in descend(above.body))
        if isinstance(above, (cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.DictComp)):
            loop = above.for_in
            whole = loop.iter is handed or _is_numbered(module, loop.iter, handed)
            return whole and not loop.ifs and loop.inner_for_in is None
        if isinstance(above, _CONDITIONS):
            return False
    return False


def _is_numbered(module: Module, node: cst.BaseExpression, handed: cst.CSTNode) -> bool:
    """Whether *node* is ``enumerate(model.layers)``."""
    return (
        isinstance(node, cst.Call)
        and module.builtin(node.func) == "enumerate"
        and bool(node.args)
        and node.args[0].value is handed
    )
