"""A pipeline as one JSON object."""

from __future__ import annotations

from tflint_ckpt.report.json_ import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.report.pipeline import Pipeline, Row


def render(pipeline: Pipeline) -> str:
    """``path``, ``place``, ``code`` and ``ways``: for each way its steps, the source first."""
    ways = [[_row(row) for row in rows] for rows in pipeline.ways]
    return dump({"path": pipeline.path, "place": pipeline.place, "code": pipeline.code, "ways": ways})


def _row(row: Row) -> dict[str, Any]:
    return {
        "place": row.place or None,
        "code": row.code,
        "runs_in": row.epochs,
        "holds": row.memory or None,
        "bytes": row.bytes,
        "random": row.random or None,
        "findings": list(row.findings),
        "inputs": [[_row(each) for each in given] for given in row.inputs],
    }
