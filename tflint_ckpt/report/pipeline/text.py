"""A pipeline as a table for a terminal."""

from __future__ import annotations

from tflint_ckpt.report.pipeline import flat
from tflint_ckpt.report.table import table
from tflint_ckpt.report.terminal import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report.pipeline import Pipeline, Row

_HEAD = ("line", "step", "runs in", "holds", "random")


def render(pipeline: Pipeline) -> str:
    """One table for each way in which the dataset may come about."""
    lines = [visible(f"{pipeline.path}:{pipeline.place}: {pipeline.code}") + "\n"]
    for number, rows in enumerate(pipeline.ways, 1):
        if len(pipeline.ways) > 1:
            lines.append(f"\none of {len(pipeline.ways)} ways: {number}\n")
        lines.append("\n" + _table(rows))
    return "".join(lines)


def _table(rows: tuple[Row, ...]) -> str:
    every = flat(rows)
    cells = [
        (row.place, "  " * depth + visible(row.code), row.epochs, row.memory or "-", row.random or "-")
        for depth, row in every
    ]
    head, *lines = table(_HEAD, cells).splitlines(keepends=True)
    found = [head]
    for (_, row), line in zip(every, lines, strict=True):
        found.append(line)
        found += [f"      {visible(finding)}\n" for finding in row.findings]
    return "".join(found)
