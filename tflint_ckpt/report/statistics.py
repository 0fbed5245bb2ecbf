"""How often each rule found something, could fix it, and could not judge."""

from __future__ import annotations

from collections import Counter

from tflint_ckpt import __version__
from tflint_ckpt.report.summary import all_findings, fixable
from tflint_ckpt.report.table import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_ckpt.runner import RunResult


class Row:
    """The figures of one rule."""

    __slots__ = ("code", "count", "name", "not_judged", "safe", "unsafe")

    def __init__(self, code: str, name: str) -> None:
        self.code = code
        self.name = name
        self.count = 0
        self.safe = 0
        self.unsafe = 0
        self.not_judged = 0


def statistics(result: RunResult, names: Mapping[str, str]) -> list[Row]:
    """A row for every rule that found or skipped something, the busiest first.

    *names* has the name of each rule by code, for rules that only skipped places.
    """
    rows: dict[str, Row] = {}
    for finding in all_findings(result):
        row = rows.setdefault(finding.code, Row(finding.code, finding.name))
        row.count += 1
        row.safe += fixable(finding) == "safe"
        row.unsafe += fixable(finding) == "unsafe"
    skipped: Counter[str] = Counter()
    for file in result.files:
        skipped.update(file.not_judged)
    for code, count in skipped.items():
        rows.setdefault(code, Row(code, names.get(code, ""))).not_judged = count
    return sorted(rows.values(), key=lambda row: (-row.count, row.code))


def render(rows: list[Row]) -> str:
    """The rows as a table: how many, how many with a safe and an unsafe fix, how many not judged."""
    if not rows:
        return "No findings.\n"
    head = ("found", "safe", "unsafe", "not judged", "rule", "")
    return table(
        head,
        [
            (str(row.count), str(row.safe), str(row.unsafe), str(row.not_judged), row.code, row.name)
            for row in rows
        ],
        right=4,
    )


def render_json(rows: list[Row]) -> str:
    """The rows as one JSON object."""
    from tflint_ckpt.report.json_ import dump

    keys = ("code", "name", "count", "safe", "unsafe", "not_judged")
    figures = [{key: getattr(row, key) for key in keys} for row in rows]
    return dump({"version": __version__, "statistics": figures})
