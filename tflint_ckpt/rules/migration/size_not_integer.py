"""TFC814 size-not-integer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.keras_api.boundaries import DENSE_UNITS_MUST_BE_INT, SIZES_MUST_BE_INT
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Named, OnKeras3
from tflint_ckpt.rules.wrapped import as_number
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.number_kinds import FLOAT, NUMPY, NUMPY_FLOAT, Kinds, NumberKinds

Outcomes = tuple[Outcome, ...]

_VALUE = on_keras3(Severity.ERROR, "raises ValueError when the layer is made or built")
_BEFORE = on_keras2(None, "takes it")
_TYPE_BEFORE = on_keras2(Severity.ERROR, "raises TypeError when the layer is built")
_EVERYWHERE = (
    on_keras2(Severity.ERROR, "raises ValueError when the layer is made"),
    on_keras3(Severity.ERROR, "raises ValueError when the layer is made"),
)
_TYPE_EVERYWHERE = (
    on_keras2(Severity.ERROR, "raises TypeError when the layer is made"),
    on_keras3(Severity.ERROR, "raises TypeError when the layer is made"),
)


def _since(keras: tuple[int, int]) -> Outcomes:
    """What happens to a NumPy integer where only late releases of Keras 3 look at its type."""
    late = "raises ValueError (expected a positive integer) when the layer is made"
    return _BEFORE, on_keras3(None, "takes it", until=keras), on_keras3(Severity.ERROR, late, since=keras)


_CONVOLUTIONS = tuple(
    f"{kind}{rank}D{end}" for kind in ("Conv", "Convolution") for rank in (1, 2) for end in ("", "Transpose")
)
_FLOATS_LATE: Outcomes = (_BEFORE, _VALUE)
_FLOATS: Outcomes = (_TYPE_BEFORE, _VALUE)

# Layer, parameter and its place, what is done with a NumPy integer (none: it is taken) and with a float.
# All were run, on TensorFlow 2.11 and 2.15 and with Keras 3.3, 3.8 and 3.15.
_SIZES: tuple[tuple[tuple[str, ...], str, int, Outcomes, Outcomes], ...] = (
    (("Dense",), "units", 0, _since(DENSE_UNITS_MUST_BE_INT), _FLOATS_LATE),
    (("Embedding",), "input_dim", 0, _since(SIZES_MUST_BE_INT), _FLOATS),
    (("Embedding",), "output_dim", 1, _since(SIZES_MUST_BE_INT), _FLOATS),
    (("MultiHeadAttention",), "num_heads", 0, _since(SIZES_MUST_BE_INT), _FLOATS),
    (("MultiHeadAttention",), "key_dim", 1, _since(SIZES_MUST_BE_INT), _FLOATS),
    (("GroupNormalization",), "groups", 0, _since(SIZES_MUST_BE_INT), ()),
    (("GRU", "SimpleRNN"), "units", 0, (_BEFORE, _VALUE), _FLOATS),
    (("LSTM",), "units", 0, (), _FLOATS),
    ((*_CONVOLUTIONS, "SeparableConv2D"), "filters", 0, (), _FLOATS_LATE),
    (("Conv2D", "Convolution2D"), "kernel_size", 1, _EVERYWHERE, _EVERYWHERE),
    (("Conv2D", "Convolution2D"), "strides", 2, _EVERYWHERE, _EVERYWHERE),
    (("MaxPooling2D", "MaxPool2D"), "pool_size", 0, _EVERYWHERE, _EVERYWHERE),
    (("UpSampling2D",), "size", 0, _EVERYWHERE, _EVERYWHERE),
    (("RepeatVector",), "n", 0, _TYPE_EVERYWHERE, _TYPE_EVERYWHERE),
)
_LATE = ((_since(DENSE_UNITS_MUST_BE_INT), _FLOATS_LATE), ((), _FLOATS_LATE), (_since(SIZES_MUST_BE_INT), ()))
"""What Keras 2 takes anyway."""


def _given(names: tuple[str, ...], parameter: str, place: int, *_: Outcomes) -> Iterator[str]:
    """The words of a row, for the gate."""
    return (f"{name}.{parameter}.{place}=float" for name in names)


class SizeNotInteger(Rule):
    """The size of a layer is a NumPy number or a float, where Keras wants an `int`: `Dense(np.prod(shape))`.

    ## What it does
    Reports sizes of layers of Keras (units, filters, the size of a vocabulary, heads, repetitions, kernels)
    that are computed with NumPy, or by a division, where the layer refuses such a number.

    ## Why
    `np.prod` returns a number of NumPy, `/` a float. Keras 2 takes both in most places; Keras 3 looks at
    the type: `Received an invalid value for units, expected a positive integer. Received: units=784`. Which
    layers do has grown: `GRU` always did, `Dense` does since Keras 3.13, `Embedding` and
    `MultiHeadAttention` since 3.15. `LSTM` and the filters of convolutions take a NumPy integer, and no
    float.

    ## When it is silent
    Where the type is not certain: a parameter whose callers are not in sight, an element of a shape, a
    reduction along an axis. Shapes (`Reshape`, `Input`), which take NumPy integers. Classes of your own. In
    a `try` that catches the exception, and under a test of the version.

    ## Fix safety
    `int(…)` around it is safe: where Keras 2 takes a float, it does the same.

    ## References
    - [Dense layer](https://keras.io/api/layers/core_layers/dense/)
    """

    code = "TFC814"
    name = "size-not-integer"
    summary = "the size of a layer is a NumPy number or a float, which Keras refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(
            OnKeras3(Named(*(word for row in _SIZES if row[3:] in _LATE for word in _given(*row)))),
            Named(*(word for row in _SIZES if row[3:] not in _LATE for word in _given(*row))),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such size."""
        every = (f"keras.layers.{name}" for names, *_ in _SIZES for name in names)
        for node in module.call_index.named(*every):
            for names, parameter, place, of_numpy, of_float in _SIZES:
                wanted = [f"keras.layers.{name}" for name in names]
                if not module.is_named(node.func, *wanted):
                    continue
                call = bind(module, node, wanted[0])
                argument = call.argument(parameter, position=place)
                kinds = module.fact(NumberKinds).of(argument.value) if argument is not None else frozenset()
                outcomes = _outcomes(kinds, of_numpy, of_float)
                if argument is None or not outcomes or is_guarded(module, node, "ValueError", "TypeError"):
                    continue
                kind = "a NumPy number" if kinds & {NUMPY, NUMPY_FLOAT} else "a float"
                what = f"{_called(node)} is given {kind} as its {parameter}"
                fix = as_number(module, argument, "int")
                yield from self.judged(module, argument.node, what, outcomes, fix)


def _outcomes(kinds: Kinds, of_numpy: Outcomes, of_float: Outcomes) -> Outcomes:
    """What happens, if every type that the number may have is refused in the same way."""
    if kinds == {NUMPY}:
        return of_numpy
    return of_float if kinds and kinds <= {FLOAT, NUMPY_FLOAT} else ()


def _called(node: cst.Call) -> str:
    func = node.func
    return func.attr.value if isinstance(func, cst.Attribute) else getattr(func, "value", "the layer")
