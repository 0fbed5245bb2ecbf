"""A Code Quality report of GitLab, shown in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

import json

from tflint_ckpt.report.reported import reported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.report import View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import RunResult

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(result: RunResult, view: View) -> str:
    """A list with one object for each finding."""
    return json.dumps([_issue(each) for each in reported(result)], indent=2) + "\n"


def _issue(each: Reported) -> dict[str, Any]:
    finding = each.finding
    return {
        "description": f"{finding.code} {each.message}",
        "check_name": finding.name,
        "fingerprint": each.fingerprint,
        "severity": _SEVERITIES[finding.severity.value],
        "location": {"path": finding.path, "lines": {"begin": each.line, "end": each.end_line}},
    }
