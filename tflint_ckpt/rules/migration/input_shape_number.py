"""TFC813 input-shape-number."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Passed
from tflint_ckpt.rules.wrapped import as_tuple
from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.number_kinds import INT, UNKNOWN, Kinds, NumberKinds

_INPUTS = ("keras.Input", "keras.layers.Input")
_INPUT_LAYER = "keras.layers.InputLayer"


class InputShapeNumber(Rule):
    """The shape of an input is a number instead of a tuple: `Input(shape=90)`, `Input(shape=(90))`.

    ## What it does
    Reports `Input` and `InputLayer` whose shape, and layers whose `input_shape`, is a number.

    ## Why
    `(90)` is the number 90; a tuple of one element is `(90,)`. Keras 2 takes an `int` for it. Keras 3
    raises `ValueError: Cannot convert '90' to a shape`. A number of NumPy or a float, and `input_shape=90`
    of a layer such as `Dense`, raise on both.

    ## When it is silent
    Where the code does not show that it is a number: parameters whose callers are not in sight, attributes
    of unknown objects, a single element of a shape. In a `try` that catches `ValueError`, and under a test
    of the version.

    ## Fix safety
    `(90,)` means the same on Keras 2 and runs on Keras 3: safe. Where the number comes by way of a dictionary
    that is unpacked, it is left to a person.

    ## References
    - [Input object](https://keras.io/api/layers/core_layers/input/)
    """

    code = "TFC813"
    name = "input-shape-number"
    summary = "the shape of an Input is a number, which Keras 3 refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Passed(
            *("Input.shape.0=number", "Input.input_shape.=number"),
            *("InputLayer.shape.0=number", "InputLayer.input_shape.=number", ".input_shape.=number"),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each shape that is a number."""
        for call, argument, is_input in _shapes(module):
            kinds = module.fact(NumberKinds).of(argument.value)
            if UNKNOWN in kinds or is_guarded(module, call.node, "ValueError", "TypeError"):
                continue
            name = argument.name or "shape"
            what = f"{call.name.rpartition('.')[2]} is given a number as its {name}, not a tuple"
            outcomes = _outcomes(kinds, is_input=is_input)
            yield from self.judged(module, argument.node, what, outcomes, as_tuple(module, argument))


def _shapes(module: Module) -> Iterator[tuple[Call, Argument, bool]]:
    """The calls that are given the shape of an input, that argument, and whether it is an ``Input``."""
    for node in module.facts.calls:
        is_input = module.is_named(node.func, *_INPUTS)
        name = module.resolve(node.func) or (_INPUTS[0] if is_input else "")
        if is_input or name == _INPUT_LAYER:
            call = bind(module, node, name)
            argument = argument_of(call, "shape", "input_shape")
        elif name.startswith("keras.layers.") and families.is_a(name, families.LAYER):
            call = bind(module, node, name)
            argument = call.argument("input_shape")
        else:
            continue
        if argument is not None:
            yield call, argument, is_input or name == _INPUT_LAYER


def _outcomes(kinds: Kinds, *, is_input: bool) -> tuple[Outcome, ...]:
    refused = on_keras3(Severity.ERROR, "raises ValueError (Cannot convert it to a shape)")
    if is_input and kinds == {INT}:
        return on_keras2(None, "takes it for a tuple"), refused
    return on_keras2(Severity.ERROR, "raises TypeError"), refused
