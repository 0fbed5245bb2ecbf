"""Arguments of Keras that others have taken the place of."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.keras_api.reader import find, renamed_arguments
from tflint_ckpt.keras_api.signature import ParameterKind, Signature
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.fates import TAKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.engine import Engine

_OF_DEPTHWISE = {
    f"kernel_{part}": f"depthwise_{part}" for part in ("initializer", "regularizer", "constraint")
}
_IGNORED = {
    "keras.layers.DepthwiseConv1D": _OF_DEPTHWISE,
    "keras.layers.DepthwiseConv2D": _OF_DEPTHWISE,
}
"""Successors that no source of Keras tells: of the arguments of a depthwise layer that Keras 2 takes by the
old name and does not look at (ran on 2.9, 2.12 and 3.15)."""
_VALUES = {"data_format": {"tf": "channels_last", "th": "channels_first"}, "implementation": {}}
"""Arguments whose values have other names too; no other value can be given."""

_KERNELS = tuple(
    f"keras.layers.{name}{sides}D"
    for name in ("Conv", "Convolution", "LocallyConnected", "SeparableConv")
    for sides in (2, 3)
)
BEFORE_STRIDES = 2
"""How many parameters of such a layer stand before its strides: the filters and the size of the kernel."""

_ADVICE = {
    "causal": "give use_causal_mask=True where the layer is called",
    "time_major": "make the batch the first axis of what goes in and comes out",
    "batch_input_shape": "give the shape to an input of its own: keras.Input(batch_shape={})",
    "weights": "call set_weights({}) once the layer is built",
    "kernel_initializer": "write depthwise_initializer and pointwise_initializer",
    "kernel_regularizer": "write depthwise_regularizer and pointwise_regularizer",
    "kernel_constraint": "write depthwise_constraint and pointwise_constraint",
    "workers": "give it to the keras.utils.PyDataset that is read on Keras 3",
    "use_multiprocessing": "give it to the keras.utils.PyDataset that is read on Keras 3",
    "max_queue_size": "give it to the keras.utils.PyDataset that is read on Keras 3",
    "signatures": "export the model with keras.export.ExportArchive, or tf.saved_model.save(…, signatures=…)",
    "input_length": "give the length in the shape of the input",
    "sample_weight_mode": "remove it: the shape of the weights decides",
    "write_grads": "remove it: no release writes gradients",
    "batch_size": "remove it: the callback needs no batch size",
    "dynamic": "give run_eagerly=True to compile instead",
    "virtual_batch_size": "remove it: there is no replacement",
}


@dataclass(frozen=True, slots=True)
class Successor:
    """The argument that is given now instead of an older one.

    Attributes:
        name: what it is called.
        value: what has to be written as its value; ``None`` where the value stays.
        same: whether a release that takes the older one does the same with it.
        besides: what a person has to change too, since the call would run and do something else: the sides of
            a kernel, which Keras 1 took one by one, would be its size and its strides. Empty for nothing.
    """

    name: str
    value: str | None
    same: bool
    besides: str = ""


def successor(module: Engine, call: Call, owner: str, method: str, argument: Argument) -> Successor | None:
    """What to give for *argument* of *call*, of the API class or function *owner* or its *method*, on every
    release of the target; ``None`` where nothing has taken its place, or that is given already."""
    ignored = {} if method else _IGNORED.get(_canonical(module, owner), {})
    name = argument.name or ""
    new = ignored.get(name) or renamed_arguments(owner, method).get(name)
    told = [api.signature(owner, method, release.keras) for release in module.target.releases]
    if new is None or call.open or not all(each and _takes(each, new) for each in told):
        return None
    sides = gives_sides(call.node, _canonical(module, owner))
    places = [
        place for place in range(len(call.arguments)) if told[0] and api.positional(told[0], place) == new
    ]
    if sides and new == "strides":
        places = []  # what stands there is a side of the kernel
    if call.argument(new, position=places[0] if places else None) is not None:
        return None
    value = _value(module, new, argument)
    if new in _VALUES and value is None:
        return None
    besides = "and the sides of the kernel as one tuple" if sides else ""
    return Successor(new, value, name not in ignored, besides)


def gives_sides(call: cst.Call, owner: str) -> bool:
    """Whether a call of the layer *owner* gives the sides of the kernel one by one, as in Keras 1; later
    releases of ``tf.keras`` take the second for the strides."""
    positional = sum(argument.keyword is None for argument in call.args)
    return positional > BEFORE_STRIDES and owner.startswith(_KERNELS)


def _takes(told: Signature, name: str) -> bool:
    """Whether an argument of that name is taken; ``Model`` does not say what it takes."""
    return told.takes(name) in TAKEN or any(each.kind is ParameterKind.ARGS for each in told.parameters)


def _canonical(module: Engine, owner: str) -> str:
    found = find(owner)
    called = found.canonical(module.target.releases[-1].keras) if found else None
    return called or owner


def _value(module: Engine, new: str, argument: Argument) -> str | None:
    """What has to be written for a value that has another name now."""
    only = module.literal(argument.value) if new in _VALUES else None
    value = _VALUES.get(new, {}).get(only or "")
    return f"'{value}'" if value else None


def instead(module: Engine, argument: Argument) -> str:
    """What a person can do where *argument* is not taken, and no other argument has its meaning."""
    told = _ADVICE.get(argument.name or "")
    if told is None:
        return f"remove {argument.name}, or find another way to do what it asked for"
    return told.format(module.text(argument.value))
