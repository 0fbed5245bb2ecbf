"""All layers of a model that the code shows, those of its branches included."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.models.architecture import Architecture
from tflint_ckpt.semantics.models.chains import Chain, Start, chain_of
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.values.kinds import Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MOST_CHAINS = 100


def layers_behind(module: Module, model: Architecture) -> Iterator[Layer]:
    """The layers of *model*, each as often as the ways to its outputs lead through it.

    What stands before a layer that is called on several tensors is followed where these are written as a
    list. Layers inside a model that is a layer of this one are not its own.
    """
    chains = [output.chain for output in model.outputs or () if output is not None]
    seen: set[cst.CSTNode] = set()
    for _ in range(_MOST_CHAINS):
        if not chains:
            return
        chain = chains.pop()
        yield from chain.layers
        merged = chain.layers[0].node if chain.layers and chain.start is Start.SEVERAL else None
        if isinstance(merged, cst.Call) and merged not in seen:
            seen.add(merged)
            chains += _before(module, merged)


def _before(module: Module, merged: cst.Call) -> Iterator[Chain]:
    """The chains to what a layer is called on."""
    only = module.only(merged.args[0].value) if merged.args else None
    for element in only.elements if isinstance(only, Items) else ():
        chain = chain_of(module, element)
        if chain is not None:
            yield chain
