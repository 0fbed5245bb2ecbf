"""TFC125 checkpoint-of-last-trial."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Passed, Repeated
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.overwritten import overwritten_files
from tflint_ckpt.semantics.training.fits import where

_OUTCOME = Outcome(
    Severity.WARNING, "writes it anew from the first epoch on: only what the last pass trained is left"
)


class CheckpointOfLastTrial(Rule):
    """A loop trains a new model in each pass, and all of them save their best to one file.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True` and a path without placeholders that each pass of
    a loop (over folds, seeds, settings) makes anew, with a new model, where the file is loaded only behind
    the loop, or by another program of the project.

    ## Why
    A new callback knows nothing of the file that is there: its first epoch is the best so far, and is
    written over it. So the file is that of the last pass, not that of the best one. Loaded into a model of
    another shape it raises; else the wrong model is used without a word.

    ## When it is silent
    Where the pass itself loads, copies or moves the file, or may do so in a function that is not in sight;
    where the path is not known, or holds something of the pass (a folder that an option names is one and
    the same); where the loop may end early, trains under a condition, or has one pass; where the model of
    the last pass gets its own weights back; for a model that goes on from pass to pass; for one callback
    that all passes share (`checkpoint-reused`), and for callbacks that are told how good the others were
    (`initial_value_threshold`).

    ## Fix safety
    There is no fix: put the number of the pass into the path, or load the file in the pass.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC125"
    name = "checkpoint-of-last-trial"
    summary = "one best-only checkpoint file that each of several trainings writes over"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Repeated("ModelCheckpoint"), Passed("ModelCheckpoint.save_best_only.3=any"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each checkpoint whose file several trainings write over."""
        for found in overwritten_files(module):
            loop, read = where(module, [found.loop]), where(module, [found.read])
            what = f"each pass of a loop ({loop}) saves to '{found.path}', which is loaded behind it ({read})"
            advice = Fix(
                Applicability.MANUAL, "put the number of the pass into the path, and load the best of them"
            )
            yield from self.judged(module, found.call.func, what, (_OUTCOME,), advice)
