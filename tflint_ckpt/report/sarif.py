"""SARIF 2.1.0, which GitHub code scanning, Azure DevOps and many viewers read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from inspect import cleandoc
from urllib.parse import quote

from tflint_ckpt import __version__
from tflint_ckpt.finding import Applicability
from tflint_ckpt.report import rule_url
from tflint_ckpt.report.fingerprints import VERSION
from tflint_ckpt.report.reported import reported
from tflint_ckpt.report.summary import all_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tflint_ckpt.finding import Fix
    from tflint_ckpt.report import View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import RunResult
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.source import Source

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://github.com/tflint-ckpt/tflint-ckpt"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(result: RunResult, view: View) -> str:
    """One run with a result for each finding, and the page of each rule that has one.

    Columns count characters. A finding in a notebook has the line of the JSON text, which viewers can open,
    and its cell as a logical location; it carries no fix, since that is one of the cell's text.
    """
    from tflint_ckpt.rules.catalogue import RULES

    found = list(reported(result))
    codes = sorted({each.finding.code for each in found})
    rules = [rule for rule in RULES if rule.code in codes]
    places = {rule.code: place for place, rule in enumerate(rules)}
    sources = {file.path: file.source for file in result.files if file.source}
    problems = all_problems(result)
    run = {
        "tool": {
            "driver": {
                "name": "tflint-ckpt",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": _HOME,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not problems,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": problem}} for problem in problems
                ],
            }
        ],
        "results": [_result(each, places, sources) for each in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: RuleEntry) -> dict[str, Any]:
    page = cleandoc(rule.load().__doc__ or rule.summary)
    worst = "error" if "error" in (rule.keras2, rule.keras3) else (rule.keras3 or rule.keras2 or "warning")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": page, "markdown": page},
        "helpUri": rule_url(rule.name),
        "defaultConfiguration": {"level": _LEVELS[worst]},
        "properties": {"tags": [rule.group, *rule.presets]},
    }


def _result(each: Reported, places: Mapping[str, int], sources: Mapping[str, Source]) -> dict[str, Any]:
    finding = each.finding
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": _LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [_location(each)],
        "partialFingerprints": {VERSION: each.fingerprint},
    }
    offered = [fix for fix in (finding.fix, *finding.alternatives) if fix is not None]
    fixes = [fix for fix in offered if _is_shown(fix, sources)]
    return {**found, "fixes": [_fix(fix, sources) for fix in fixes]} if fixes else found


def _location(each: Reported) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": each.line, "endLine": each.end_line}
    if each.column is not None and each.end_column is not None:
        region = _region(each.source, each.finding.start, each.finding.end)
    found: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(each.finding.path), "region": region}
    }
    if each.is_in_notebook:
        place = each.source.place(each.finding.start)
        name = f"cell {place.cell}"
        found["logicalLocations"] = [
            {"name": name, "fullyQualifiedName": f"{name}, line {place.line}", "kind": "module"}
        ]
    return found


def _is_shown(fix: Fix, sources: Mapping[str, Source]) -> bool:
    """Whether *fix* has edits, all of them in scripts of the run."""
    return fix.applicability is not Applicability.MANUAL and all(
        edit.path in sources and sources[edit.path].place(edit.start).cell is None for edit in fix.edits
    )


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {
                    "deletedRegion": _region(sources[path], edit.start, edit.end),
                    "insertedContent": {"text": edit.text},
                }
                for edit in fix.edits
                if edit.path == path
            ],
        }
        for path in dict.fromkeys(edit.path for edit in fix.edits)
    ]
    title = f"{fix.title} ({fix.applicability.value})"
    return {"description": {"text": title}, "artifactChanges": changes}


def _region(source: Source, start: int, end: int) -> dict[str, int]:
    (line, column), (end_line, end_column) = source.position(start), source.position(end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _artifact(path: str) -> dict[str, str]:
    """Where a file is, as a URI: relative to the root of the repository, where the path is."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}
