"""Pictures that are rescaled before something that rescales them itself."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.generators import GENERATOR
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.rescaling import (
    RescaledArrays,
    is_255th,
    is_rescaling,
    parts_of,
    rescaled_beside,
    rescaled_data,
    scales,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_APPLICATIONS = "keras.applications."
THEMSELVES = ("EfficientNet", "MobileNetV3", "ConvNeXt", "RegNet", "ResNetRS")
"""Applications that begin with layers which bring 0 … 255 to the scale they want."""
_IDENTITIES = ("efficientnet", "efficientnet_v2", "mobilenet_v3", "convnext", "regnet", "resnet_rs")
"""Modules whose ``preprocess_input`` returns what it is given."""


def before_network(module: Module, fit: Fit) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
    """Where the pictures of *fit* are rescaled, and the network that does so itself."""
    origins = fit.model
    parts = parts_of(module, origins[0]) if len(origins) == 1 and not origins[0].local else None
    if parts is None:
        return
    named = [(node, api_called(module, node) or "") for node in parts if isinstance(node, cst.Call)]
    networks = [(node, name) for node, name in named if name.startswith(_APPLICATIONS)]
    networks = [(node, name) for node, name in networks if name.rpartition(".")[2][:1].isupper()]
    if not networks or not all(_scales_itself(module, node, name) for node, name in networks):
        return
    others = scales(module, parts)
    if not others:
        data = argument_of(fit.call, "x", "generator")
        place = rescaled_data(module, data.value) if data is not None else None
        places = (place, *rescaled_beside(module, fit)) if place is not None else ()
    else:
        places = (others[0],) if len(others) == 1 and is_rescaling(module, others[0]) else ()
    for place in places:
        yield place, networks[0][0]


def _scales_itself(module: Module, node: cst.Call, name: str) -> bool:
    if not name.rpartition(".")[2].startswith(THEMSELVES):
        return False
    call = module.as_call(node, name)
    if call is None or call.open:
        return False
    given = call.argument("include_preprocessing")
    return given is None or module.is_constant(given.value, True)


def before_preprocessing(module: Module) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
    """Where pictures are rescaled besides a ``preprocess_input`` that takes them as they were."""
    for call in module.calls(GENERATOR):
        function = call.argument("preprocessing_function")
        rescale = call.argument("rescale")
        if function is None or rescale is None or call.open:
            continue
        if _is_preprocessing(module, function.value) and is_255th(module, rescale.value):
            yield rescale.node, call.node
    for node in module.facts.calls:
        if _is_preprocessing(module, node.func) and node.args and not node.args[0].star:
            place = module.fact(RescaledArrays).at(node.args[0].value)
            if place is not None:
                yield place, node


def _is_preprocessing(module: Module, node: cst.BaseExpression) -> bool:
    name = module.resolve(node) or ""
    owner, _, last = name.rpartition(".")
    return name.startswith(_APPLICATIONS) and last == "preprocess_input" and not owner.endswith(_IDENTITIES)
