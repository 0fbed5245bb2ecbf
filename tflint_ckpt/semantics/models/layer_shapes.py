"""The shape that a layer makes of what it gets, as far as the code shows. The first axis is the batch."""

from __future__ import annotations

from math import prod

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import Call, bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models import ranks
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.values.amounts import Amounts
from tflint_ckpt.semantics.values.kinds import Frames, Items
from tflint_ckpt.semantics.values.shape import Axes, Made, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_FILTERING = frozenset(
    f"{kind}{size}D" for kind in ("Conv", "Convolution", "SeparableConv") for size in "123"
)
_POOLING = frozenset(
    f"{kind}{size}D" for kind in ("MaxPooling", "AveragePooling", "MaxPool", "AvgPool") for size in "123"
)
_DEPTHWISE = frozenset(("DepthwiseConv1D", "DepthwiseConv2D"))
_TRANSPOSED = frozenset(f"{kind}{size}DTranspose" for kind in ("Conv", "Convolution") for size in "123")
WINDOWED = _FILTERING | _POOLING | _DEPTHWISE
"""Layers that move a window over the axes between the batch and the channels."""
_RECURRENT = frozenset("LSTM GRU SimpleRNN CuDNNLSTM CuDNNGRU".split())
_SIZES = ("1D", "2D", "3D")
_MERGED = {"concat": 2, "sum": 1, "mul": 1, "ave": 1}


def tensor(*axes: int | None, more: bool = False) -> Shape:
    """The shape of a batch whose other axes are these; with *more*, or more behind them."""
    return Shape((None, *axes), more, made=Made.TENSOR)


def spatial(layer: Layer) -> int | None:
    """Over how many axes a layer such as ``Conv2D`` or ``UpSampling1D`` works; ``None`` for any other."""
    name = layer.name.removesuffix("Transpose")
    return int(name[-2]) if name.endswith(_SIZES) else None


def windows(layer: Layer) -> Axes | None:
    """How wide the window of a layer without padding is along each axis; ``None`` where it has padding."""
    size = spatial(layer)
    if size is None or layer.name not in WINDOWED or layer.constant("padding", "valid") != "valid":
        return None
    is_pool = layer.name in _POOLING
    wide = numbers(layer, "pool_size" if is_pool else "kernel_size", size, 2)
    apart = (1,) * size if is_pool else numbers(layer, "dilation_rate", size, 1)
    return tuple(
        (width - 1) * step + 1 if width is not None and step is not None else None
        for width, step in zip(wide, apart, strict=True)
    )


def numbers(layer: Layer, name: str, count: int, default: int | None) -> Axes:
    """The integers that an argument gives for each of *count* axes, which may be one for all of them."""
    given = layer.argument(name)
    if given is None or layer.origin is None:
        known = default if layer.gives(name) is False else None
        return (known,) * count
    values = layer.values(name) or ()
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Items):
        return _sizes(layer.module, given.value, layer.origin.frames, only) or (None,) * count
    return (_amount(layer.module, given.value, layer.origin.frames),) * count


def of_input(module: Engine, node: cst.CSTNode | None, frames: Frames) -> Shape | None:
    """The shape of a ``keras.Input``, or of the ``input_shape`` of a layer."""
    if not isinstance(node, cst.Call):
        return None
    call = bind(module, node, "keras.Input")
    last = (module.resolve(node.func) or "").rpartition(".")[2]
    shape, whole = _given_shapes(call, is_input=last in ("Input", "InputLayer"))
    given = shape or whole
    if call.open:
        return None
    if given is not None:
        sizes = _told(module, given, frames)
        if whole is not None and sizes == ():
            return None
        return tensor(*(sizes[1:] if whole is not None else sizes)) if sizes is not None else None
    width = call.argument("input_dim") if last == "Dense" else None
    return tensor(_amount(module, width.value, frames)) if width is not None else None


def shape_of_input(module: Engine, node: cst.CSTNode) -> cst.BaseExpression | None:
    """The argument that tells that shape, with or without the batch."""
    if not isinstance(node, cst.Call):
        return None
    last = (module.resolve(node.func) or "").rpartition(".")[2]
    shape, whole = _given_shapes(bind(module, node, "keras.Input"), is_input=last in ("Input", "InputLayer"))
    return shape or whole


