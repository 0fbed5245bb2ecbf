"""Layers whose activation, initializer or the like is given by a name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api import identifiers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def named_parts(module: Module) -> Iterator[tuple[cst.Call, str, cst.BaseExpression]]:
    """The arguments of calls that may be a text for a layer; that of ``Activation`` by its place, too."""
    for node in module.facts.calls:
        for place, argument in enumerate(node.args):
            name = argument.keyword.value if argument.keyword is not None else ""
            if not name and not argument.star and _is_activation(module, node, place):
                name = "activation"
            if name in identifiers.OF_LAYERS:
                yield node, name, argument.value


def _is_activation(module: Module, node: cst.Call, place: int) -> bool:
    if place == 0:
        return module.is_named(node.func, "keras.layers.Activation")
    return place == 1 and module.is_named(node.func, "keras.layers.Dense")


def is_layer(module: Module, node: cst.Call) -> bool:
    owner, _, name = (module.resolve(node.func) or "").rpartition(".")
    return owner == "keras.layers" and module.is_named(node.func, f"keras.layers.{name}")
