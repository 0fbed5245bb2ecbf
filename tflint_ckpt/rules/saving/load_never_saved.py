"""TFC521 load-never-saved."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module

_OUTCOME = Outcome(Severity.WARNING, "raises an exception when it loads it, unless somebody puts it there")


class LoadNeverSaved(Rule):
    """A model is saved under one name and loaded under another.

    ## What it does
    Reports `load_model` and `load_weights` of a file that nothing in the project writes, where the project
    writes another one of the same kind into the same folder, whose name shares a word with it and which
    nobody loads: `best_model.keras` for `net_best.keras`.

    ## Why
    The file is not there: Keras 3 raises `ValueError: File not found`, Keras 2 `OSError`, when the training
    is over, often in another script.

    ## When it is silent
    Where the name stands anywhere else in the project, a comment, the README or a shell script included;
    where the project loads other files, too, that it does not write; where it fetches, copies, renames or
    unpacks files, or its texts speak of downloads; where some path to which a model is saved is not known;
    where the code asks whether the file or its folder is there, but to make the folder, or catches the
    exception; for absolute folders, those of settings and options, folders with files that Git tracks, and
    a file that it does.

    ## Fix safety
    There is no fix: which of the two names is meant, only a person knows. Give both a variable in common.

    ## References
    - [Saving models](https://keras.io/guides/serialization_and_saving/)
    """

    code = "TFC521"
    name = "load-never-saved"
    summary = "a model is loaded from a file that nothing in the project writes, beside the one that it does"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("load_model", "load_weights"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such file."""
        from tflint_ckpt.semantics.paths.never_written import never_written
        from tflint_ckpt.semantics.training.fits import where

        if not module.imports("tensorflow", "keras"):
            return
        for found in never_written(module):
            path, there, writer = found.written
            place = where(module, [(there, writer.call)])
            what = f"nothing in the project writes {found.name!r}: what is saved there is '{path}' ({place})"
            advice = Fix(Applicability.MANUAL, "give both places one variable for the path")
            yield from self.judged(
                module, found.load.call.func, what, (_OUTCOME,), advice, of=found.load.call
            )
