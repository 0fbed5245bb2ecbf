"""A pipeline as a Mermaid flow chart, which GitHub and many editors draw."""

from __future__ import annotations

from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report.pipeline import Pipeline, Row

_CLASSES = (
    "    classDef first fill:#eeeeee,stroke:#999999,color:#333333\n"
    "    classDef every fill:#e3f2fd,stroke:#1976d2,color:#0d2f4f\n"
    "    classDef found fill:#fff3e0,stroke:#e65100,color:#5f2700\n"
)
"""Grey: runs in the first epoch only; blue: in every epoch; orange: with a finding."""


def render(pipeline: Pipeline) -> str:
    """One chart; the ways in which the dataset may come about side by side."""
    chart = _Chart()
    for rows in pipeline.ways:
        chart.draw(rows)
    return "flowchart TD\n" + "".join(chart.lines) + _CLASSES


class _Chart:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._count = 0

    def draw(self, rows: tuple[Row, ...]) -> str:
        """Draw *rows* one below the other; the name of the last one."""
        last = ""
        for row in rows:
            above = [self.draw(given) for given in row.inputs if given]
            self._count += 1
            name = f"s{self._count}"
            self.lines.append(f'    {name}["{_label(row)}"]:::{_kind(row)}\n')
            self.lines += [f"    {each} --> {name}\n" for each in [*above, last] if each]
            last = name
        return last


def _label(row: Row) -> str:
    words = [row.code, *row.notes, *row.findings]
    return "<br>".join(escape(word, quote=True).replace("#", "#35;") for word in words)


def _kind(row: Row) -> str:
    if row.findings:
        return "found"
    return "every" if row.epochs == "every epoch" else "first"
