"""One JSON object a line for each finding, with the keys of the JSON report: for pipes and log collectors."""

from __future__ import annotations

import json

from tflint_ckpt.report.json_ import finding_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import View
    from tflint_ckpt.result import RunResult


def render(result: RunResult, view: View) -> str:
    """One line for each finding; nothing where there is none."""
    sources = {file.path: file.source for file in result.files if file.source}
    return "".join(
        json.dumps(finding_object(finding, sources)) + "\n"
        for file in result.files
        for finding in file.findings
    )
