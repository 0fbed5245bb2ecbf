"""Logging commands of Azure Pipelines, which list findings in the summary of a build.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

from tflint_ckpt.report import parts
from tflint_ckpt.report.reported import reported_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import FileResult, RunResult


def render(result: RunResult, view: View) -> str:
    """One command for each finding; Azure knows errors and warnings only."""
    return parts(of_file, result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The commands of one file."""
    return "".join(f"{_command(each)}\n" for each in reported_of(file))


def _command(each: Reported) -> str:
    finding = each.finding
    kind = "error" if finding.severity.value == "error" else "warning"
    properties = {"type": kind, "sourcepath": finding.path, "linenumber": str(each.line)}
    if each.column is not None:
        properties["columnnumber"] = str(each.column)
    properties["code"] = finding.code
    written = "".join(f"{key}={_property(value)};" for key, value in properties.items())
    return f"##vso[task.logissue {written}]{_data(f'{each.message} ({finding.name})')}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
