"""One JSON object a line for each finding, with the keys of the JSON report: for pipes and log collectors."""

from __future__ import annotations

import json

from tflint_ckpt.report import parts
from tflint_ckpt.report.json_ import finding_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.result import FileResult, RunResult


def render(result: RunResult, view: View) -> str:
    """One line for each finding; nothing where there is none."""
    return parts(of_file, result, view)


def of_file(file: FileResult, view: View, source_of: SourceOf) -> str:
    """The lines of one file."""
    return "".join(f"{json.dumps(finding_object(finding, source_of))}\n" for finding in file.findings)
