"""The diagnostic format of reviewdog, which comments on pull requests and offers the fixes as suggestions.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json

from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Applicability, Edit
from tflint_ckpt.report import rule_url
from tflint_ckpt.report.reported import reported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from tflint_ckpt.report import View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import RunResult
    from tflint_ckpt.source import Source

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(result: RunResult, view: View) -> str:
    """One object with a diagnostic for each finding; columns count bytes of UTF-8 from 1, as there.

    A suggestion is applied with one click, and nothing in it says what it may change: those of unsafe fixes
    are there with ``--unsafe-fixes`` only.
    """
    kinds = (Applicability.SAFE, Applicability.UNSAFE) if view.unsafe else (Applicability.SAFE,)
    diagnostics = [_diagnostic(each, kinds) for each in reported(result)]
    return json.dumps({"source": {"name": "tflint-ckpt"}, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(each: Reported, kinds: Container[Applicability]) -> dict[str, Any]:
    finding = each.finding
    where = {"start": {"line": each.line}, "end": {"line": each.end_line}}
    if not each.is_in_notebook:
        where = _range(each.source, finding.start, finding.end)
    found: dict[str, Any] = {
        "message": each.message,
        "location": {"path": finding.path, "range": where},
        "severity": _SEVERITIES[finding.severity.value],
        "code": {"value": finding.code, "url": rule_url(finding.name)},
    }
    suggestion = _suggestion(each, kinds)
    return {**found, "suggestions": [suggestion]} if suggestion else found


def _suggestion(each: Reported, kinds: Container[Applicability]) -> dict[str, Any] | None:
    """All edits of the fix as one replacement of what they span; ``None`` where they are in several files."""
    fix = each.finding.fix
    if fix is None or fix.applicability not in kinds or each.is_in_notebook or not fix.edits:
        return None
    if any(edit.path != each.finding.path for edit in fix.edits):
        return None
    start, end = min(edit.start for edit in fix.edits), max(edit.end for edit in fix.edits)
    moved = [Edit(edit.path, edit.start - start, edit.end - start, edit.text) for edit in fix.edits]
    return {
        "range": _range(each.source, start, end),
        "text": splice(each.source.text[start:end], moved),
    }


def _range(source: Source, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
