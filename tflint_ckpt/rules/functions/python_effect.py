"""TFC602 python-effect-in-function."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api
from tflint_ckpt.semantics.functions.effects import Change, Effect, Effects
from tflint_ckpt.semantics.module import Module

_ADVICE = {
    Change.GROWS: "return the value, and append it where the function is called",
    Change.COUNTS: "count where the function is called, or in a tf.Variable made outside",
    Change.IS_SET: "return the value",
}


class PythonEffectInFunction(Rule):
    """A list that grows, or a number that counts, in a `tf.function` does so once for each trace only.

    ## What it does
    Reports, in a function that `tf.function` decorates or wraps, or that is called from one: `append` and
    its like on a list that is made and read outside; `+=` on a number that is a global or outer variable,
    or an attribute; a tensor that is assigned to a global or outer variable.

    ## Why
    TensorFlow runs the Python code of such a function to trace it, and afterwards only the graph. Ten calls
    leave one entry in the list (two, where the first call makes variables), and the counter at 1. What a
    list or variable gets is a symbolic tensor of the graph, too: to use it outside raises `TypeError: … is
    out of scope and cannot be used here`.

    ## When it is silent
    Where traces are counted: in a file that speaks of traces or tracing, or a test that asserts something
    of the variable. Where it is done once on purpose (`if self.w is None`), or not while tracing (`if
    tf.executing_eagerly()`). For lists that only traced functions read, for constants and shapes that are
    put on a list, and for dictionaries, which are often a cache.

    ## Fix safety
    There is no automatic fix: what is returned, and where it is kept, is for the author to say.

    ## References
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#executing_python_side_effects)
    """

    code = "TFC602"
    name = "python-effect-in-function"
    summary = "a list or counter of Python that a tf.function changes: once for each trace"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Api("tensorflow.function"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such effect."""
        for effect in module.fact(Effects).found():
            fix = Fix(Applicability.MANUAL, _ADVICE[effect.change])
            yield self.finding(module, effect.node, Severity.WARNING, _message(module, effect), fix)


def _message(module: Module, effect: Effect) -> str:
    what = module.text(effect.target)
    when = f"only while TensorFlow traces this function ({effect.trace.why})"
    symbolic = "a symbolic tensor, which raises TypeError where it is used outside"
    if effect.change is Change.COUNTS:
        return f"{what} is increased {when}: it counts traces, not calls"
    if effect.change is Change.IS_SET:
        return f"{what} is set {when}, to {symbolic}"
    return f"{what} grows {when}, not at every call" + (f", by {symbolic}" if effect.tensor else "")
