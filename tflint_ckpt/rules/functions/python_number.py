"""TFC605 python-number-argument."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.functions.retraced import Numbered, numbered
from tflint_ckpt.semantics.module import Module


class PythonNumberArgument(Rule):
    """A Python number that changes in a loop has a `tf.function` traced anew for each of its values.

    ## What it does
    Reports an argument of a `tf.function` that is the counter of a loop (`range`, `enumerate`, `i += 1`),
    or computed from it.

    ## Why
    A number of Python is a part of what a trace is made for: the function is traced again for each value it
    has not seen, which costs many times what the call does, and all those graphs stay in memory.
    `reduce_retracing=True` makes no difference. A tensor is traced once, whatever its value.

    ## When it is silent
    In loops of fewer than five passes; where the function may need a number of Python (`range(n)`, an
    index, a call of something else than TensorFlow); with an `input_signature`; where the caller is traced
    itself.

    ## Fix safety
    The fix writes `tf.constant(i)`. It is unsafe: the function computes with a tensor of type int32 or
    float32 then. Where it does so by operators, so that the types have to agree (`x * i`), the fix is left
    to you.

    ## References
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#controlling_retracing)
    """

    code = "TFC605"
    name = "python-number-argument"
    summary = "a tf.function is given another Python number in each pass of a loop: a trace for each"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Api("tensorflow.function"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument."""
        for found in numbered(module):
            given, loop = module.text(found.argument), module.where(found.loop)
            message = (
                f"{given} is a Python number that the loop in {loop} changes: "
                f"{_name(found)} is traced again for each value"
            )
            yield self.finding(module, found.argument, Severity.WARNING, message, _fix(module, found))


def _name(found: Numbered) -> str:
    function = found.function
    return function.name.value if isinstance(function, cst.FunctionDef) else "the tf.function"


def _fix(module: Module, found: Numbered) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    title = f"pass tf.constant({module.text(found.argument)})"
    prefix = next(
        (
            name
            for name, bindings in module.facts.module.bindings.items()
            if {binding.imported for binding in bindings} == {"tensorflow"}
        ),
        None,
    )
    if found.computed or prefix is None:
        return Fix(Applicability.MANUAL, f"{title}, with the type that the function computes with")
    text = f"{prefix}.constant({module.text(found.argument)})"
    return Fix(Applicability.UNSAFE, title, (replace(module, found.argument, text),))
