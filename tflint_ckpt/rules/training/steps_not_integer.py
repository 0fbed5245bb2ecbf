"""TFC709 steps-not-integer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Method
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.values.floats import Floating, Floats

_ARGUMENTS = {
    "fit": ("steps_per_epoch", "validation_steps"),
    "evaluate": ("steps",),
    "predict": ("steps",),
}
_KERAS2 = on_keras2(None, "rounds it up")
_KERAS3 = on_keras3(Severity.ERROR, "raises TypeError before the first step")
_VALIDATION = on_keras3(Severity.ERROR, "raises TypeError at the end of the first epoch")
_LONGEST = 50


class StepsNotInteger(Rule):
    """A number of steps is a float, such as `n / batch_size` or `np.ceil(…)`: Keras 3 wants an integer.

    ## What it does
    Reports `steps_per_epoch` and `validation_steps` of `fit`, and `steps` of `evaluate` and `predict`, that
    surely are floats: quotients, `np.ceil(…)` and the like, `100.0`. `math.ceil` and `//` of integers give
    integers.

    ## Why
    Keras 2 rounded the number up. Keras 3 raises `TypeError: 'float' object cannot be interpreted as an
    integer`, for `validation_steps` only when the first epoch has been trained.

    ## When it is silent
    Where the object is not proved to be a model, where the number may be an integer on some way, and in a
    `try` that catches `TypeError`.

    ## Fix safety
    A number without a fraction, as `np.ceil` gives it, gets an `int(…)`: that is safe. A quotient becomes
    `//`, which is unsafe: Keras 2 rounded up, so there is a step less where the batch size does not divide
    the number of samples (`math.ceil(n / batch_size)` keeps it).

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC709"
    name = "steps-not-integer"
    summary = "steps_per_epoch, validation_steps or steps is a float"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method(*_ARGUMENTS), Keyword("steps_per_epoch", "validation_steps", "steps"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument of a model's methods."""
        for call, _ in module.calls_on(MODEL, *_ARGUMENTS):
            for name in _ARGUMENTS[call.name.rpartition(".")[2]]:
                argument = call.argument(name)
                if argument is None or is_guarded(module, call.node, "TypeError"):
                    continue
                found = module.fact(Floats).at(argument.value)
                if found and not _is_unused(module, call, name):
                    keras3 = _VALIDATION if name == "validation_steps" else _KERAS3
                    fix = _fix(module, name, call, argument, found)
                    yield from self.judged(
                        module, argument.value, f"{name} is a float", (_KERAS2, keras3), fix, of=call.node
                    )


def _is_unused(module: Module, call: Call, name: str) -> bool:
    return name == "validation_steps" and Fit(module, call).validation is False


def _fix(module: Module, name: str, call: Call, argument: Argument, found: Floating) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    node = argument.value
    if not module.is_free_at("int", node):
        return Fix(Applicability.MANUAL, "give an integer")
    start, end = module.span(node)
    whole = found is Floating.WHOLE
    if isinstance(node, cst.Float):
        if not whole:
            return Fix(Applicability.MANUAL, "give an integer")
        edit = replace(module, node, str(int(node.evaluated_value)))
    else:
        division = _floor_division(module, node)
        edit = division or replace(module, node, f"int({module.source.text[start:end]})")
    written = module.source.text[start : edit.start] + edit.text + module.source.text[edit.end : end]
    shown = written if len(written) <= _LONGEST and "\n" not in written else "int(…)"
    fix = Fix(Applicability.SAFE, f"write {name}={shown}", (edit,))
    if not whole:
        fix = unsafe(fix, "Keras 2 rounded up, this rounds down")
    only_here = is_only_here(module, call, argument)
    return fix if only_here else unsafe(fix, "something else may read the dictionary")


def _floor_division(module: Module, node: cst.BaseExpression) -> Edit | None:
    """``//`` in the place of ``/`` in a quotient of what may be integers."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Divide):
        return None
    if module.fact(Floats).at(node.left) or module.fact(Floats).at(node.right):
        return None
    start, end = module.full_span(node.left)[1], module.full_span(node.right)[0]
    between = module.source.text[start:end]
    if between.count("/") != 1 or "#" in between:
        return None
    place = start + between.index("/")
    return Edit(module.path, place, place + 1, "//")
