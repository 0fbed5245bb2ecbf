"""TFC122 best-forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, monitors
from tflint_ckpt.semantics.training.resumed import resumed_from

_OUTCOME = Outcome(Severity.WARNING, "replaces the best file after the first epoch, even by a worse model")
THRESHOLD = "initial_value_threshold"


class BestForgotten(Rule):
    """A training goes on from its best file, and the checkpoint begins again without a best value.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True` and no `initial_value_threshold`, where the model
    is loaded before `fit` from the same file, or from one that another checkpoint of that `fit` writes, or
    where a `BackupAndRestore` makes the `fit` go on after a restart. The methods that load and train may be
    called in another file, and an object of another file may name the paths.

    ## Why
    A checkpoint that was just built knows no best value, so whatever the first epoch gives is the best so
    far, and replaces the file. If the training goes on with a worse epoch, say with a learning rate that is
    too high, the best model is lost: a run went from a loss of 0.044 to 13.8.

    ## When it is silent
    For paths that Keras fills in (`{epoch}`), where each file is another one; where the checkpoint has seen
    an earlier `fit`, or its `best` is set; where the file that is loaded, the model or the `fit` is not in
    sight; where it is loaded only if `best.h5.index` is there, which no `.h5` or `.keras` file has beside it.

    ## Fix safety
    It is for a person to say what the value was:
    `initial_value_threshold=model.evaluate(x_val, y_val, verbose=0)` of a model that has just been loaded.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC122"
    name = "best-forgotten"
    summary = "a best-only checkpoint that forgets the best score when training resumes from its file"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (
        Name("ModelCheckpoint"),
        Keyword("save_best_only"),
        Name("load_weights", "load_model", "BackupAndRestore"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such checkpoint."""
        for monitor in monitors(module):
            call = monitor.call
            if call.name != CHECKPOINT or not monitor.compares or call.open or call.partial:
                continue
            if call.argument(THRESHOLD) is not None:
                continue
            found = resumed_from(module, call)
            if found is not None:
                from tflint_ckpt.semantics.training.fits import where

                places = [(module, found.node), *([found.called] if found.called is not None else [])]
                what = (
                    f"training resumes from a saved file ({where(module, places)}), and without {THRESHOLD} "
                    f"{'the best' if found.beside is not None else 'its'} score is forgotten"
                )
                fix = Fix(Applicability.MANUAL, f"give {THRESHOLD}, the value of the model that is loaded")
                yield from self.judged(module, call.node.func, what, (_OUTCOME,), fix, of=call.node)