def _given_shapes(
    call: Call, *, is_input: bool
) -> tuple[cst.BaseExpression | None, cst.BaseExpression | None]:
    """The argument for the shape without the batch, or that for the shape with it."""
    shape = argument_of(call, "shape", "input_shape") if is_input else call.argument("input_shape")
    whole = call.argument("batch_shape", "batch_input_shape") if shape is None else None
    return shape.value if shape is not None else None, whole.value if whole is not None else None


def _told(module: Engine, node: cst.BaseExpression, frames: Frames) -> Axes | None:
    """The sizes in a tuple or list, ``None`` for those that are not known or given as ``None``."""
    values = module.evaluate(node, frames)
    only = values[0] if len(values) == 1 else None
    return _sizes(module, node, frames, only) if isinstance(only, Items) else None


def _sizes(module: Engine, node: cst.BaseExpression, frames: Frames, items: Items) -> Axes | None:
    if items.length is None or any(isinstance(each, cst.StarredElement) for each in items.elements):
        return None
    return tuple(_amount(module, node, frames, place) for place in range(items.length))


def _amount(module: Engine, node: cst.BaseExpression, frames: Frames, *path: int) -> int | None:
    found = module.fact(Amounts).inside(frames, node, path)
    return int(found) if found is not None and found == int(found) else None


def given_by(layer: Layer, came: Shape | None) -> Shape | None:
    """What *layer* makes of a batch with the shape *came*; ``None`` where not even its axes are known."""
    name = layer.name
    axes = came.axes if came is not None and not came.more else None
    if name == "Dense":
        return _last(came, _units(layer, "units"))
    if name == "Permute":
        return _permuted(layer, came)
    if ranks.keeps(layer) and name != "TimeDistributed":
        return came
    if name == "Embedding":
        return tensor(*axes[1:], _units(layer, "output_dim")) if axes is not None else None
    if name == "Flatten":
        return tensor(_count(came))
    if name == "RepeatVector":
        return tensor(_units(layer, "n"), axes[-1] if axes is not None else None)
    if name == "Reshape":
        return _reshaped(layer, came)
    if name == "TimeDistributed":
        return _each_step(layer, came)
    if name in _RECURRENT or name == "Bidirectional":
        return _recurrent(layer, came)
    size = spatial(layer)
    if size is not None and ranks.fixed(layer) == size + 2:
        return _moved(layer, came, size)
    fixed = ranks.fixed(layer)
    channels = axes[-1] if name.startswith("Global") and axes is not None and channels_last(layer) else None
    return tensor(*(None,) * (fixed - 2), channels) if fixed is not None and fixed > 1 else None


class _Words:
    """What the words of a file tell of all layers.

    Attributes:
        counts: whether a layer minds how many numbers it gets; else nobody asks for units.
        last: whether nothing says that the channels come first, of a layer or of all.
    """

    def __init__(self, module: Engine) -> None:
        text = module.source.text
        self.counts = "Reshape" in text
        self.last = "channels_first" not in text and "dim_ordering" not in text


def channels_last(layer: Layer) -> bool:
    """Whether the channels of what a layer gets are its last axis."""
    told = layer.constant("data_format")
    return told == "channels_last" or (told is None and layer.module.fact(_Words).last)


def _units(layer: Layer, name: str) -> int | None:
    return numbers(layer, name, 1, None)[0] if layer.module.fact(_Words).counts else None


def _last(came: Shape | None, units: int | None) -> Shape | None:
    """*came* with another last axis."""
    if came is None or came.more:
        return came
    return Shape((*came.axes[:-1], units), made=came.made)


def _count(came: Shape | None) -> int | None:
    """How many numbers a sample has."""
    if came is None or came.more or None in came.axes[1:]:
        return None
    return prod(axis for axis in came.axes[1:] if axis is not None)


def ordered(layer: Layer) -> Axes | None:
    """The axes of ``Permute``, in the order that it gives them."""
    return _tuple(layer, "dims")


def _permuted(layer: Layer, came: Shape | None) -> Shape | None:
    if came is None or came.more:
        return came
    order = ordered(layer)
    if order is None or len(order) != len(came.axes) - 1:
        return tensor(*(None,) * (len(came.axes) - 1))
    known = [came.axes[each] if each is not None and 0 < each < len(came.axes) else None for each in order]
    return tensor(*known)


