"""How often each rule found something, could fix it, could not judge it; and what Keras 3 breaks."""

from __future__ import annotations

from collections import Counter

from tflint_ckpt import __version__
from tflint_ckpt.report.summary import all_findings, fixable
from tflint_ckpt.report.table import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import RunResult


class Row:
    """The figures of one rule, or of all.

    Attributes:
        count: findings.
        errors: major release of Keras → how many of them are errors on it; only those of the target.
        safe, unsafe, manual: findings by who can fix them.
        not_judged: places the rule looked at and could not decide.
    """

    __slots__ = ("code", "count", "errors", "manual", "name", "not_judged", "safe", "unsafe")

    def __init__(self, code: str, name: str) -> None:
        self.code = code
        self.name = name
        self.count = 0
        self.errors: Counter[int] = Counter()
        self.safe = 0
        self.unsafe = 0
        self.manual = 0
        self.not_judged = 0

    def add(self, finding: Finding, majors: tuple[int, ...]) -> None:
        """Count *finding*, of a run for Keras *majors*."""
        self.count += 1
        self.errors.update(major for major in majors if finding.is_error_on(major))
        kind = fixable(finding)
        self.safe += kind == "safe"
        self.unsafe += kind == "unsafe"
        self.manual += kind is None


class Statistics:
    """The figures of a run.

    Attributes:
        rows: one for every rule that found or skipped something, the busiest first.
        total: all of them together.
        majors: the major releases of Keras the run was for.
        breaking: of the errors on Keras 3, how many ``--fix`` mends, how many ``--unsafe-fixes`` more,
            and how many are left to a person.
    """

    __slots__ = ("breaking", "majors", "rows", "target", "total")

    def __init__(self, result: RunResult, names: Mapping[str, str]) -> None:
        """*names* has the name of each rule by code, for rules that only skipped places."""
        self.target = result.target
        self.majors = result.target.majors
        self.total = Row("", "in all")
        self.breaking = Row("", "")
        rows: dict[str, Row] = {}
        for finding in all_findings(result):
            row = rows.setdefault(finding.code, Row(finding.code, finding.name))
            row.add(finding, self.majors)
            self.total.add(finding, self.majors)
            if finding.is_error_on(3) and not finding.code.startswith("TFC0"):
                self.breaking.add(finding, self.majors)
        skipped: Counter[str] = Counter()
        for file in result.files:
            skipped.update(file.not_judged)
        for code, count in skipped.items():
            rows.setdefault(code, Row(code, names.get(code, ""))).not_judged = count
            self.total.not_judged += count
        self.rows = sorted(rows.values(), key=lambda row: (-row.count, row.code))


def render(figures: Statistics) -> str:
    """The rows as a table; for a target that spans Keras 2 and 3 also what breaks on which."""
    if not figures.rows:
        return "No findings.\n"
    majors = figures.majors if len(figures.majors) > 1 else ()
    errors = [f"errors on Keras {major}" for major in majors] or ["errors"]
    head = ("found", *errors, "safe", "unsafe", "by hand", "not judged", "rule", "")
    rows = [*figures.rows, figures.total] if len(figures.rows) > 1 else figures.rows
    lines = table(head, [_cells(row, figures.majors) for row in rows], right=len(head) - 2)
    return lines + "".join(_migration(figures))


def _cells(row: Row, majors: tuple[int, ...]) -> tuple[str, ...]:
    errors = [row.errors[major] for major in majors]
    figures = (row.count, *errors, row.safe, row.unsafe, row.manual, row.not_judged)
    return (*map(str, figures), row.code, row.name)


def _migration(figures: Statistics) -> Iterator[str]:
    """What a code base that is to move to Keras 3 has before it."""
    if figures.majors != (2, 3):
        return
    mended = figures.breaking
    target = figures.target.of_major(3).tensorflow.replace("..", " to ")
    places = "1 place breaks" if mended.count == 1 else f"{mended.count} places break"
    yield (
        f"\n{places} on Keras 3 (TensorFlow {target}): "
        f"--fix mends {mended.safe}, --unsafe-fixes {mended.unsafe} more, {mended.manual} by hand.\n"
    )


def render_json(figures: Statistics) -> str:
    """The rows as one JSON object."""
    from tflint_ckpt.report.json_ import dump

    document: dict[str, Any] = {
        "version": __version__,
        "target": {
            "tensorflow": figures.target.tensorflow,
            "keras": figures.target.keras,
            "source": figures.target.source,
        },
        "statistics": [_fields(row, figures.majors) for row in figures.rows],
        "total": _fields(figures.total, figures.majors),
    }
    return dump(document)


def _fields(row: Row, majors: tuple[int, ...]) -> dict[str, Any]:
    name = {"code": row.code, "name": row.name} if row.code else {}
    figures = {key: getattr(row, key) for key in ("count", "safe", "unsafe", "manual", "not_judged")}
    return {**name, **figures, **{f"errors_keras{major}": row.errors[major] for major in majors}}
