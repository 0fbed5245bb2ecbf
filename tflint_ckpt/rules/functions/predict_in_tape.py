"""TFC609 predict-in-tape."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.functions.traced import Traced
from tflint_ckpt.semantics.functions.unrecorded import PREDICTING, Unrecorded, unrecorded
from tflint_ckpt.semantics.module import Module

_KERAS2 = on_keras2(
    Severity.ERROR, "raises LookupError (No gradient defined for operation 'IteratorGetNext')"
)
NO_GRADIENTS = (
    _KERAS2,
    on_keras3(Severity.ERROR, "gives None for every gradient, and the optimizer raises ValueError"),
)
CONSTANT = (_KERAS2, on_keras3(None, "takes what it returns for a constant"))
IN_FUNCTION = (
    on_keras2(Severity.ERROR, "raises RuntimeError, since predict cannot be called in a tf.function"),
    on_keras3(Severity.ERROR, "raises AttributeError, since predict cannot be called in a tf.function"),
)
_OF_PREDICT = ("verbose", "batch_size")


class PredictInTape(Rule):
    """`model.predict` under a `GradientTape`: Keras 2 raises, and Keras 3 finds no gradients.

    ## What it does
    Reports `predict` and `predict_on_batch` of a model under a tape that records: on Keras 2 always, on
    Keras 3 where the tape is asked for the gradients of this model's trainable variables, and nothing else
    under the tape computes with the model.

    ## Why
    `predict` runs a loop of its own and returns arrays of NumPy. Keras 2 cannot do that while a tape
    records, whatever is asked of it later: `LookupError: No gradient defined for operation
    'IteratorGetNext'`. Keras 3 can, but the arrays are constants for the tape: all gradients are `None`,
    and `apply_gradients` raises `ValueError: No gradients provided for any variable`.

    ## When it is silent
    On Keras 3 where the model is also called under the tape, since what `predict` returns may be meant as a
    constant (the targets of a Q-network), and where the gradients are those of another model or of the
    input. On both under `tape.stop_recording()`, and for a tape that does not watch variables by itself.

    ## Fix safety
    Where the gradients of the model are asked for, the fix calls it, `model(x, training=True)`. It is
    unsafe: `predict` has dropout and the like switched off, and takes data in batches. Where they are not,
    it is for the author to predict before the tape begins.

    ## References
    - [Introduction to gradients and automatic differentiation](https://www.tensorflow.org/guide/autodiff)
    """

    code = "TFC609"
    name = "predict-in-tape"
    summary = "model.predict under a GradientTape: Keras 2 raises, Keras 3 has no gradients"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("GradientTape"), Method(*PREDICTING), Method("gradient"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        for found in unrecorded(module):
            if is_guarded(module, found.call, "LookupError", "ValueError"):
                continue
            what, outcomes = "predict is called while the tape records", CONSTANT
            if module.fact(Traced).at(found.call):
                outcomes = IN_FUNCTION
            elif found.gradient is not None:
                where = module.where(found.gradient)
                what = f"the tape does not record predict, and {where} asks it for gradients of this model"
                outcomes = NO_GRADIENTS
            yield from self.judged(module, found.call, what, outcomes, _fix(module, found))


def _fix(module: Module, found: Unrecorded) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    func = found.call.func
    assert isinstance(func, cst.Attribute)
    if found.gradient is None:
        return Fix(Applicability.MANUAL, "predict before the tape begins, or under tape.stop_recording()")
    title = f"call the model: {module.text(func.value)}(…, training=True)"
    given = found.call.args
    named = [each.keyword.value if each.keyword is not None else "" for each in given[1:]]
    if not given or given[0].star or given[0].keyword is not None or not set(named) <= set(_OF_PREDICT):
        return Fix(Applicability.MANUAL, title)
    text = f"{module.text(func.value)}({module.text(given[0].value)}, training=True)"
    return Fix(Applicability.UNSAFE, title, (replace(module, found.call, text),))
