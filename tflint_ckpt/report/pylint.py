"""One line a finding as pylint writes it, ``path:3: [TFC101(name), ] …``, which many tools read."""

from __future__ import annotations

from tflint_ckpt.report import parts
from tflint_ckpt.report.reported import reported_of
from tflint_ckpt.report.terminal import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.result import FileResult, RunResult


def render(result: RunResult, view: View) -> str:
    """One line for each finding."""
    return parts(of_file, result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The lines of one file."""
    return "".join(
        f"{visible(each.finding.path)}:{each.line}: [{each.finding.code}({each.finding.name}), ] "
        f"{visible(each.message)}\n"
        for each in reported_of(file)
    )
