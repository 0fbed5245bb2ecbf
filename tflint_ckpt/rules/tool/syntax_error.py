"""TFC001 syntax-error."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Finding, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.semantics.module import Module


class SyntaxErrorRule(Rule):
    """The file cannot be read as Python 3, so nothing in it was checked.

    ## What it does
    Reports a file that is not text in its declared encoding, does not parse as Python 3, or is nested
    more deeply than Python's own parser takes. The finding stands where the parser stopped. The other
    files of the run are linted. In a notebook it is the cell that does not parse, and the other cells are
    linted. A notebook of another format is a warning, and one in another language no more than information.

    Which Python runs the tool makes no difference to what is linted: syntax that came later, up to Python
    3.14, is read by LibCST.

    ## Why
    A file that is silently passed over looks like a file without defects.

    ## Fix safety
    There is no fix. Python 2 code and half a statement need a person.
    """

    code = "TFC001"
    name = "syntax-error"
    summary = "the file cannot be read as Python 3"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = ()
    requires = ()

    def check(self, module: Module) -> Iterator[Finding]:
        """Nothing: the finding comes from ``tflint_ckpt.linter``, before or after the rules run."""
        return iter(())
