"""TFC703 softmax-single-unit."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.contracts import place
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.outputs import COMPUTING
from tflint_ckpt.semantics.module import Module

_OUTCOMES = (
    on_keras2(Severity.ERROR, "trains without a word, and this output never changes"),
    on_keras3(Severity.ERROR, "only warns, and this output never changes"),
)
_BINARY = ("binary_crossentropy", "BinaryCrossentropy")
_COMPUTING = sorted(COMPUTING)
_APART = ("Activation", "Softmax")
"""The layers that are a softmax by themselves, behind another."""


class SoftmaxSingleUnit(Rule):
    """A softmax over a single unit is always 1.

    ## What it does
    Reports `Dense(1, activation="softmax")`, a convolution with one filter and a softmax, and the same with
    the softmax in an `Activation` or `Softmax` layer behind it.

    ## Why
    Softmax divides by the sum over the units. Of a single one that is the number itself, so that the output
    is 1.0 for every input: the gradient is zero, the accuracy stays at the share of ones. Keras 2 says
    nothing, Keras 3 warns.

    ## When it is silent
    Where the number of units is not known, or the softmax runs over an axis of its own (`Softmax(axis=1)`).

    ## Fix safety
    The fix writes `sigmoid`, which is what a single unit with `binary_crossentropy` needs. It is unsafe,
    since results change. There is no automatic fix in the middle of a model, or in a file without
    `binary_crossentropy`: a softmax with one unit for each class may be what was meant, or, for a regression,
    no activation.

    ## References
    - [Layer activation functions](https://keras.io/api/layers/activations/)
    """

    code = "TFC703"
    name = "softmax-single-unit"
    summary = "softmax over a single unit, which is always 1"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Either(
            Passed(*(f"{name}.{'units' if name == 'Dense' else 'filters'}.0=1" for name in _COMPUTING)),
            Base(*_COMPUTING),
        ),
        Either(Name("Softmax"), Base("Activation", *_COMPUTING), Passed(made_by=lambda: _given_softmax())),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each softmax over one unit."""
        found: dict[cst.Call, cst.BaseExpression | None] = {}
        for call in module.calls(*(f"keras.layers.{name}" for name in COMPUTING)):
            origins = module.objects.origins(call.node)
            layer = Layer(module, origins[0], call.node) if len(origins) == 1 else None
            if layer is not None and layer.made is call.node and _has_one_unit(layer) and _is_softmax(layer):
                found[call.node] = _activation(layer)
        if not found and not any(name in module.source.text for name in _APART):
            return  # what the outputs are made of takes the most work
        models = module.fact(Architectures)
        outputs = [output for model in models.every() for output in model.outputs or () if output is not None]
        last = {output.activated_by.layer.made for output in outputs if output.activated_by is not None}
        for output in outputs:
            for before, layer in zip(output.chain.layers, output.chain.layers[1:], strict=False):
                apart = layer.name in _APART and layer.made
                if apart and _has_one_unit(before) and _is_softmax(layer):
                    found[apart] = _activation(layer)
        for made, given in found.items():
            what = "softmax over a single unit is always 1"
            fix = _fix(module, given, is_output=made in last)
            yield from self.judged(module, given or made, what, _OUTCOMES, fix, of=made)


def _given_softmax() -> Iterator[str]:
    for name in (*_COMPUTING, "Activation"):
        position = place(f"keras.layers.{name}", "activation")
        yield f"{name}.activation.{'' if position is None else position}='softmax'"


def _has_one_unit(layer: Layer) -> bool:
    """Whether a layer surely gives one number on its last axis."""
    if layer.name == "Dense":
        return layer.constant("units") == 1
    channels_last = layer.gives("data_format") is False and "channels_first" not in layer.module.source.text
    return channels_last and layer.name in COMPUTING and layer.constant("filters") == 1


def _is_softmax(layer: Layer) -> bool:
    if layer.name == "Softmax":
        return layer.constant("axis", -1) == -1
    return layer.activation() == "softmax"


def _activation(layer: Layer) -> cst.BaseExpression | None:
    given = layer.argument("activation")
    return given.value if given is not None else None


def _fix(module: Module, given: cst.BaseExpression | None, *, is_output: bool) -> Fix:
    """What a single unit needs: written where it is the output, and the loss is that of two classes."""
    from tflint_ckpt.syntax.arguments import replace

    advice = "use sigmoid for two classes, one unit for each class for more, no activation for a regression"
    if not is_output or not any(word in module.source.text for word in _BINARY):
        return Fix(Applicability.MANUAL, advice)
    edit: Edit | None = None
    if isinstance(given, cst.SimpleString) and given.raw_value == "softmax":
        edit = replace(module, given, f"{given.prefix}{given.quote}sigmoid{given.quote}")
    elif isinstance(given, cst.Attribute) and given.attr.value == "softmax":
        edit = replace(module, given.attr, "sigmoid")
    return Fix(Applicability.UNSAFE, "write sigmoid", (edit,)) if edit else Fix(Applicability.MANUAL, advice)
