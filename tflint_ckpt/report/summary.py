"""The closing lines of a report: how much was found, what ``--fix`` would do, and the target."""

from __future__ import annotations

from tflint_ckpt.report.terminal import BOLD, paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.report import View
    from tflint_ckpt.result import FileResult, RunResult


class Counts:
    """How many findings of each kind a run has.

    Attributes:
        errors, warnings, infos: what is left, by severity.
        safe, unsafe: of these, how many have a fix with edits, by applicability.
        files: how many files have findings left.
        fixed, fixed_files: how many findings were fixed, and how many files that changed.
    """

    __slots__ = ("errors", "files", "fixed", "fixed_files", "infos", "safe", "unsafe", "warnings")

    def __init__(self, result: RunResult) -> None:
        findings = list(all_findings(result))
        severities = [finding.severity.value for finding in findings]
        self.errors = severities.count("error")
        self.warnings = severities.count("warning")
        self.infos = severities.count("info")
        self.safe = sum(fixable(finding) == "safe" for finding in findings)
        self.unsafe = sum(fixable(finding) == "unsafe" for finding in findings)
        self.files = sum(bool(file.findings) for file in result.files)
        self.fixed = sum(file.fixed for file in result.files)
        self.fixed_files = sum(map(is_changed, result.files))

    @property
    def findings(self) -> int:
        """How many findings are left."""
        return self.errors + self.warnings + self.infos


def all_findings(result: RunResult) -> Iterator[Finding]:
    """Every finding that is left, in order of output."""
    for file in result.files:
        yield from file.findings


def all_problems(result: RunResult) -> list[str]:
    """What could not be used or went wrong, one line each."""
    return [*result.problems, *(problem for file in result.files for problem in file.problems)]


def fixable(finding: Finding) -> str | None:
    """``safe`` or ``unsafe`` where the finding has a fix that can be applied, else ``None``."""
    return finding.fix.applicability.value if finding.fix and finding.fix.edits else None


def is_changed(file: FileResult) -> bool:
    """Whether fixing changed the file."""
    return file.is_changed


def summary(result: RunResult, view: View) -> str:
    """The closing lines, each with its line ending; with ``--quiet`` none but what was asked for."""
    fixes = ""
    if view.fixes:
        from tflint_ckpt.report.fixes import render

        fixes = render(result)
    return fixes if view.quiet else fixes + _closing(result, view)


def _closing(result: RunResult, view: View) -> str:
    counts = Counts(result)
    lines = []
    if counts.findings or view.verbose:
        lines += result.targets.lines() or [f"target: {result.target.describe()}"]
    if view.verbose:
        lines.append(f"settings: {result.settings.origin or 'no configuration file'}")
        lines.append(f"checked: {number(len(result.files), 'file')}")
    if verdict := _verdict(counts, view, complete=bool(result.files) and not all_problems(result)):
        lines.append(paint(verdict, BOLD, color=view.color))
    return "".join(f"{line}\n" for line in lines)


def _verdict(counts: Counts, view: View, *, complete: bool) -> str:
    """The last line; empty where nothing was found, but not everything was checked either."""
    sentences = []
    if counts.fixed:
        sentences.append(f"Fixed {number(counts.fixed, 'finding')} in {number(counts.fixed_files, 'file')}.")
    if counts.findings:
        left = f"{severities(counts)}{' left' if counts.fixed else ''} in {number(counts.files, 'file')}."
        sentences.append(left if counts.fixed else f"Found {left}")
    elif complete:
        sentences.append("All checks passed.")
    return " ".join(sentences + _offers(counts, view))


def severities(counts: Counts) -> str:
    """What is left, such as ``3 errors, 1 warning``."""
    kinds = ((counts.errors, "error"), (counts.warnings, "warning"), (counts.infos, "note"))
    return ", ".join(number(count, kind) for count, kind in kinds if count)


def _offers(counts: Counts, view: View) -> list[str]:
    """The sentence, if any, that says which options would fix how much of what is left."""
    safe, unsafe = counts.safe, counts.unsafe
    if view.unsafe:
        safe, unsafe = safe + unsafe, 0
    offers = []
    if safe:
        offers.append(f"{safe} fixable with --fix")
    if unsafe:
        offers.append(f"{unsafe} {'more' if safe else 'fixable'} with --fix --unsafe-fixes")
    return [", ".join(offers) + "."] if offers else []


def number(count: int, noun: str) -> str:
    """*count* and *noun*, with the plural's ``s`` where it is due."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
