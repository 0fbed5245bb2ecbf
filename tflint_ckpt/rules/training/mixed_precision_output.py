"""TFC707 mixed-precision-output."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.half_precision import LAYERS, SETTING, half_outputs


class MixedPrecisionOutput(Rule):
    """Under `mixed_float16` the probabilities of a model are float16, unless its output layer says float32.

    ## What it does
    Reports a last layer with `softmax` or `sigmoid` (`Dense`, `Activation`, `Softmax`) that has no `dtype`,
    in a file that sets the policy `mixed_float16`.

    ## Why
    Layers take their type from the policy. In float16 there is nothing between 0 and 6e-8, and nothing
    between 0.9995 and 1: such probabilities become 0 and 1, and the loss that is computed from them is cut
    off. TensorFlow's guide to mixed precision has the output in float32 for that reason.

    ## When it is silent
    Where the layer has a `dtype`, where it is not the last one of a model in sight, where it is made before
    the policy is set, and where the file also sets another policy. `mixed_bfloat16` has another range.

    ## Fix safety
    The fix adds `dtype="float32"`. It is unsafe, since results change by it, and so does the type of what
    `predict` returns.

    ## References
    - [Mixed precision](https://www.tensorflow.org/guide/mixed_precision#building_the_model)
    """

    code = "TFC707"
    name = "mixed-precision-output"
    summary = "softmax or sigmoid of the output layer in float16, under the policy mixed_float16"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name(*SETTING), Name(*LAYERS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each output layer."""
        from tflint_ckpt.syntax.arguments import add_argument

        for call in half_outputs(module):
            message = "this output layer gives float16 under mixed_float16: probabilities below 6e-8 become 0"
            edits = add_argument(module, call, "dtype", '"float32"')
            applicability = Applicability.UNSAFE if edits else Applicability.MANUAL
            fix = Fix(applicability, 'add dtype="float32"', edits)
            yield self.finding(module, call, Severity.INFO, message, fix)
