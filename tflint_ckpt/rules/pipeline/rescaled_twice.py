"""TFC222 rescaled-twice."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.rescaled_twice import before_network, before_preprocessing
from tflint_ckpt.syntax.statements import remove_statement


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
            for place, network in before_network(module, fit):
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
        for place, call in before_preprocessing(module):
            if place not in seen:
                seen.add(place)
                message = (
                    "pictures are divided by 255, and preprocess_input takes 0 … 255 too: "
                    "what comes out is almost constant"
                )
                yield self.finding(module, place, Severity.WARNING, message, _without(module, place), of=call)


def _name(module: Module, network: cst.Call) -> str:
    return (api_called(module, network) or "").rpartition(".")[2]


def _without(module: Module, place: cst.CSTNode) -> Fix:
    """Take a division, or the argument ``rescale``, away."""
    from tflint_ckpt.syntax.arguments import remove_argument, replace

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
