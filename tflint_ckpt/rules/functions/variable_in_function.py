"""TFC606 variable-in-function."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.functions.traced import Traced
from tflint_ckpt.semantics.functions.variables import creations
from tflint_ckpt.semantics.module import Module


class VariableInFunction(Rule):
    """A `tf.function` that makes a variable each time it is traced raises `ValueError` when it is called.

    ## What it does
    Reports what makes variables in a function that `tf.function` traces: `tf.Variable(…)`, a Keras layer
    with weights that is built there and called, a Keras metric, an optimizer that is built there and used.

    ## Why
    Each call would need a variable of its own, and a graph has none of those: TensorFlow lets a
    `tf.function` make variables only in its first trace, traces it a second time, and raises `ValueError:
    tf.function only supports singleton tf.Variables created on the first call`. The first call fails
    already.

    ## When it is silent
    Where the variable may be made once: under a condition (`if self.w is None`), in a `try`, behind an
    early `return`, in `build` or `__init__`, under a scope that changes how variables are made. Where the
    function may run eagerly on purpose, or its caller waits for the exception.

    ## Fix safety
    There is no automatic fix: who is to hold the variable is for the author to say. A metric or optimizer
    belongs before the function, a layer into the `__init__` of a model, a variable into the object whose
    method this is.

    ## References
    - [Creating tf.Variables](https://www.tensorflow.org/guide/function#creating_tfvariables)
    """

    code = "TFC606"
    name = "variable-in-function"
    summary = "a tf.function makes a variable, layer, metric or optimizer each time: ValueError"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Api("tensorflow.function"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that makes variables."""
        traced = module.fact(Traced)
        for made in creations(module):
            if traced.is_expected(made.trace, "ValueError"):
                continue
            message = (
                f"this makes {made.what} in a traced function ({made.trace.why}): the first call raises "
                "ValueError (tf.function only supports singleton tf.Variables)"
            )
            fix = Fix(Applicability.MANUAL, "make it once, outside of the tf.function")
            yield self.finding(module, made.call, Severity.ERROR, message, fix)
