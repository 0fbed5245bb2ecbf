"""TFC704 training-flag-missing."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.train_only import SENSITIVE, flagless


class TrainingFlagMissing(Rule):
    """A training step calls the model without `training=True`: batch normalization and dropout stay off.

    ## What it does
    Reports `model(x)` under a `GradientTape` that is asked for the gradients of
    `model.trainable_variables`, where the model has a layer such as `BatchNormalization` or `Dropout`.

    ## Why
    Outside of `fit` a model does not know that it trains. Without `training=True` it runs as in prediction,
    on every release: dropout drops nothing, and batch normalization uses its moving mean and variance,
    which stay at 0 and 1, and are saved like that. Nothing is raised.

    ## When it is silent
    Where the layers of the model are not in sight; where `training` is given, to any call of the model
    under this tape; in a file that freezes something (`trainable = False`), since fine-tuning may want the
    model in inference mode, or that sets the learning phase; where `call` has `training=True` as its
    default. In steps that ask for no gradients, or for those of an input.

    ## Fix safety
    The fix adds `training=True`. It is unsafe: the model will train in another way.

    ## References
    - [Writing a training loop from scratch](https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/)
    """

    code = "TFC704"
    name = "training-flag-missing"
    summary = "a training step that calls a model with batch normalization or dropout without training=True"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("GradientTape"),
        Method("gradient"),
        Method("trainable_variables", "trainable_weights"),
        Name(*sorted(SENSITIVE)),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        from tflint_ckpt.syntax.arguments import add_argument

        for found in flagless(module):
            message = (
                "this training step calls the model without training=True: "
                f"its {found.layer} layers run as in prediction"
            )
            edits = add_argument(module, found.call, "training", "True")
            applicability = Applicability.UNSAFE if edits else Applicability.MANUAL
            fix = Fix(applicability, "add training=True", edits)
            yield self.finding(module, found.call, Severity.WARNING, message, fix)
