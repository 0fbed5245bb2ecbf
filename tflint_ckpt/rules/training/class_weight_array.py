"""TFC712 class-weight-array."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Method
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.training.class_weights import (
    Weights,
    counts_from_zero,
    may_be_none,
    not_a_dictionary,
)

_METHODS = ("fit", "train_on_batch", "fit_generator")
_ATTRIBUTE = "raises AttributeError before the first step"
_GONE = on_keras3(None, "has no fit_generator")
_LONGEST = 40


class ClassWeightArray(Rule):
    """`class_weight` is an array, a list or a string: Keras wants a dictionary from class to weight.

    ## What it does
    Reports `class_weight=` of `fit` and `train_on_batch` that is what `sklearn`'s `compute_class_weight`
    returns, another array, a list of numbers, or a string such as `"balanced"`.

    ## Why
    `compute_class_weight` returns an array. Keras asks for the weight of each class by its number, and
    raises before the first step: `AttributeError: 'numpy.ndarray' object has no attribute 'get'` on Keras
    3, `ValueError: The truth value of an array … is ambiguous` on Keras 2.

    ## When it is silent
    Where the object is not proved to be a model, where the value may be a dictionary or is not in sight,
    and in a `try` that catches what is raised.

    ## Fix safety
    `dict(enumerate(…))` gives each class, in order, its weight: it is safe, since the call cannot run as it
    is; unsafe where the weights are an attribute that is `None` until they are computed. It is left to a
    person for a string, and where the classes that the weights are computed for are written out and are not
    0, 1, 2 …

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    - [compute_class_weight](https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html)
    """

    code = "TFC712"
    name = "class-weight-array"
    summary = "class_weight is an array or list, where Keras wants a dictionary"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Method(*_METHODS), Keyword("class_weight"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument of a call that trains a model."""
        for call, _ in module.calls_on(MODEL, *_METHODS):
            argument = call.argument("class_weight")
            found = not_a_dictionary(module, argument.value) if argument is not None else None
            if argument is None or found is None:
                continue
            if is_guarded(module, call.node, "AttributeError", "ValueError"):
                continue
            method = call.name.rpartition(".")[2]
            outcomes = _outcomes(found, method)
            what = f"class_weight is {found.value}, not a dictionary"
            yield from self.judged(
                module, argument.value, what, outcomes, _fix(module, call, argument, found), of=call.node
            )


def _outcomes(found: Weights, method: str) -> tuple[Outcome, Outcome]:
    ambiguous = "raises ValueError before the first step"
    return (
        on_keras2(Severity.ERROR, ambiguous if found is Weights.ARRAY else _ATTRIBUTE),
        _GONE if method == "fit_generator" else on_keras3(Severity.ERROR, _ATTRIBUTE),
    )


def _fix(module: Module, call: Call, argument: Argument, found: Weights) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    node = argument.value
    if found is Weights.TEXT:
        return Fix(Applicability.MANUAL, "compute the weights, and give dict(enumerate(weights))")
    scope = module.facts.scopes[node]
    if not counts_from_zero(module, node) or any(map(scope.lookup, ("dict", "enumerate"))):
        return Fix(Applicability.MANUAL, "give a dictionary from each class to its weight")
    start, end = module.span(node)
    text = module.source.text[start:end]
    if isinstance(node, cst.Tuple):
        text = f"({text})"
    written = f"dict(enumerate({text}))"
    shown = written if len(written) <= _LONGEST and "\n" not in written else "dict(enumerate(…))"
    is_safe = is_only_here(module, call, argument) and not may_be_none(module, node)
    applicability = Applicability.SAFE if is_safe else Applicability.UNSAFE
    return Fix(applicability, f"write class_weight={shown}", (replace(module, node, written),))
