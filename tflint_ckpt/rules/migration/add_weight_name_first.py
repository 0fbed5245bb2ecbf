"""TFC812 add-weight-name-first."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Method, OnKeras3, Passed
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.guards import is_guarded, is_made_to_fail
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.kinds import Items, Text

NAME_FIRST = (
    on_keras2(None, "takes the name first"),
    on_keras3(Severity.ERROR, "takes the shape first, and raises TypeError or ValueError"),
)
SHAPE_FIRST = (
    on_keras2(Severity.ERROR, "takes the name first, and raises TypeError"),
    on_keras3(None, "takes the shape first"),
)
NO_INITIALIZER = (
    on_keras2(None, "has one of its own"),
    on_keras3(Severity.ERROR, "raises TypeError"),
)
_RAISED = ("TypeError", "ValueError")
_OF_LAYERS = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
"""The first parameters on Keras 2; Keras 3 knows the same names."""
_OF_METRICS = ("name", "shape")


class AddWeightNameFirst(Rule):
    """`add_weight` is given a name first: Keras 2 takes it so, Keras 3 takes the shape first.

    ## What it does
    Reports `add_weight` of what provably is a layer, model or metric of Keras where the first argument by
    position is a text, and, on Keras 2, where it is a tuple. `add_variable` of a layer, an older name,
    likewise, and where it is given no initializer, for which it has no default on Keras 3.

    ## Why
    The parameters were turned round: `add_weight(name, shape, dtype, …)` on Keras 2,
    `add_weight(shape, initializer, dtype, …, name)` on Keras 3. Keras 3 raises when the layer is built:
    `got multiple values for argument 'shape'`, `Cannot convert 'kernel' to a shape`, or, on late releases,
    `name must be passed as a keyword argument`. With the shape first, Keras 2 raises `TypeError`.

    ## When it is silent
    Where the first argument is not seen to be a text or a tuple, in classes that are not proved to be of
    Keras or that have an `add_weight` of their own, in a `try` that catches the exception, and under a test
    of the version.

    ## Fix safety
    The fix gives the positional arguments their names, which are the same on both, and writes `add_weight`
    for `add_variable`, which calls it on Keras 2: safe. For a metric with
    more than a name and a shape by position it is left to a person: the rest differs between the two, and so
    is a metric without an initializer, which Keras 3 needs.

    ## References
    - [The base Layer class](https://keras.io/api/layers/base_layer/)
    """

    code = "TFC812"
    name = "add-weight-name-first"
    summary = "add_weight with the name as its first argument, where Keras 3 takes the shape"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Method("add_weight", "add_variable"),
        Either(OnKeras3(Passed("add_weight..0=any"), Method("add_variable")), Passed("add_weight..0=items")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call with a name or a shape in the wrong place."""
        yield from self._old_method(module)
        for family in (families.LAYER, families.METRIC):
            for call, _ in module.calls_on(family, "add_weight"):
                first = call.arguments[0] if call.arguments else None
                if (
                    first is None
                    or first.name is not None
                    or is_guarded(module, call.node, *_RAISED)
                    or is_made_to_fail(module, call.node, *_RAISED)
                ):
                    continue
                values = module.evaluate(first.value)
                if all(isinstance(value, Text) for value in values):
                    what = "add_weight is given the name first"
                    fix = _fix(module, call, _OF_LAYERS if family == families.LAYER else _OF_METRICS)
                    yield from self.judged(module, first.node, what, NAME_FIRST, fix)
                elif family == families.LAYER and all(isinstance(value, Items) for value in values):
                    what = "add_weight is given the shape first"
                    fix = _named(module, [(first, "shape")])
                    yield from self.judged(module, first.node, what, SHAPE_FIRST, fix)

    def _old_method(self, module: Module) -> Iterator[Finding]:
        """Calls of ``add_variable``, which on Keras 3 has the other order too, and no default initializer."""
        for call, _ in module.calls_on(families.LAYER, "add_variable"):
            given = [argument for argument in call.arguments if argument.name is None]
            if call.open or is_guarded(module, call.node, *_RAISED):
                continue
            if given and all(isinstance(value, Text) for value in module.evaluate(given[0].value)):
                what, outcomes = "add_variable is given the name first", NAME_FIRST
            elif not given and call.argument("initializer") is None:
                what, outcomes = "add_variable is given no initializer", NO_INITIALIZER
            else:
                continue
            fix = _fix(module, call, _OF_LAYERS)
            func = call.node.func
            if fix.applicability is Applicability.SAFE and isinstance(func, cst.Attribute):
                title = (
                    f"write add_weight, and {fix.title.removeprefix('write ')}"
                    if given
                    else "write add_weight"
                )
                renamed = Edit(module.path, *module.span(func.attr), "add_weight")
                fix = Fix(Applicability.SAFE, title, (renamed, *fix.edits))
            yield from self.judged(module, func, what, outcomes, fix)


def _fix(module: Module, call: Call, parameters: tuple[str, ...]) -> Fix:
    given = [argument for argument in call.arguments if argument.name is None]
    incomplete = parameters is _OF_METRICS and call.argument("initializer") is None
    starred = any(argument.star == "*" for argument in call.node.args)
    if len(given) > len(parameters) or starred or incomplete:
        return Fix(Applicability.MANUAL, "name the arguments: name=, shape=")
    return _named(module, list(zip(given, parameters, strict=False)))


def _named(module: Module, given: list[tuple[Argument, str]]) -> Fix:
    edits = []
    for argument, name in given:
        start = module.span(argument.node)[0]
        edits.append(Edit(module.path, start, start, f"{name}="))
    written = [f"{name}={_short(module, argument.value)}" for argument, name in given]
    return Fix(Applicability.SAFE, f"write {', '.join(written)}", tuple(edits))


def _short(module: Module, node: cst.BaseExpression) -> str:
    text = " ".join(module.text(node).split())
    return text if len(text) <= 40 else "…"
