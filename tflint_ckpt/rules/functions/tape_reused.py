"""TFC607 tape-reused."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.functions.tapes import GRADIENTS, Reuse, Tapes
from tflint_ckpt.semantics.module import Module

_RAISED = "RuntimeError"


class TapeReused(Rule):
    """A `GradientTape` that is not persistent gives gradients once: the second time raises.

    ## What it does
    Reports a second `gradient`, `jacobian` or `batch_jacobian` of one tape, on one path through the code or
    in the next pass of a loop, where the tape is not `persistent`.

    ## Why
    The tape drops what it has recorded as soon as it has computed gradients. The next call raises
    `RuntimeError: A non-persistent GradientTape can only be used to compute one set of gradients (or
    jacobians)`, on every release.

    ## When it is silent
    Where the two calls are in branches of which only one may be run; where the first one leaves the
    function or the loop; where the tape records anew (`with tape:`, `tape.reset()`), or its `persistent` is
    not known; in a `try` that catches `RuntimeError`, and in a test that expects it.

    ## Fix safety
    `persistent=True` is safe: the code cannot have run without it. A persistent tape holds what it recorded
    until it is deleted, so where one call for both gradients (`tape.gradient(loss, [a, b])`) would do, that
    is better.

    ## References
    - [tf.GradientTape](https://www.tensorflow.org/api_docs/python/tf/GradientTape)
    """

    code = "TFC607"
    name = "tape-reused"
    summary = "gradients of a GradientTape, which is not persistent, are asked for twice"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Name("GradientTape"), Method(*GRADIENTS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each tape."""
        for reuse in module.fact(Tapes).reuses():
            call = reuse.call
            if is_expected(module, call) or is_handled(module, call, _RAISED):
                continue
            when = (
                f"this tape has given its gradients in {module.where(reuse.before)} already"
                if reuse.before is not None
                else "this tape gives its gradients in the first pass of the loop"
            )
            message = f"{when}, and is not persistent: the second time raises {_RAISED}"
            yield self.finding(module, call, Severity.ERROR, message, _fix(module, reuse))


def _fix(module: Module, reuse: Reuse) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument, replace

    made = reuse.tape.call
    title = f"write {module.text(made.func)}(persistent=True)"
    given = [each for each in made.args if each.keyword is None or each.keyword.value == "persistent"]
    edits: tuple[Edit, ...] = ()
    if given and not given[0].star and isinstance(given[0].value, cst.Name):
        edits = (replace(module, given[0].value, "True"),) if given[0].value.value == "False" else ()
    elif not given:
        edits = add_argument(module, made, "persistent", "True")
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)
