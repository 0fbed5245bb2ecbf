"""TFC731 model-kept-across-folds."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.kept_models import kept_models


class ModelKeptAcrossFolds(Rule):
    """One model goes through all folds of a cross-validation: it is tested with what it was trained on.

    ## What it does
    Reports a model that is made before a loop over the folds of scikit-learn (`for train, test in
    KFold(5).split(x)`), trained in each pass with the rows of `train`, and evaluated, validated or asked for
    predictions there with those of `test`.

    ## Why
    The second fold goes on with the weights of the first, which was trained with most of what the second
    holds back; by the last fold the model has seen all of it, several times. So the scores are too good:
    on pure noise, where half of all answers are right by chance, five folds gave 0.38, 0.80, 0.95, 0.98 and
    1.00 (Keras 2 the same within 0.05), 0.82 on average. A model for each fold gave 0.47. Neither `compile`
    in the loop nor `clear_session()` gives the weights back: with them it was 0.81 and 0.82.

    ## When it is silent
    Where the model is made, loaded, cloned or given weights in the loop, or may be: by a function that is
    not in sight and gets it, by a variable that is called, by a loop over its layers, by a callback or
    context manager of one's own. Where nothing is tested in the loop, or another array than the one that
    is trained on; where the loop may end, or a pass of it may skip the rest; where folds are taken out of
    their list; for `n_splits=1` and for `TimeSeriesSplit`, whose folds grow; for splitters, and models,
    that the code does not show.

    ## Fix safety
    There is no fix: the code that makes the model belongs into the loop, best as a function that builds and
    compiles it.

    ## References
    - [Cross-validation](https://scikit-learn.org/stable/modules/cross_validation.html)
    """

    code = "TFC731"
    name = "model-kept-across-folds"
    summary = "one model trained in all folds of a cross-validation, and tested with what it has seen"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (
        Name(
            "KFold",
            "StratifiedKFold",
            "GroupKFold",
            "StratifiedGroupKFold",
            "RepeatedKFold",
            "RepeatedStratifiedKFold",
            "ShuffleSplit",
            "StratifiedShuffleSplit",
            "GroupShuffleSplit",
        ),
        Method("split"),
        Method("fit", "train_on_batch", "fit_generator"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each model that a loop over folds keeps."""
        for kept in kept_models(module):
            model = module.text(kept.model).strip()
            message = (
                f"{model} goes on from fold to fold ({module.where(kept.folds.loop)}): from the second on it "
                "is tested with what it was trained on, and scores too well"
            )
            if kept.compiled:
                message += "; compile leaves its weights as they are"
            advice = Fix(
                Applicability.MANUAL,
                "make the model in the loop, as by a function that builds and compiles it",
            )
            yield self.finding(module, kept.trained.func, Severity.WARNING, message, advice, of=kept.trained)
