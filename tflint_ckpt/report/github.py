"""Annotations of GitHub Actions: workflow commands, which the runner shows beside the lines they are about.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from tflint_ckpt.report import parts
from tflint_ckpt.report.reported import reported_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import FileResult, RunResult

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(result: RunResult, view: View) -> str:
    """One command for each finding."""
    return parts(of_file, result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The commands of one file."""
    return "".join(f"{_command(each)}\n" for each in reported_of(file))


def _command(each: Reported) -> str:
    finding = each.finding
    title = f"{finding.code} {finding.name}"
    properties: dict[str, object] = {"file": finding.path, "line": each.line, "endLine": each.end_line}
    if each.column is not None and each.line == each.end_line:  # GitHub takes columns on one line only
        properties |= {"col": each.column, "endColumn": each.end_column}
    properties["title"] = title
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    # The log of a job shows the message alone; in a notebook it begins with the cell.
    place = finding.path if each.is_in_notebook else f"{finding.path}:{each.line}:{each.column}"
    return f"::{_LEVELS[finding.severity.value]} {written}::{_data(f'{place}: {each.message}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
