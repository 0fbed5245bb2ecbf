"""What GitLab and reviewdog require of a report, whose own schemas no package brings.

Each is as narrow as what is written needs: every key, and no other.
"""

from __future__ import annotations

from typing import Any

_LINE = {"type": "integer", "minimum": 1}
_TEXT = {"type": "string", "minLength": 1}


def _object(optional: dict[str, Any] | None = None, /, **required: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


GITLAB = {
    "type": "array",
    "items": _object(
        description=_TEXT,
        check_name=_TEXT,
        fingerprint={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=_object(
            path={"type": "string", "pattern": r"^(?!\./)."}, lines=_object(begin=_LINE, end=_LINE)
        ),
    ),
}
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

_POSITION = _object({"column": _LINE}, line=_LINE)
_RANGE = _object(start=_POSITION, end=_POSITION)

RDJSON = _object(
    source=_object(name=_TEXT),
    diagnostics={
        "type": "array",
        "items": _object(
            {"suggestions": {"type": "array", "items": _object(range=_RANGE, text={"type": "string"})}},
            message=_TEXT,
            location=_object(path=_TEXT, range=_RANGE),
            severity={"enum": ["ERROR", "WARNING", "INFO"]},
            code=_object(value=_TEXT, url=_TEXT),
        ),
    },
)
"""https://github.com/reviewdog/reviewdog/tree/master/proto/rdf/jsonschema"""
