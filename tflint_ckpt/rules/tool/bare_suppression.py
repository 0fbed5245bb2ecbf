"""TFC003 bare-suppression."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.semantics.module import Module


class BareSuppression(Rule):
    """An ignore comment names no rule, or one that does not exist.

    ## What it does
    Reports `# tflint-ckpt: ignore` without a list of rules in brackets, and names that are no rule. Such
    a comment suppresses nothing. So do comments in the form of another tool, or nearly in this one:
    `# tflint-ckpt: disable=TFC101`, `# tflint: ignore[TFC101]`, `# noqa TFC101`, `# pylint: disable=TFC101`.
    The message has the right form.

    ## Why
    A comment that silences everything also silences the finding that is added next year.

    ## Fix safety
    There is no automatic fix: only the author knows which rule was meant. Write
    `# tflint-ckpt: ignore[checkpoint-max-to-keep] reason`.
    """

    code = "TFC003"
    name = "bare-suppression"
    summary = "an ignore comment without rule codes, or with an unknown one"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = ()

    def check(self, module: Module) -> Iterator[Finding]:
        """Nothing: the finding comes from ``tflint_ckpt.suppress``, before or after the rules run."""
        return iter(())
