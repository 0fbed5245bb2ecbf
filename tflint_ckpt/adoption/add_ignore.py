"""``--add-ignore``: comments that suppress what was found, written into scripts and notebooks."""

from __future__ import annotations

import ast
from operator import attrgetter

from tflint_ckpt import gate
from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import re
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.source import SourceError
from tflint_ckpt.suppress import Suppressions
from tflint_ckpt.write import Change, WriteError, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.source import Source
    from tflint_ckpt.suppress import Directive

OWN = ("TFC001", "TFC002", "TFC003")
"""What is said of files that cannot be read and of suppressions; a comment is no answer to it."""


class Added:
    """What was added.

    Attributes:
        findings: how many findings are suppressed now.
        files: in how many files.
        left: how many findings no comment can suppress.
        problems: one line for each file that stays as it is because something went wrong.
    """

    def __init__(self) -> None:
        self.findings = self.files = self.left = 0
        self.problems: list[str] = []

    @property
    def summary(self) -> str:
        """One line for the user."""
        from tflint_ckpt.report.summary import number

        line = f"{number(self.findings, 'finding')} suppressed in {number(self.files, 'file')}"
        return f"{line}; {self.left} left, which no comment can suppress" if self.left else line


def write(result: RunResult, reason: str | None) -> Added:
    """Suppress the findings of *result* in their files, with *reason* in each new comment.

    Raises ``ConfigError`` for a reason that a comment cannot hold.
    """
    if reason is not None and (not reason.isprintable() or re.search(r"#(?!\d)", reason)):
        raise ConfigError("--reason must be one line, in which # stands only before the number of an issue")
    added = Added()
    for file in result.files:
        source = file.source
        found = [finding for finding in file.findings if finding.code not in OWN]
        added.left += len(file.findings) - len(found)
        if source is None or not found:
            continue
        try:
            changed, left = suppressed(source, found, f" {reason.strip()}" if reason else "")
            if changed is not source:
                replace([Change(file.path, source.data, changed.data)])
        except (SourceError, WriteError, UnicodeError) as error:
            added.problems.append(_problem(file, error))
            continue
        added.left += left
        added.findings += len(found) - left
        added.files += changed is not source
    return added


def _problem(file: FileResult, error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return f"{file.path}: not changed: its encoding lacks a character of the reason"
    return str(error) if isinstance(error, WriteError) else f"{file.path}: not changed: {error.args[0]}"


def suppressed(source: Source, findings: Sequence[Finding], reason: str) -> tuple[Source, int]:
    """*source* with comments that suppress *findings*, and how many of these no comment can suppress.

    A finding is named in the comment that is there for its statement, or in a new one at the end of its line,
    which goes to the end of the statement where no comment can stand. Raises ``SourceError`` where the file
    would not be read as it is, and ``UnicodeEncodeError`` where its encoding lacks a character of *reason*.
    """
    comments = _Comments(source, reason)
    ordered = sorted(findings, key=attrgetter("code", "start"))
    left = [finding for finding in ordered if not comments.add(finding)]
    edits = comments.edits()
    if not edits:
        return source, len(left)
    if not all(map(source.takes, edits)):
        raise SourceError("its encoding does not allow an edit")
    changed = source.edited(edits)
    if _meaning(changed) != _meaning(source):
        raise SourceError("the comments would change what the code means")
    return changed, len(left)


class _Comments:
    """The names of rules to add, by the comment that is there, or by the row of a new one."""

    def __init__(self, source: Source, reason: str) -> None:
        self._source = source
        self._reason = reason
        self._suppressions = Suppressions.read(source, always=True)
        self._known: dict[int, tuple[Directive, list[Finding]]] = {}
        self._new: dict[int, list[Finding]] = {}

    def add(self, finding: Finding) -> bool:
        """Take a finding in; whether a comment can suppress it."""
        layout = self._suppressions.layout
        row = self._suppressions.row(finding.start)
        statement = layout.statement(row) if layout is not None else None
        if layout is None or statement is None:
            return False
        for directive in self._suppressions.directives:
            if row in directive.rows and directive.kind != "ignore-file":
                self._known.setdefault(directive.start, (directive, []))[1].append(finding)
                return True
        last = statement[-1]
        row = next((each for each in (row, last) if each in layout.open_rows), 0)
        if row:
            self._new.setdefault(row, []).append(finding)
        return row != 0

    def edits(self) -> list[Edit]:
        """The edits that write them."""
        return [*map(self._named, self._known.values()), *map(self._written, self._new)]

    def _named(self, known: tuple[Directive, list[Finding]]) -> Edit:
        """Name findings in a comment that is there."""
        directive, findings = known
        names = ", ".join(_names(findings, by_code=directive.kind == "noqa"))
        if directive.entries:
            at = directive.entries[-1].end
            return Edit(self._source.path, at, at, f", {names}")
        text = self._source.text[directive.start : directive.end].rstrip()
        at = directive.start + len(text)
        if text.endswith("]"):
            return Edit(self._source.path, at - 1, at, f"{names}]")
        return Edit(self._source.path, at, at, f"[{names}]")

    def _written(self, row: int) -> Edit:
        """A new comment at the end of *row*."""
        starts = self._suppressions.row_starts
        text = self._source.text[starts[row - 1] : starts[row]].rstrip("\r\n").rstrip(" \t\f")
        at = starts[row - 1] + len(text)
        names = ", ".join(_names(self._new[row], by_code=False))
        return Edit(self._source.path, at, at, f"  # tflint-ckpt: ignore[{names}]{self._reason}")


def _names(findings: Sequence[Finding], *, by_code: bool) -> list[str]:
    return list(dict.fromkeys(finding.code if by_code else finding.name for finding in findings))


def _meaning(source: Source) -> str:
    """What Python reads. Raises ``SourceError`` where that cannot be told."""
    try:
        tree = gate.read(source.code, source.path)
        if tree is None:
            raise SourceError("its syntax is newer than the Python that runs this")
        return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise SourceError(f"it cannot be read: {error}") from None
