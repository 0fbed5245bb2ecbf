"""The format for programs. Its shape is stable: keys are added, never renamed, moved or removed."""

from __future__ import annotations

import json

from tflint_ckpt import __version__
from tflint_ckpt.report import rule_url, sources
from tflint_ckpt.report.summary import Counts, all_problems
from tflint_ckpt.run_targets import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tflint_ckpt.finding import Edit, Effect, Finding, Fix
    from tflint_ckpt.report import SourceOf, View
    from tflint_ckpt.result import RunResult


def render(result: RunResult, view: View) -> str:
    """One object with every finding and the fix it offers.

    Lines and columns count from 1, columns in characters; in a notebook both are within ``cell``, which
    counts code cells from 1 and is null elsewhere. ``summary.fixable`` counts the findings that
    ``--fix`` alone would mend, those whose fix is safe.

    ``targets`` has what the files run on that some rule looked at, those of most files first, and ``target``
    the first of them. The ``target`` of a finding, and of one of ``files``, is a place in that list, counted
    from 0; a file that imports Kerases with different targets has several, all in its ``targets``.
    ``problems`` has one line for each file that could not be linted or written.
    """
    targets = result.targets
    source_of = sources(result)
    counts = Counts(result)
    return dump(
        {
            "version": __version__,
            "target": plain(result.target),
            "targets": targets.plain(),
            "summary": {
                "files": len(result.files),
                "errors": counts.errors,
                "warnings": counts.warnings,
                "infos": counts.infos,
                "fixable": counts.safe,
                "fixed": counts.fixed,
            },
            "findings": [
                {**finding_object(finding, source_of), "target": targets.of_finding(file, finding)}
                for file in result.files
                for finding in file.findings
            ],
            "files": [
                {"path": file.path, "target": mine[0], "targets": mine}
                for file in result.files
                if (mine := targets.of_file(file))
            ],
            "problems": all_problems(result),
        }
    )


def dump(value: Mapping[str, Any]) -> str:
    """*value* as the JSON of every report: indented, and in ASCII, so that it reads the same whatever
    encoding stdout has, and file names that are not valid text are carried over."""
    return json.dumps(value, indent=2) + "\n"


def finding_object(finding: Finding, source_of: SourceOf) -> dict[str, Any]:
    """The keys of one finding. *source_of* gives the files that it and its edits are in."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "url": rule_url(finding.name),
        **_place(finding, source_of),
        "fix": _fix(finding.fix, source_of) if finding.fix else None,
        "alternatives": [{"name": fix.name, **_fix(fix, source_of)} for fix in finding.alternatives],
        "releases": [_release(effect) for effect in finding.effects],
    }


def _fix(fix: Fix, source_of: SourceOf) -> dict[str, Any]:
    edits = [{**_place(edit, source_of), "text": edit.text} for edit in fix.edits]
    return {"applicability": fix.applicability.value, "title": fix.title, "edits": edits}


def _release(effect: Effect) -> dict[str, Any]:
    severity = effect.severity.value if effect.severity else None
    return {
        "tensorflow": effect.tensorflow,
        "keras": effect.keras,
        "severity": severity,
        "message": effect.text,
    }


def _place(span: Finding | Edit, source_of: SourceOf) -> dict[str, Any]:
    """Where *span* is. An edit can be in another file of the run than its finding."""
    source = source_of(span.path)
    assert source is not None, "what is found somewhere was read"
    start, end = source.place(span.start), source.place(span.end)
    return {
        "path": span.path,
        "cell": start.cell,
        "range": {
            "start": {"line": start.line, "column": start.column},
            "end": {"line": end.line, "column": end.column},
        },
    }
