"""TFC721 image-too-small."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.applications import LEAST
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.kinds import Constant, Items

_RAISES = "raises ValueError when the model is made"
_OUTCOMES = on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES)


class ImageTooSmall(Rule):
    """The `input_shape` of an application is smaller than what it takes.

    ## What it does
    Reports `ResNet50(input_shape=(28, 28, 3))` and the like: height or width is below the least size of the
    application, 32 for most of them, 71 for `Xception`, 75 for `InceptionV3` and `InceptionResNetV2`.

    ## Why
    The application halves height and width several times, and checks that something is left: `Input size must
    be at least 32x32`.

    ## When it is silent
    Where the shape is not known, or has `None` in it, where an `input_tensor` brings it, and for images
    whose channels come first.

    ## Fix safety
    There is no automatic fix: the images have to be made larger, as with `keras.layers.Resizing`, or another
    model taken.

    ## References
    - [Keras Applications](https://keras.io/api/applications/)
    """

    code = "TFC721"
    name = "image-too-small"
    summary = "an input_shape that is smaller than the application takes"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name(*sorted(LEAST)), Keyword("input_shape"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each application with such a shape."""
        if "channels_first" in module.source.text:
            return
        for call in module.facts.calls:
            name = module.resolve(call.func) or ""
            if name.rpartition(".")[2] not in LEAST or not families.is_a(name, families.MODEL):
                continue
            origins = module.objects.origins(call)
            layer = Layer(module, origins[0], call) if len(origins) == 1 else None
            least = LEAST.get(layer.application) if layer is not None and layer.made is call else None
            size = _size(layer) if layer is not None and least is not None else None
            given = layer.argument("input_shape") if layer is not None else None
            if least is None or size is None or given is None or min(size) >= least:
                continue
            if not is_guarded(module, call, "ValueError"):
                short = name.rpartition(".")[2]
                what = f"{short} takes images of at least {least} x {least}, not {size[0]} x {size[1]}"
                advice = f"give it images of at least {least} x {least}, or take a smaller model"
                fix = Fix(Applicability.MANUAL, advice)
                yield from self.judged(module, given.value, what, _OUTCOMES, fix, of=call)


def _size(layer: Layer) -> tuple[int, int] | None:
    """Height and width of the images that an application is surely told of."""
    values = layer.values("input_shape") or ()
    only = values[0] if len(values) == 1 else None
    if not isinstance(only, Items) or only.length != 3:
        return None
    if layer.gives("input_tensor") is not False:
        return None
    height, width = (_number(layer, element) for element in only.elements[:2])
    return (height, width) if height is not None and width is not None else None


def _number(layer: Layer, node: cst.BaseExpression) -> int | None:
    frames = layer.origin.frames if layer.origin is not None else ()
    values = layer.module.evaluate(node, frames)
    only = values[0] if len(values) == 1 else None
    return only.value if isinstance(only, Constant) and type(only.value) is int else None
