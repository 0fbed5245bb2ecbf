"""The symbolic tensors of functional models: which layer gives one, called on what.

One step at a time: a tensor knows the expressions that its layer is called on, and who wants to go on asks
for those. So a model of a thousand layers is no deeper than one of three.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Inference
from tflint_ckpt.semantics.values.kinds import Frames
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

INPUTS = ("keras.Input", "keras.layers.Input")
_MOST = 8


class Gives(Enum):
    """What gives a tensor."""

    INPUT = "keras.Input"
    LAYER = "a layer that is called on one tensor"
    SEVERAL = "a layer that is called on several tensors, or on what is not seen to be one"
    MODEL = "the output of a model that has its own inputs: base.output"


@dataclass(frozen=True, slots=True)
class Tensor:
    """One way in which a tensor may have come about.

    Attributes:
        gives: what gives it.
        node: the expression that does: a call, or ``base.output``.
        layer: the layer or model that is called; ``None`` for an input.
        given: what the layer is called on, where that is one expression.
        frames: the calls of functions of the module inside which that happens.
    """

    gives: Gives
    node: cst.BaseExpression
    layer: Layer | None = None
    given: cst.BaseExpression | None = None
    frames: Frames = ()


Found = tuple[Tensor, ...] | None
"""The alternatives; ``None`` where some is not known."""


class Tensors(Inference[Found]):
    """The symbolic tensors of one module."""

    def one(self, node: cst.BaseExpression, frames: Frames = (), path: Path = ()) -> Tensor | None:
        """The tensor that stands at *path* in *node*, if there is one way only in which it came about."""
        found = self.inside(frames, node, path)
        return found[0] if found is not None and len(found) == 1 else None

    # How alternatives add up

    def unknown(self, node: cst.CSTNode) -> Found:
        return None

    def together(self, node: cst.CSTNode, found: Iterable[Found]) -> Found:
        every: list[Tensor] = []
        for each in found:
            if each is None:
                return None
            every += each
        distinct = tuple(dict.fromkeys(every))
        return distinct if distinct and len(distinct) <= _MOST else None

    def brought(self, found: Found, use: cst.CSTNode) -> Found:
        return None  # layers of another file stand in nodes of that file

    # What gives tensors

    def own(self, node: cst.BaseExpression, path: Path) -> Found | Passed:
        if isinstance(node, cst.Call) and self.module.is_named(node.func, *INPUTS):
            return (Tensor(Gives.INPUT, node, frames=self.frames),) if not path else None
        return PASS

    def called(self, node: cst.Call, path: Path) -> Found:
        if path:
            return None
        origins = self.module.fact(Instances).origins(node.func, self.frames)
        if not origins or not all(families.is_a(each.name, families.LAYER) for each in origins):
            return None
        given = _given(node)
        gives = Gives.LAYER if given is not None else Gives.SEVERAL
        return tuple(
            Tensor(gives, node, Layer(self.module, origin, node), given, self.frames) for origin in origins
        )

    def attribute(self, node: cst.Attribute, path: Path) -> Found:
        """``base.output``, of a model that is made in the file."""
        listed = node.attr.value == "outputs" and path in ((0,), (-1,))
        if not (listed or (node.attr.value == "output" and not path)):
            return None
        origins = self.module.fact(Instances).origins(node.value, self.frames)
        if not origins or not all(families.is_a(each.name, families.MODEL) for each in origins):
            return None
        return tuple(
            Tensor(Gives.MODEL, node, Layer(self.module, origin, node), None, self.frames)
            for origin in origins
        )


def _given(call: cst.Call) -> cst.BaseExpression | None:
    """The one tensor that a layer is called on."""
    if not call.args:
        return None
    first = call.args[0]
    if first.star or (first.keyword is not None and first.keyword.value not in ("inputs", "input", "x")):
        return None
    several = isinstance(first.value, (cst.List, cst.Tuple, cst.Dict))
    return first.value if not several else None
