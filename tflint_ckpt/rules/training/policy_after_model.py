"""TFC732 policy-after-model."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.half_precision import SETTING
from tflint_ckpt.semantics.training.late_policy import late_policies

_OUTCOME = Outcome(Severity.WARNING, "trains in float32, as a layer keeps the policy that it was made with")


class PolicyAfterModel(Rule):
    """Mixed precision is switched on when the model is made already, and changes nothing.

    ## What it does
    Reports `set_global_policy` with `mixed_float16` or `mixed_bfloat16` that only runs after all layers of
    the file, and the models that it trains, are made.

    ## Why
    Layers take their policy when they are made, and keep it. So does a model, which decides whether
    `compile` scales the loss. Set later, the policy is for layers to come: the model is trained in float32,
    with the memory and the time of that, and nothing says so.

    ## When it is silent
    Where any layer or model is made later, or may be: under a condition, in a function that other files call,
    in a file that is imported; where a model that is trained is not in sight, or is loaded or cloned, since
    such a one has the policy it was saved with; where a layer is given a `dtype`; where the file sets several
    policies, or asks which one is set.

    ## Fix safety
    There is no fix: results change with the precision, and what the policy depends on has to move with it.

    ## References
    - [Mixed precision](https://www.tensorflow.org/guide/mixed_precision)
    """

    code = "TFC732"
    name = "policy-after-model"
    summary = "mixed precision that is set after the model was made: it trains in float32"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name(*SETTING), Name("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for the policy that comes too late."""
        for found in late_policies(module):
            what = (
                f"{found.name} is set after the model is made ({module.where(found.made)}), "
                f"which trains later ({module.where(found.fit.node)})"
            )
            fix = Fix(Applicability.MANUAL, "set the policy before the first layer is made")
            yield from self.judged(module, found.call.node, what, (_OUTCOME,), fix)
