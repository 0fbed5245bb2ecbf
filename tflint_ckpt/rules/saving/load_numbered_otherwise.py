"""TFC522 load-numbered-otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module

_OUTCOME = Outcome(Severity.ERROR, "raises an exception at the first one, which nobody writes")


class LoadNumberedOtherwise(Rule):
    """Models are saved with numbers from 1 on, and loaded with numbers from 0 on.

    ## What it does
    Reports `load_model` and `load_weights` in a loop whose variable stands in the name of the file, where the
    project writes these files with a number that begins later: `for k in range(5)` for what
    `enumerate(folds, 1)` has numbered, a counter (`fold += 1`), a generator of the project, or the calls of
    the function that saves them.

    ## Why
    There is no file of the first number: Keras 3 raises `ValueError: File not found`, Keras 2 `OSError`, when
    all the training is done.

    ## When it is silent
    Where one of the two numbers, the folder, or some path to which a model is saved is not known; where a
    file of the first number may be written in another way, is named anywhere in the project, or lies in a
    folder with files that Git tracks; where the project fetches, copies, renames or unpacks files; where
    the code asks which files are there, or catches the exception; where a test leaves out some numbers.

    ## Fix safety
    There is no fix: which of the two is meant, only a person knows.

    ## References
    - [Saving models](https://keras.io/guides/serialization_and_saving/)
    """

    code = "TFC522"
    name = "load-numbered-otherwise"
    summary = "models that are saved with numbers from 1 on and loaded with numbers from 0 on"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("load_model", "load_weights"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that loads them."""
        from tflint_ckpt.semantics.paths.numbered_otherwise import numbered_otherwise
        from tflint_ckpt.semantics.training.fits import where

        if not module.imports("tensorflow", "keras"):
            return
        for found in numbered_otherwise(module):
            begin, there, writer = found.written
            place = where(module, [(there, writer.call)])
            what = f"'{found.path}' is loaded from {found.first} on, and saved from {begin} on ({place})"
            advice = Fix(Applicability.MANUAL, "count alike in both places")
            call = found.load.call
            yield from self.judged(module, call.func, what, (_OUTCOME,), advice, of=call)
