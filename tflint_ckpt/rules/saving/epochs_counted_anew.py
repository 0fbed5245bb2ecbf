"""TFC524 resume-without-initial-epoch."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.counted_anew import counted_anew
from tflint_ckpt.semantics.training.fits import where

_OUTCOME = Outcome(
    Severity.WARNING, "counts epochs from 1 again: the checkpoints of the earlier run are written over"
)


class ResumeWithoutInitialEpoch(Rule):
    """A training goes on from a numbered checkpoint, and its epochs have the same numbers again.

    ## What it does
    Reports a `fit` without `initial_epoch`, of a model that is loaded before from a file of an earlier run,
    one that a `ModelCheckpoint` of this `fit` writes, where the same one, or another, has the epoch and
    nothing else in its path.

    ## Why
    `fit` counts from `initial_epoch`, which is 0. After a restart from `m_10.keras` the first epoch is
    written to `m_01.keras`, and so on: the files of the first run are lost, those with the highest numbers
    are old, and a restart that takes the last by number goes on from the old `m_10.keras` again. A schedule
    by epoch begins from its start, too.

    ## When it is silent
    Where `fit` is given an `initial_epoch`, or arguments or callbacks that are not in sight; with
    `BackupAndRestore`, which counts on; where the path has a loss or a metric as well, or an unknown part
    that is not the same in what is loaded; where the file that is loaded is not known; where the model was
    trained before it is loaded, and in a loop.

    ## Fix safety
    There is no fix: which epoch the file is of is known to a person, or is in its name.

    ## References
    - [Model training APIs](https://keras.io/api/models/model_training_apis/)
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC524"
    name = "resume-without-initial-epoch"
    summary = "training goes on from a numbered checkpoint, and writes over those of the earlier run"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (
        Name("ModelCheckpoint"),
        Name("load_weights", "load_model"),
        Passed("ModelCheckpoint.filepath.0=~{"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such training."""
        for found in counted_anew(module):
            resumed = found.resumed
            places = [(module, resumed.node), *([resumed.called] if resumed.called is not None else [])]
            what = (
                f"the model is loaded from a file of an earlier run ({where(module, places)}), and without "
                "initial_epoch fit"
            )
            advice = Fix(Applicability.MANUAL, "give initial_epoch, the number of the epoch that is loaded")
            func = found.fit.node.func
            yield from self.judged(module, func, what, (_OUTCOME,), advice, of=found.fit.node)
