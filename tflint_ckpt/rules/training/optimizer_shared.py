"""TFC705 optimizer-shared."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.shared_optimizers import shared_optimizers

_FOR_ANY = (2, 11)
"""From this Keras on an optimizer refuses variables that it was not built with."""
_OUTCOMES = (
    on_keras2(None, "trains both", until=_FOR_ANY),
    on_keras2(Severity.ERROR, "raises KeyError when the second one is trained", since=_FOR_ANY),
    on_keras3(Severity.ERROR, "raises ValueError when the second one is trained"),
)


class OptimizerShared(Rule):
    """One optimizer object is given to several models: the second one cannot be trained.

    ## What it does
    Reports an optimizer that is made once and given to the `compile` of two models which share no layer and
    are both trained: two models, one of a function that is called twice, or one that each pass of a loop
    makes, as in a cross-validation.

    ## Why
    An optimizer keeps its state for the variables of the first model that is trained with it. With others
    Keras 3 raises `ValueError: Unknown variable … This optimizer can only be called for the variables it
    was originally built with`, Keras 2 from 2.11 on `KeyError`. By then the first model is trained.

    ## When it is silent
    Where the models may share layers, as those of a GAN or an autoencoder do; where one of them is not
    trained in sight; for `keras.optimizers.legacy`, and for a name such as `"adam"`, which makes an
    optimizer each time.

    ## Fix safety
    There is no fix: make the optimizer where each model is compiled.

    ## References
    - [Optimizers](https://keras.io/api/optimizers/)
    """

    code = "TFC705"
    name = "optimizer-shared"
    summary = "one optimizer object for several models that are trained"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (
        Name("compile"),
        Name("fit", "train_on_batch", "fit_generator"),
        Name(
            "optimizers", "Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl"
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each optimizer that a second model gets."""
        for shared in shared_optimizers(module):
            if not is_guarded(module, shared.compiled, "ValueError", "KeyError"):
                models = "a new model in each pass of the loop" if shared.loop else "two models"
                what = f"the optimizer made in {module.where(shared.made)} is given to {models}"
                fix = Fix(Applicability.MANUAL, "make an optimizer for each model")
                yield from self.judged(module, shared.given, what, _OUTCOMES, fix, of=shared.compiled)
