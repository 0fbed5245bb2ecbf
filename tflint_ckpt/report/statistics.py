"""How often each rule found something, could fix it, could not judge it; and what Keras 3 breaks."""

from __future__ import annotations

from collections import Counter

from tflint_ckpt import __version__
from tflint_ckpt.report.summary import fixable
from tflint_ckpt.report.table import table
from tflint_ckpt.run_targets import plain
from tflint_ckpt.target import Target

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
        errors: major release of Keras → how many of them are errors on it; only those of their target.
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
        """Count *finding*, which was judged on Keras *majors*."""
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
        target, targets: what most files run on, and what each of them does.
        majors: the major releases of Keras that some file runs on.
        moving: the targets that span Keras 2 and 3.
        breaking: of the errors on Keras 3 in files with such a target, how many ``--fix`` mends, how many
            ``--unsafe-fixes`` more, and how many are left to a person.
    """

    __slots__ = ("breaking", "majors", "moving", "rows", "target", "targets", "total")

    def __init__(self, result: RunResult, names: Mapping[str, str]) -> None:
        """*names* has the name of each rule by code, for rules that only skipped places."""
        self.target = result.target
        self.targets = result.targets
        every = [each.target for each in self.targets.every] or [self.target]
        self.majors = tuple(sorted({major for target in every for major in target.majors}))
        self.moving = [target for target in every if target.majors == (2, 3)]
        self.total = Row("", "in all")
        self.breaking = Row("", "")
        rows: dict[str, Row] = {}
        for file in result.files:
            for finding in file.findings:
                place = self.targets.of_finding(file, finding)
                # Nobody asked what a file runs on that cannot be read: it is an error on all.
                majors = self.targets.every[place].target.majors if place is not None else self.majors
                row = rows.setdefault(finding.code, Row(finding.code, finding.name))
                row.add(finding, majors)
                self.total.add(finding, majors)
                own = not finding.code.startswith("TFC0")
                if majors == (2, 3) and finding.is_error_on(3) and own:
                    self.breaking.add(finding, majors)
        skipped: Counter[str] = Counter()
        for file in result.files:
            skipped.update(file.not_judged)
        for code, count in skipped.items():
            rows.setdefault(code, Row(code, names.get(code, ""))).not_judged = count
            self.total.not_judged += count
        self.rows = sorted(rows.values(), key=lambda row: (-row.count, row.code))


def render(figures: Statistics) -> str:
    """The rows as a table and the targets; with some that span Keras 2 and 3 also what breaks on which."""
    targets = "".join(f"{line}\n" for line in figures.targets.lines())
    return _table(figures) + (f"\n{targets}" if targets else "")


def _table(figures: Statistics) -> str:
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
    if not figures.moving:
        return
    mended = figures.breaking
    releases = {each.tensorflow: each for target in figures.moving for each in target.of_major(3).releases}
    target = Target(tuple(releases[each] for each in sorted(releases)), "").tensorflow.replace("..", " to ")
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
        "target": plain(figures.target),
        "targets": figures.targets.plain(),
        "statistics": [_fields(row, figures.majors) for row in figures.rows],
        "total": _fields(figures.total, figures.majors),
    }
    return dump(document)


def _fields(row: Row, majors: tuple[int, ...]) -> dict[str, Any]:
    name = {"code": row.code, "name": row.name} if row.code else {}
    figures = {key: getattr(row, key) for key in ("count", "safe", "unsafe", "manual", "not_judged")}
    return {**name, **figures, **{f"errors_keras{major}": row.errors[major] for major in majors}}
