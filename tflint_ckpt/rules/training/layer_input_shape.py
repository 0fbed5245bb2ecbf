"""TFC726 layer-input-shape."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Both, Either, Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.layer_shapes import shape_of_input
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.models.misfits import NEEDING, Misfit, Misfits
from tflint_ckpt.semantics.module import Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.models.fed import Fed

_RAISES = "raises ValueError when the model is built"
_LATER = "raises ValueError when the model is built or trained"
_BOTH = on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES)
_TOO_WIDE = on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _LATER)
_TRANSPOSED = _BOTH[0], on_keras3(Severity.ERROR, "raises IndexError when the model is built")
_ONLY_KERAS3 = on_keras2(None, "works on each of the first axes"), on_keras3(Severity.ERROR, _RAISES)
_FED = on_keras2(Severity.ERROR, "raises ValueError"), on_keras3(Severity.ERROR, "raises ValueError")
_ADAPTED = on_keras2(None, "may run on it"), on_keras3(Severity.ERROR, "raises ValueError")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU")


class LayerInputShape(Rule):
    """A layer gets a shape that it does not take: `LSTM` behind `LSTM`, `Conv2D` behind `Flatten`.

    ## What it does
    Follows the shape through the layers of a `Sequential`, and through layers that are called on tensors, and
    reports the first layer that cannot work on what it gets: too few axes or too many for a convolution, a
    pooling or recurrent layer, `TimeDistributed`, `RepeatVector` or `Permute`; a window without padding that
    is larger than what is left of the image; a `Reshape` to another count of numbers. And arrays given to
    `fit`, `evaluate` or `predict` whose shape is in sight and is not that of the input, or not one that the
    first layer takes: `model.fit(images, …)` with images of 28 x 28 for `Input((784,))`.

    ## Why
    `Conv2D` works on `(batch, height, width, channels)`: images of `Input((28, 28))` lack the last axis.
    `LSTM` gives only its last output unless it has `return_sequences=True`, and another `LSTM` behind it gets
    `(batch, units)`. Each convolution and pooling takes something away from height and width, until nothing
    is left. Keras raises `ValueError`: when the layer is added to a model whose input is known, else in the
    first step of `fit`. Older releases of Keras 3 find a window that is too large in `fit` only.

    ## When it is silent
    Where the shape is not in sight: behind layers of your own, layers that are called on several tensors, in
    loops, where functions are called with different tensors. Sizes also in a file that has `channels_first`
    in it. In a `try` that catches `ValueError`.

    ## Fix safety
    `return_sequences=True` for a recurrent layer before another one, and a last axis of 1 for an input that
    lacks it, which Keras then adds to the data, are unsafe: another layer between the two, or none, may be
    what was meant. So is `.reshape(…)` behind data that has as many numbers as the input: perhaps the input
    is wrong. The rest is left to a person.

    ## References
    - [Conv2D layer](https://keras.io/api/layers/convolution_layers/convolution2d/)
    - [LSTM layer](https://keras.io/api/layers/recurrent_layers/lstm/)
    """

    code = "TFC726"
    name = "layer-input-shape"
    summary = "a layer that gets more or fewer axes than it takes, or less than its window"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("Sequential", "Input", "InputLayer", "Flatten", "Model"),
        Either(
            Name(*sorted(NEEDING)),
            Both(Method("fit", "evaluate", "predict"), Name("numpy", "datasets", "random")),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such layer."""
        for misfit in module.fact(Misfits):
            made = misfit.layer.made
            if made is None or is_guarded(module, made, "ValueError"):
                continue
            outcomes = _outcomes(misfit)
            yield from self.judged(
                module, made.func, _what(module, misfit), outcomes, _fix(module, misfit), of=made
            )

        yield from self._of_data(module)

    def _of_data(self, module: Module) -> Iterator[Finding]:
        """Data that the first layer, or the input, does not take."""
        from tflint_ckpt.semantics.models.fed import misfed

        for fed in misfed(module):
            node = fed.call.node
            if is_guarded(module, node, "ValueError"):
                continue
            outcomes = _ADAPTED if fed.only_keras3 else _FED
            gets = f"gets data of the shape {_sizes(fed.gets.axes)}"
            if fed.misfit is not None:
                what = f"{fed.misfit.layer.name}, the first layer, {gets}"
            else:
                what = (
                    f"the model takes {_sizes(fed.takes.axes if fed.takes is not None else ())}, and {gets}"
                )
            yield from self.judged(module, fed.data.value, what, outcomes, _reshape(module, fed), of=node)


def _outcomes(misfit: Misfit) -> tuple[Outcome, ...]:
    if misfit.window is not None:
        return _TOO_WIDE
    if misfit.layer.name.endswith("Transpose") and len(misfit.came.axes) > (misfit.axes or 0):
        return _TRANSPOSED
    return _ONLY_KERAS3 if misfit.only_keras3 else _BOTH


def _what(module: Module, misfit: Misfit) -> str:
    name, axes = misfit.layer.name, misfit.came.axes
    if misfit.target is not None:
        count, target = misfit.target
        return f"{name} gets {count} numbers of a sample, and cannot make {_sizes(target)} of them"
    if misfit.window is not None:
        return f"{name} has a window of {_by(misfit.window)}, and gets {_by(axes[1:-1])}"
    takes = f"{name} takes {misfit.axes} axes with that of the batch"
    given = f"at least {len(axes)}" if misfit.came.more else str(len(axes))
    return f"{takes}, and gets {given}{_source(module, misfit.before)}"


def _source(module: Module, before: Layer | None) -> str:
    made = before.made if before is not None else None
    if before is None or made is None:
        return ""
    return f" from {before.name or before.application} ({module.where(made)})"


def _sizes(axes: tuple[int | None, ...]) -> str:
    return f"({', '.join(map(str, axes))}{',' if len(axes) == 1 else ''})"


def _by(axes: tuple[int | None, ...]) -> str:
    return " x ".join("?" if axis is None else str(axis) for axis in axes)


def _fix(module: Module, misfit: Misfit) -> Fix:
    if misfit.window is not None:
        return Fix(
            Applicability.MANUAL, 'make the input larger or the window smaller, or give padding="same"'
        )
    if misfit.target is not None:
        return Fix(Applicability.MANUAL, "give a target_shape of as many numbers")
    before, axes = misfit.before, len(misfit.came.axes)
    sequence = before.inner if before is not None and before.name == "Bidirectional" else before
    if sequence is not None and sequence.name in _RECURRENT and (axes, misfit.axes) == (2, 3):
        return _as_sequence(module, sequence)
    if misfit.told is not None and before is None and misfit.axes == axes + 1 and axes > 1:
        return _with_last_axis(module, misfit.told, misfit.layer)
    return Fix(
        Applicability.MANUAL, f"put a layer before it that gives {misfit.axes} axes, or take another one"
    )


def _as_sequence(module: Module, layer: Layer) -> Fix:
    from tflint_ckpt.finding import with_edits
    from tflint_ckpt.syntax.arguments import add_argument

    made = layer.made
    bare = made is not None and layer.gives("return_sequences") is False
    edits = add_argument(module, made, "return_sequences", "True") if made is not None and bare else ()
    where = f" ({module.where(made)})" if made is not None else ""
    return with_edits(f"give {layer.name}{where} return_sequences=True", edits, Applicability.UNSAFE)


def _with_last_axis(module: Module, told: cst.CSTNode, layer: Layer) -> Fix:
    """Give the input an axis of length 1 more, where its shape is written out."""
    from tflint_ckpt.finding import with_edits
    from tflint_ckpt.syntax.arguments import replace

    shape = shape_of_input(module, told)
    what = "step" if layer.name in (*_RECURRENT, "Bidirectional") else "channels"
    title = f"add a last axis to the shape of the input, for the {what}"
    if not isinstance(shape, (cst.Tuple, cst.List)) or layer.name in ("Permute", "TimeDistributed"):
        return Fix(Applicability.MANUAL, title)
    sizes = ", ".join((*(module.text(element.value) for element in shape.elements), "1"))
    return with_edits(title, (replace(module, shape, f"({sizes})"),), Applicability.UNSAFE)


def _reshape(module: Module, fed: Fed) -> Fix:
    """Give the data the shape of the input, where it has as many numbers."""
    from tflint_ckpt.finding import with_edits
    from tflint_ckpt.semantics.models.fed import reshaped
    from tflint_ckpt.syntax.arguments import replace

    axes, node = reshaped(fed), fed.data.value
    if axes is None:
        return Fix(Applicability.MANUAL, "give it data of the shape that it takes, or another input")
    text = f"{module.text(node)}.reshape({', '.join(map(str, axes))})"
    is_simple = isinstance(node, (cst.Name, cst.Attribute, cst.Subscript, cst.Call))
    edits = (replace(module, node, text),) if is_simple else ()
    return with_edits(f"give it {text}", edits, Applicability.UNSAFE)
