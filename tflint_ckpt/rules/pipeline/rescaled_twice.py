"""TFC222 rescaled-twice."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.generators import GENERATOR
from tflint_ckpt.semantics.module import Module
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
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.arguments import remove_argument, replace
from tflint_ckpt.syntax.statements import remove_statement

_APPLICATIONS = "keras.applications."
_THEMSELVES = ("EfficientNet", "MobileNetV3", "ConvNeXt", "RegNet", "ResNetRS")
"""Applications that begin with layers which bring 0 … 255 to the scale they want."""
_IDENTITIES = ("efficientnet", "efficientnet_v2", "mobilenet_v3", "convnext", "regnet", "resnet_rs")
"""Modules whose ``preprocess_input`` returns what it is given."""


class RescaledTwice(Rule):
    """Pictures are divided by 255 before a network that does it itself, or before `preprocess_input`.

    ## What it does
    Reports `/ 255`, `rescale=1/255` and `Rescaling(1/255)` on the data of `EfficientNet*`, `MobileNetV3*`,
    `ConvNeXt*`, `RegNet*` and `ResNetRS*`; and the same together with `preprocess_input`: in one
    `ImageDataGenerator`, or in its argument.

    ## Why
    These networks begin with layers that take pixels of 0 to 255 to the scale they were trained on. Pixels of
    0 to 1 become almost one constant there: behind the own layer of EfficientNetB0 the largest value is 0.004
    instead of 1. Nothing raises; the network learns slowly or not at all, above all where it is frozen. The
    `preprocess_input` of the other networks takes 0 to 255 just the same.

    ## When it is silent
    Where the network is built with `include_preprocessing=False`; where the model has other layers that
    scale (`Rescaling(255)`, `Normalization`, `Lambda`), or another application too; where the data are
    scaled more than once, or not on every way; where the model, the data or their functions are not all in
    sight.

    ## Fix safety
    The fix takes the division, or the argument, away. It is unsafe: a model that was trained on such pictures
    wants them so. A layer is left to you.

    ## References
    - [Keras Applications](https://keras.io/api/applications/efficientnet/)
    - [ImageDataGenerator](https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator)
    """

    code = "TFC222"
    name = "rescaled-twice"
    summary = "pictures divided by 255 for a network, or a preprocess_input, that scales them itself"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Api("keras.applications"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each place that rescales too much."""
        seen = set[cst.CSTNode]()
        for fit in module.training.fits:
            for place, network in _before_network(module, fit):
                if place not in seen:
                    seen.add(place)
                    own = f"{_name(module, network)} ({module.where(network)})"
                    message = (
                        f"pictures are divided by 255, and {own} brings 0 … 255 to its own scale itself: "
                        "it sees almost constant pictures"
                    )
                    yield self.finding(
                        module, place, Severity.WARNING, message, _without(module, place), of=network
                    )
        for place, call in _before_preprocessing(module):
            if place not in seen:
                seen.add(place)
                message = (
                    "pictures are divided by 255, and preprocess_input takes 0 … 255 too: "
                    "what comes out is almost constant"
                )
                yield self.finding(module, place, Severity.WARNING, message, _without(module, place), of=call)


def _before_network(module: Module, fit: Fit) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
    """Where the pictures of *fit* are rescaled, and the network that does so itself."""
    origins = fit.model
    parts = parts_of(module, origins[0]) if len(origins) == 1 and not origins[0].local else None
    if parts is None:
        return
    named = [(node, module.resolve(node.func) or "") for node in parts if isinstance(node, cst.Call)]
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
    if not name.rpartition(".")[2].startswith(_THEMSELVES):
        return False
    call = module.as_call(node, name)
    if call is None or call.open:
        return False
    given = call.argument("include_preprocessing")
    values = module.evaluate(given.value) if given is not None else ()
    return all(isinstance(value, Constant) and value.value is True for value in values)


def _before_preprocessing(module: Module) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
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


def _name(module: Module, network: cst.Call) -> str:
    return (module.resolve(network.func) or "").rpartition(".")[2]


def _without(module: Module, place: cst.CSTNode) -> Fix:
    """Take a division, or the argument ``rescale``, away."""
    if isinstance(place, cst.Call):
        return Fix(Applicability.MANUAL, "leave the layer out")
    edits: tuple[Edit, ...]
    alone = _statement(module, place)
    if alone is not None:
        title, edits = "leave the division out", (remove_statement(module, alone),)
    elif isinstance(place, cst.BinaryOperation):
        title = "leave the division out"
        edits = (replace(module, place, module.text(place.left)),)
    else:
        title, edits = "leave rescale out", remove_argument(module, place)
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)


def _statement(module: Module, place: cst.CSTNode) -> cst.CSTNode | None:
    """The statement that does nothing but divide: ``x /= 255``, ``x = x / 255``."""
    if isinstance(place, cst.AugAssign):
        return place
    above = module.parent(place)
    if not isinstance(place, cst.BinaryOperation) or not isinstance(above, cst.Assign):
        return None
    same = len(above.targets) == 1 and module.text(above.targets[0].target) == module.text(place.left)
    return above if same else None
