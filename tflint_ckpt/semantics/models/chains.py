"""The layers behind one output of a model, followed back towards the input."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.tensors import Gives, Tensor, Tensors
from tflint_ckpt.semantics.values.kinds import Frames
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MOST_LAYERS = 300


class Start(Enum):
    """What stands before the first layer of a chain."""

    INPUT = "an input whose shape the code gives"
    OWN = "nothing: the first layer is a model with inputs of its own"
    DEFERRED = "nothing: the shape comes with the first data"
    SOME = "nothing: the same, but how many layers there are, and in which order, is not known"
    SEVERAL = "several tensors"
    UNKNOWN = "what is not seen"


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers that lead to an output, from the first that is known to the last.

    Attributes:
        layers: each is called on what the one before it gives.
        start: what the first one is called on.
        input: the ``keras.Input`` where it is one, or the layer that is told the shape of its input.
        frames: the calls of functions of the module inside which that input is made.
    """

    layers: tuple[Layer, ...]
    start: Start
    input: cst.CSTNode | None = None
    frames: Frames = ()

    @property
    def last(self) -> Layer | None:
        """The layer that gives the output."""
        return self.layers[-1] if self.layers else None

    @property
    def is_whole(self) -> bool:
        """Whether it reaches back to an input."""
        return self.start in (Start.INPUT, Start.OWN, Start.DEFERRED)


def chain_of(module: Module, node: cst.BaseExpression, frames: Frames = (), path: Path = ()) -> Chain | None:
    """The layers that lead to the tensor at *path* in *node*; ``None`` where that is no known tensor."""
    tensors = module.fact(Tensors)
    tensor = tensors.one(node, frames, path)
    if tensor is None:
        return None
    layers: list[Layer] = []
    seen: set[Tensor] = set()
    while tensor is not None and tensor not in seen and len(seen) < _MOST_LAYERS:
        seen.add(tensor)
        if tensor.gives is Gives.INPUT:
            return Chain(_ordered(layers), Start.INPUT, tensor.node, tensor.frames)
        if tensor.layer is not None:
            layers.append(tensor.layer)
        if tensor.gives is Gives.MODEL:
            return Chain(_ordered(layers), Start.OWN)
        if tensor.gives is Gives.SEVERAL or tensor.given is None:
            return Chain(_ordered(layers), Start.SEVERAL)
        tensor = tensors.one(tensor.given, tensor.frames)
    return Chain(_ordered(layers), Start.UNKNOWN)


def _ordered(layers: list[Layer]) -> tuple[Layer, ...]:
    return tuple(reversed(layers))
