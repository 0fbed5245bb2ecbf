"""TFC126 csv-log-overwritten."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.log_files import Again, Emptied, emptied_logs

_OUTCOME = Outcome(
    Severity.WARNING, "empties the file when fit begins, since append is False: the epochs before are lost"
)
_WHY = {
    Again.RESUMED: "training goes on from an earlier run ({where})",
    Again.TWICE: "an earlier fit ({where}) writes its epochs to this file",
    Again.LOOP: "each pass of a loop ({where}) trains with this file",
}
_FILES = "give each training a file of its own"


class CsvLogOverwritten(Rule):
    """A `CSVLogger` begins its file anew, and the epochs that are in it are lost.

    ## What it does
    Reports a `CSVLogger` without `append` where the file surely has epochs already when `fit` begins:
    a `BackupAndRestore` makes the `fit` go on after a restart; the model is loaded before `fit` from a file
    that a `ModelCheckpoint` of that `fit` writes; an earlier `fit` writes to the same file; or a loop trains
    with one file in each pass.

    ## Why
    Unless it is told to append, the callback opens its file for writing each time a `fit` begins, also where
    it is the same callback. A training of five epochs that was interrupted in the fourth and went on left the
    last two in the log, without a word. The checkpoints of the others are there, and nobody can say which of
    them is good.

    ## When it is silent
    Where `append` is given, whatever it is; where the path is not known, or has a part that may be another
    one in each run, such as the time; where the file is read, copied or moved before the second training;
    where it is not sure that both trainings run; where the loop may end early.

    ## Fix safety
    `append=True` is unsafe: a training that begins from nothing then adds its epochs to what an older run
    has left. For trainings of different models there is no fix: each wants a file of its own.

    ## References
    - [CSVLogger](https://keras.io/api/callbacks/csv_logger/)
    - [BackupAndRestore](https://keras.io/api/callbacks/backup_and_restore/)
    """

    code = "TFC126"
    name = "csv-log-overwritten"
    summary = "a CSVLogger that empties the log of the epochs before when training goes on"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("CSVLogger"), Name("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each log that is lost."""
        for found in emptied_logs(module):
            from tflint_ckpt.semantics.training.fits import where

            what = _WHY[found.why].format(where=where(module, [found.place]))
            call, fix = found.call.node, _fix(module, found)
            yield from self.judged(module, call.func, what, (_OUTCOME,), fix, of=call)


def _fix(module: Module, found: Emptied) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument

    if not found.goes_on:
        return Fix(Applicability.MANUAL, _FILES)
    edits = add_argument(module, found.call.node, "append", "True")
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, "add append=True", edits)
