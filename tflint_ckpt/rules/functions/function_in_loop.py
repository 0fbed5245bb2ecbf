"""TFC604 function-in-loop."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.functions.remade import Remade, remade
from tflint_ckpt.semantics.module import Module


class FunctionInLoop(Rule):
    """A `tf.function` that a loop makes anew is traced anew in every pass.

    ## What it does
    Reports a function that is decorated with, or wrapped by, `tf.function` in the body of a loop, or in a
    function that a loop calls, where it is the same function in every pass. That function may return it for
    the loop to call.

    ## Why
    Traces are kept in the object that `tf.function` returns. A new object has none: it runs the Python code
    again and builds the graph again, which costs many times what the call itself does. TensorFlow warns of
    it after some passes (`triggered tf.function retracing`).

    ## When it is silent
    Where the passes need functions of their own: the function uses a variable that changes in the loop, a
    local variable of the function that makes it, or an attribute that is set outside of `__init__`; one for
    each model, fold or setting is right. Where it is called with what the loop goes over, unless that is a
    dataset, whose elements are tensors: another Python value needs another trace anyway. Where it is stored
    or handed on, also by the loop that it is returned to; where it stands under a condition; in loops of
    fewer than five passes; in a function that is traced itself, or cached.

    ## Fix safety
    There is no automatic fix: where the function is to be defined is for its author to say.

    ## References
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#controlling_retracing)
    """

    code = "TFC604"
    name = "function-in-loop"
    summary = "a tf.function that is made, and so traced, in every pass of a loop"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Api("tensorflow.function"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such function."""
        for found in remade(module):
            message = f"{_what(module, found)}: it is traced again each time"
            outside = f"outside of {found.within.name.value}" if found.within else "before the loop"
            fix = Fix(Applicability.MANUAL, f"make the tf.function once, {outside}")
            yield self.finding(module, found.place, Severity.WARNING, message, fix)


def _what(module: Module, found: Remade) -> str:
    loop = module.where(found.loop)
    if found.within is None or found.call is None:
        return f"every pass of the loop in {loop} makes {found.name} a new tf.function"
    within = found.within.name.value
    return f"every call of {within} makes {found.name} a new tf.function, and the loop in {loop} calls it"
