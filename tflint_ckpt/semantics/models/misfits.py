"""Layers that get a shape which they do not take, where the code shows what the layer before gives."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.models import layer_shapes, ranks
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.chains import Chain, Start
from tflint_ckpt.semantics.models.layer_shapes import given_by, inside, spatial
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.tensors import Gives, Tensor, Tensors
from tflint_ckpt.semantics.values.shape import Axes, Shape
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_MODELS = ("keras.Sequential", "keras.models.Sequential")
_EXACT = (
    "MaxPooling AveragePooling MaxPool AvgPool GlobalMaxPooling GlobalAveragePooling GlobalMaxPool "
    "GlobalAvgPool UpSampling ZeroPadding Cropping SpatialDropout"
).split()
_AT_LEAST = "Conv Convolution SeparableConv SeparableConvolution DepthwiseConv".split()
_ROWS = ("Conv1D", "Conv2D", "Conv3D", "Convolution1D", "Convolution2D", "Convolution3D")
"""Which Keras 2 lets work on each of more axes."""
_FIXED = {
    **{f"{name}{size}D": size + 2 for name in _EXACT for size in (1, 2, 3)},
    **dict.fromkeys("LSTM GRU SimpleRNN CuDNNLSTM CuDNNGRU".split(), 3),
    **{f"ConvLSTM{size}D": size + 3 for size in (1, 2, 3)},
    "RepeatVector": 2,
}
_LEAST = {
    **{f"{name}{size}D": size + 2 for name in _AT_LEAST for size in (1, 2, 3)},
    **{f"{name}{size}DTranspose": size + 2 for name in ("Conv", "Convolution") for size in (1, 2, 3)},
}
NEEDING = frozenset((*_FIXED, *_LEAST, "Bidirectional", "TimeDistributed", "Permute", "Reshape"))
"""Layers that do not take every shape."""
_MOST_LAYERS = 300


@dataclass(frozen=True, slots=True)
class Misfit:
    """A layer that gets what it does not take.

    Attributes:
        layer: the layer.
        came: what it gets.
        before: the layer that decides how many axes that has; ``None`` where an input does, or what a layer
            is told of one.
        told: the call of that input, or of the layer that is told of it.
        axes: how many axes the layer takes; ``None`` where that is not what is wrong.
        window: its window where that is larger than what it gets.
        target: for ``Reshape``, what it should make, and of how many numbers.
        only_keras3: whether Keras 2 takes it.
    """

    layer: Layer
    came: Shape
    before: Layer | None
    axes: int | None = None
    window: Axes | None = None
    target: tuple[int, Axes] | None = None
    only_keras3: bool = False
    told: cst.CSTNode | None = None


class Misfits:
    """The layers of one module that get what they do not take."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[Tensor, Shape | None] = {}
        self._depth = 0

    def __iter__(self) -> Iterator[Misfit]:
        """Each once, those of ``Sequential`` first."""
        found: dict[cst.CSTNode, Misfit] = {}
        for misfit in (*self._of_sequentials(), *self._of_tensors()):
            made = misfit.layer.made
            if made is not None:
                found.setdefault(made, misfit)
        yield from found.values()

    # Sequential

    def _of_sequentials(self) -> Iterator[Misfit]:
        for call in self._module.call_index.named(*_MODELS):
            for origin in self._module.objects.origins(call):
                made = self._module.fact(Architectures).of(origin) if origin.node is call else None
                output = made.output if made is not None else None
                if output is not None:
                    yield from self.along(output.chain)

    def along(self, chain: Chain, came: Shape | None = None) -> Iterator[Misfit]:
        """The first layer of a chain that gets what it does not take; of one without input, of data."""
        before = None
        came = came or self._start(chain)
        for layer in chain.layers:
            misfit = self._misfit(layer, came, before)
            if misfit is not None:
                yield replace(misfit, told=chain.input) if before is None else misfit
                return
            came = self._given(layer, came)
            before = before if _hands_on(layer) else layer

    def _start(self, chain: Chain) -> Shape | None:
        if chain.start is not Start.INPUT:
            return None
        return layer_shapes.of_input(self._module, chain.input, chain.frames)

    def _given(self, layer: Layer, came: Shape | None) -> Shape | None:
        if layer.is_model and not layer.application and layer.origin is not None:
            return self._of_model(layer.origin, layer.node)
        return given_by(layer, came)

    def _of_model(self, origin: Origin, node: cst.CSTNode) -> Shape | None:
        """What a model gives that stands in another one."""
        if self._depth:
            return None
        self._depth += 1
        try:
            until = node if isinstance(node, cst.Call) else None
            made = self._module.fact(Architectures).of(origin, until)
            if made is None or made.output is None:
                return None
            chain = made.output.chain
            came = self._start(chain)
            for layer in chain.layers:
                came = self._given(layer, came)
            return came
        finally:
            self._depth -= 1

    # Layers that are called on tensors

    def _of_tensors(self) -> Iterator[Misfit]:
        names = frozenset(self._kept())
        for call in self._module.facts.calls:
            if last_name(call.func) in names or self._is_needing(call.func):
                yield from self._of_call(call)

    def _kept(self) -> Iterator[str]:
        """Under which names the file keeps a layer that does not take everything."""
        for target, value in self._module.facts.attribute_targets:
            if isinstance(value, cst.Call) and self._is_needing(value):
                yield target.attr.value
        for call in self._module.facts.calls:
            above = self._module.parent(call) if self._is_needing(call) else None
            if isinstance(above, cst.Assign):
                yield from (last_name(target.target) for target in above.targets)

    def _is_needing(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is a call that makes such a layer, as it is written."""
        if not isinstance(node, cst.Call):
            return False
        name = self._module.resolve(node.func) or ""
        return name.startswith("keras.layers.") and name.rpartition(".")[2] in NEEDING

    def _of_call(self, call: cst.Call) -> Iterator[Misfit]:
        tensor = self._module.fact(Tensors).one(call)
        if tensor is None or tensor.gives is not Gives.LAYER or tensor.given is None:
            return
        if tensor.layer is None or tensor.layer.name not in NEEDING:
            return
        before = self._module.fact(Tensors).one(tensor.given, tensor.frames)
        misfit = self._misfit(tensor.layer, self._shape(before), None)
        decided = self._deciding(before) if misfit is not None else None
        if misfit is not None and decided is not None:
            told = decided.node if decided.gives is Gives.INPUT else None
            yield replace(misfit, before=decided.layer, told=told)

    def _deciding(self, tensor: Tensor | None) -> Tensor | None:
        """What decides how many axes a tensor has: the last layer that changes them, or the input."""
        left = _MOST_LAYERS
        while tensor is not None and tensor.layer is not None and _hands_on(tensor.layer) and left:
            given, left = tensor.given, left - 1
            tensor = self._module.fact(Tensors).one(given, tensor.frames) if given is not None else None
        return tensor

    def _shape(self, tensor: Tensor | None) -> Shape | None:
        """The shape of a tensor; known of all that it comes from when it is asked for once."""
        way: list[Tensor] = []
        at, tensors = tensor, self._module.fact(Tensors)
        while at is not None and at not in self._known and at not in way and len(way) < _MOST_LAYERS:
            way.append(at)
            at = tensors.one(at.given, at.frames) if at.gives is Gives.LAYER and at.given else None
        came = self._known.get(at) if at is not None else None
        for each in reversed(way):
            came = self._known[each] = self._of_tensor(each, came)
        return came

    def _of_tensor(self, tensor: Tensor, came: Shape | None) -> Shape | None:
        if tensor.gives is Gives.INPUT:
            return layer_shapes.of_input(self._module, tensor.node, tensor.frames)
        if tensor.layer is None:
            return None
        if tensor.gives is Gives.SEVERAL:
            came = None
        if came is not None and self._misfit(tensor.layer, came, None) is not None:
            return None  # nothing comes of it
        return self._given(tensor.layer, came)

    # What a layer takes

    def _misfit(self, layer: Layer, came: Shape | None, before: Layer | None) -> Misfit | None:
        name = layer.name
        if came is None or name not in NEEDING:
            return None
        core, step = layer, came
        if name == "Bidirectional":
            inner = layer.inner
            if inner is None or inner.name not in _FIXED:
                return None
            core = inner
        if name == "TimeDistributed":
            if _is_other(came, 3, at_least=True):
                return Misfit(layer, came, before, 3)
            inner, within = layer.inner, inside(came)
            deeper = self._misfit(inner, within, None) if inner is not None and within is not None else None
            if deeper is None or deeper.axes is None:
                return None
            return Misfit(layer, came, before, deeper.axes + 1)
        return self._of_axes(layer, core, step, before) or self._of_sizes(layer, came, before)

    def _of_axes(self, layer: Layer, core: Layer, came: Shape, before: Layer | None) -> Misfit | None:
        name = core.name
        if name == "Permute":
            order = layer_shapes.ordered(core)
            axes = len(order) + 1 if order else None
            return Misfit(layer, came, before, axes) if axes and _is_other(came, axes) else None
        if name in _FIXED:
            axes = _FIXED[name]
            return Misfit(layer, came, before, axes) if _is_other(came, axes) else None
        axes = _LEAST.get(name)
        if axes is None or not _is_other(came, axes):
            return None
        too_many = len(came.axes) > axes
        return Misfit(layer, came, before, axes, only_keras3=too_many and name in _ROWS)

    def _of_sizes(self, layer: Layer, came: Shape, before: Layer | None) -> Misfit | None:
        target = layer_shapes.wrong_count(layer, came) if layer.name == "Reshape" else None
        if target is not None:
            return Misfit(layer, came, before, target=target)
        size = spatial(layer)
        if size is None or came.more or len(came.axes) != size + 2:
            return None
        if all(side is None for side in came.axes[1:-1]):
            return None
        if not layer_shapes.channels_last(layer):
            return None
        wide, sides = layer_shapes.windows(layer), came.axes[1:-1]
        if wide is None:
            return None
        pairs = [each for each in zip(wide, sides, strict=True) if None not in each]
        if any(width > side for width, side in pairs):  # type: ignore[operator]
            return Misfit(layer, came, before, window=wide)
        return None


def _hands_on(layer: Layer) -> bool:
    """Whether a layer gives the shape that it gets."""
    return ranks.keeps(layer) and layer.name not in ("Dense", "TimeDistributed")


def _is_other(came: Shape, axes: int, *, at_least: bool = False) -> bool:
    """Whether *came* surely has another number of axes, or, *at_least*, fewer."""
    if len(came.axes) > axes:
        return not at_least
    return len(came.axes) < axes and not came.more
