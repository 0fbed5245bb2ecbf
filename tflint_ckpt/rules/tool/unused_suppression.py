"""TFC002 unused-suppression."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.semantics.module import Module


class UnusedSuppression(Rule):
    """A suppression comment suppresses nothing.

    ## What it does
    Reports a code or name in `# tflint-ckpt: ignore[...]`, `# tflint-ckpt: ignore-file[...]` or
    `# noqa: TFC...` for which there is no finding at that place, among the rules that ran.

    ## Why
    The defect is gone, or the comment never fitted. Left in place it hides the next one.

    ## Fix safety
    Removing the comment, or the one code from its list, is safe: it changes no code. Other codes of a
    `noqa` and the rest of the line stay.
    """

    code = "TFC002"
    name = "unused-suppression"
    summary = "a suppression comment that suppresses nothing"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE,)
    requires = ()

    def check(self, module: Module) -> Iterator[Finding]:
        """Nothing: the finding comes from ``tflint_ckpt.suppress``, before or after the rules run."""
        return iter(())