def _tuple(layer: Layer, name: str) -> Axes | None:
    given = layer.argument(name)
    if given is None or layer.origin is None or layer.gives(name) is not True:
        return None
    return _told(layer.module, given.value, layer.origin.frames)


def _reshaped(layer: Layer, came: Shape | None) -> Shape | None:
    target = _tuple(layer, "target_shape")
    if target is None:
        return None
    known = [each for each in target if each is not None and each > 0]
    count, product = _count(came), prod(known)
    rest = count // product if count is not None and len(known) == len(target) - 1 and product else None
    return tensor(
        *(each if each is not None and each > 0 else rest if each == -1 else None for each in target)
    )


def wrong_count(layer: Layer, came: Shape | None) -> tuple[int, Axes] | None:
    """How many numbers ``Reshape`` gets of a sample, and its target, where it cannot give them that shape."""
    target = _tuple(layer, "target_shape") if layer.name == "Reshape" else None
    count = _count(came)
    if not target or count is None or None in target or target.count(-1) > 1 or 0 in target:
        return None
    product = prod(each for each in target if each is not None and each > 0)
    fits = count % product == 0 if -1 in target else count == product
    return None if fits else (count, target)


def _each_step(layer: Layer, came: Shape | None) -> Shape | None:
    """What ``TimeDistributed`` makes, whose layer gets a step at a time."""
    inner = layer.inner
    step = inside(came)
    found = given_by(inner, step) if inner is not None else None
    if found is None:
        return None
    steps = came.axes[1] if came is not None and len(came.axes) > 1 else None
    return Shape((None, steps, *found.axes[1:]), found.more, made=found.made)


def inside(came: Shape | None) -> Shape | None:
    """One step of a sequence of this shape."""
    if came is None or (not came.more and len(came.axes) < 3):
        return None
    return Shape((came.axes[0], *came.axes[2:]), came.more, made=came.made)


def _recurrent(layer: Layer, came: Shape | None) -> Shape | None:
    core = layer.inner if layer.name == "Bidirectional" else layer
    rank = ranks.fixed(layer)
    if core is None or rank is None:
        return None
    units = _units(core, "units")
    if core is not layer:
        mode = layer.constant("merge_mode", "concat")
        if mode not in _MERGED:
            return None  # a list of two tensors, or not known
        units = units * _MERGED[str(mode)] if units is not None else None
    steps = came.axes[1] if came is not None and not came.more and len(came.axes) == 3 else None
    return tensor(units) if rank == 2 else tensor(steps, units)


def _moved(layer: Layer, came: Shape | None, size: int) -> Shape:
    """What a layer makes that works along *size* axes; of more axes than it knows Keras 2 keeps those."""
    known = came is not None and not came.more and len(came.axes) == size + 2
    if came is None or came.more:
        return tensor(*(None,) * (size + 1), more=layer.name in _FILTERING)
    if not known or not channels_last(layer):
        return tensor(*(None,) * (size + 1))
    channels = came.axes[-1]
    if layer.name in _FILTERING or layer.name in _TRANSPOSED:
        channels = _units(layer, "filters")
    elif layer.name in _DEPTHWISE:
        channels = None
    sides: Axes = came.axes[1:-1] if layer.name.startswith("SpatialDropout") else (None,) * size
    if layer.name in WINDOWED:
        sides = _strided(layer, came.axes[1:-1], size)
    return tensor(*sides, channels)


def _strided(layer: Layer, sides: Axes, size: int) -> Axes:
    """The axes along which a window has moved."""
    if all(side is None for side in sides):
        return sides
    is_pool = layer.name in _POOLING
    padding = layer.constant("padding", "valid")
    default = numbers(layer, "pool_size", size, 2) if is_pool else (1,) * size
    is_told = layer.argument("strides") is not None and layer.constant("strides", ...) is not None
    steps = numbers(layer, "strides", size, 1) if is_told or layer.gives("strides") is None else default
    wide = windows(layer)
    if padding in ("same", "causal"):
        wide = (1,) * size
    if wide is None:
        return (None,) * size
    return tuple(
        (side - width) // step + 1 if side is not None and width is not None and step else None
        for side, width, step in zip(sides, wide, steps, strict=True)
    )
