"""How many axes the output of a layer has, that of the batch included."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.values.kinds import Frames, Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SPATIAL = (
    "Conv{}D Conv{}DTranspose SeparableConv{}D DepthwiseConv{}D MaxPooling{}D AveragePooling{}D MaxPool{}D "
    "AvgPool{}D UpSampling{}D ZeroPadding{}D Cropping{}D SpatialDropout{}D"
).split()
_FIXED = {name.format(size): size + 2 for name in _SPATIAL for size in (1, 2, 3)}
_FIXED |= {"Flatten": 2, "RepeatVector": 3}
_POOLING = ("AveragePooling", "MaxPooling", "AvgPool", "MaxPool")
_GLOBAL = frozenset(f"Global{kind}{size}D" for kind in _POOLING for size in (1, 2, 3))
_RECURRENT = frozenset("LSTM GRU SimpleRNN CuDNNLSTM CuDNNGRU".split())
_KEEPING = frozenset(
    "Dense Dropout BatchNormalization LayerNormalization GroupNormalization UnitNormalization Activation "
    "Softmax ReLU LeakyReLU PReLU ELU ThresholdedReLU GaussianNoise GaussianDropout AlphaDropout "
    "ActivityRegularization Masking Permute Rescaling".split()
)


def keeps(layer: Layer) -> bool:
    """Whether a layer gives as many axes as it gets."""
    inner = layer.inner if layer.name == "TimeDistributed" else None
    return layer.name in _KEEPING or (inner is not None and keeps(inner))


def fixed(layer: Layer) -> int | None:
    """How many axes a layer gives, whatever it gets; ``None`` where that is not known, or depends on it."""
    if layer.name in _FIXED:
        return _FIXED[layer.name]
    if layer.name in _GLOBAL:
        return 2 if layer.constant("keepdims", False) is False else None
    if layer.name in _RECURRENT:
        return _of_recurrent(layer)
    inner = layer.inner
    if layer.name == "TimeDistributed":
        each = fixed(inner) if inner is not None else None
        return each + 1 if each is not None else None
    if layer.name == "Bidirectional":
        return _of_recurrent(inner) if inner is not None and inner.name in _RECURRENT else None
    if layer.name == "Reshape":
        values = layer.values("target_shape") or ()
        return _length(values, added=1)
    if layer.application:
        return _of_application(layer)
    return None


def _of_recurrent(layer: Layer) -> int | None:
    if layer.constant("return_state", False) is not False:
        return None
    sequences = layer.constant("return_sequences", False)
    return 2 if sequences is False else 3 if sequences is True else None


def _of_application(layer: Layer) -> int | None:
    top = layer.constant("include_top", True)
    if top is True:
        return 2
    pooling = layer.constant("pooling") if top is False else ...
    return 4 if pooling is None else 2 if pooling in ("avg", "max") else None


def of_input(module: Module, node: cst.CSTNode | None, frames: Frames) -> int | None:
    """The axes of a ``keras.Input``, or of the ``input_shape`` of a layer."""
    if not isinstance(node, cst.Call):
        return None
    call = bind(module, node, "keras.Input")
    if call.open:
        return None
    first = module.resolve(node.func) or ""
    is_input = first.rpartition(".")[2] in ("Input", "InputLayer")
    shape = argument_of(call, "shape", "input_shape") if is_input else call.argument("input_shape")
    whole = call.argument("batch_shape", "batch_input_shape")
    if shape is not None:
        return _length(module.evaluate(shape.value, frames), added=1)
    if whole is not None:
        return _length(module.evaluate(whole.value, frames), added=0)
    return 2 if call.argument("input_dim") is not None and not is_input else None


def _length(values: tuple[object, ...], *, added: int) -> int | None:
    only = values[0] if len(values) == 1 else None
    length = only.length if isinstance(only, Items) else None
    return length + added if length is not None else None
