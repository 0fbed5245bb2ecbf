"""TFC727 metric-of-integers."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Parameter, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.given import metrics_of, trains_as_keras_does
from tflint_ckpt.semantics.training.mixed_numbers import mixed
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.shape import Made

_WHOLE = frozenset("bool int8 int16 int32 int64 uint8 uint16 uint32 uint64".split())
_PARAMETERS = ("y_true", "y_pred", "true", "pred", "y", "target", "targets", "labels", "yTrue", "yPred")
_OUTCOMES = (
    on_keras2(None, "casts both for a metric"),
    on_keras3(Severity.ERROR, "raises TypeError in the first step"),
)


class MetricOfIntegers(Rule):
    """A function among the metrics calculates with integer targets and predictions: Keras 3 casts neither.

    ## What it does
    Reports a function of the file in `metrics` that multiplies, adds, subtracts or compares `y_true` and
    `y_pred` as they are, also behind `K.flatten` and the like, where the targets of the `fit` surely are
    integers: what `randint`, `mnist.load_data` or `.astype(int)` gives.

    ## Why
    Keras 2 casts targets and predictions to the type of the metric before it calls the function. Keras 3
    does that for a loss and not for a metric, and TensorFlow multiplies no integers by floats: `TypeError:
    Input 'y' of 'Mul' Op has type float32 that does not match type int64 of argument 'x'`.

    ## When it is silent
    On Keras 2. Where the type of the targets is not in sight, or they are floats, as of `to_categorical`;
    where the function casts one of both, or calculates by `keras.ops`, which casts; with a `train_step` of
    one's own.

    ## Fix safety
    The fix casts the targets to the type of the predictions in the first line of the function. Keras 2 had
    done so, and Keras 3 raised: safe. Where TensorFlow has no name in the file, it is left to a person.

    ## References
    - [Custom metrics](https://keras.io/api/metrics/#creating-custom-metrics)
    """

    code = "TFC727"
    name = "metric-of-integers"
    summary = "a metric function calculates with integer targets and predictions"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Passed("fit.y.1=any"),
        Passed("compile.metrics.2=any", "compile.weighted_metrics.=any"),
        Parameter(*_PARAMETERS),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such function."""
        seen: set[cst.FunctionDef] = set()
        for fit in module.training.fits:
            if fit.is_custom is not False or is_guarded(module, fit.node, "TypeError"):
                continue
            for function in _functions(module, fit):
                found = mixed(module, function) if function not in seen else None
                dtype = _type_of_targets(module, fit) if found is not None else None
                if found is None or dtype not in _WHOLE:
                    continue
                seen.add(function)
                targets = f"the targets of fit ({module.where(fit.node)}) are {dtype}"
                what = f"{targets}, the predictions floats, and nothing casts them"
                yield from self.judged(module, found, what, _OUTCOMES, _fix(module, function), of=fit.node)


def _functions(module: Module, fit: Fit) -> Iterator[cst.FunctionDef]:
    """The functions of the file among the metrics of a fit."""
    for compiled in fit.compiles or ():
        if not trains_as_keras_does(compiled):
            continue
        for metric in metrics_of(compiled):
            function = module.local_function(metric)
            if function is not None and _is_called_so(function):
                yield function


def _is_called_so(function: cst.FunctionDef) -> bool:
    """Whether a parameter of it is called as those of metrics are: no others are looked at."""
    return any(each.name.value in _PARAMETERS for each in function.params.params[:2])


def _type_of_targets(module: Module, fit: Fit) -> str | None:
    given = argument_of(fit.call, "y")
    if given is None or fit.call.open:
        return None
    shape = module.fact(Shapes).inside(fit.frames, given.value)
    return shape.dtype if shape is not None and shape.made in (Made.NUMPY, Made.TENSOR) else None


def _fix(module: Module, function: cst.FunctionDef) -> Fix:
    """Cast the targets where the function begins."""
    from tflint_ckpt.syntax.imports import imported_name
    from tflint_ckpt.syntax.statements import insert_before

    targets, predictions = (each.name.value for each in function.params.params[:2])
    tensorflow = imported_name(module, "tensorflow", function)
    title = f"cast {targets} to the type of {predictions}"
    first = _first(function)
    if tensorflow is None or first is None:
        return Fix(Applicability.MANUAL, title)
    cast = f"{targets} = {tensorflow}.cast({targets}, {predictions}.dtype)"
    return Fix(Applicability.SAFE, title, (insert_before(module, first, cast),))


def _first(function: cst.FunctionDef) -> cst.CSTNode | None:
    """The first statement of a function behind its docstring, where they stand on lines of their own."""
    if not isinstance(function.body, cst.IndentedBlock):
        return None
    body = function.body.body
    line = body[0]
    small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    if isinstance(small, cst.Expr) and isinstance(small.value, (cst.SimpleString, cst.ConcatenatedString)):
        return body[1] if len(body) > 1 else None
    return line
