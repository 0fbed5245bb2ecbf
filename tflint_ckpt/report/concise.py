"""One line a finding, for editors, ``grep`` and people who know the rules."""

from __future__ import annotations

from tflint_ckpt.report import parts, rule_url
from tflint_ckpt.report.summary import fixable, summary
from tflint_ckpt.report.terminal import BOLD, SEVERITY_COLORS, link, paint, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.source import Source

MARKS = {"safe": "[*] ", "unsafe": "[-] ", None: ""}
"""What stands before the message of a finding with a safe, an unsafe and no fix to apply."""


def render(result: RunResult, view: View) -> str:
    """``path:line:column: severity CODE [*] message (name)`` for every finding, then the summary.

    In a notebook ``path:cell 7:line:column:``.
    """
    return parts(of_file, result, view) + closing(result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The lines of one file."""
    source = file.source
    return "".join(f"{_line(finding, source, view)}\n" for finding in file.findings) if source else ""


closing = summary
"""What stands below the findings."""


def _line(finding: Finding, source: Source, view: View) -> str:
    place = paint(f"{visible(finding.path)}:{source.place(finding.start)}:", BOLD, color=view.color)
    severity = paint(finding.severity.value, SEVERITY_COLORS[finding.severity.value], color=view.color)
    code = link(finding.code, rule_url(finding.name), links=view.links)
    message = visible(" ".join(finding.message.split()))
    return f"{place} {severity} {code} {MARKS[fixable(finding)]}{message} ({finding.name})"
