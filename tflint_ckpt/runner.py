"""Many files: find them, lint each, fix across them, and gather one result."""

from __future__ import annotations

from tflint_ckpt import files
from tflint_ckpt.linter import MOST_ROUNDS, Linter, applicable, is_local
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.selection import select
from tflint_ckpt.source import Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tflint_ckpt.detection import Detector
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.linter import Checked
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.target import Target

STDIN = "-"


class FileResult:
    """What became of one file.

    Attributes:
        path: the path as shown, forward slashes.
        original: the file as it was read; ``None`` where it could not be read.
        source: the file after fixing (the same object as ``original`` where nothing changed).
        findings: what is left, in order; their offsets are into ``source.text``.
        fixed: how many findings were fixed.
        problems: one line each for what made the file unusable or a rule fail; any makes exit status 2.
        not_judged: per rule code, how many places the rule looked at and could not decide.
    """

    __slots__ = ("findings", "fixed", "not_judged", "original", "path", "problems", "source")

    def __init__(self, path: str, original: Source | None = None, source: Source | None = None) -> None:
        self.path = path
        self.original = original
        self.source = source
        self.findings: list[Finding] = []
        self.fixed = 0
        self.problems: list[str] = []
        self.not_judged: Mapping[str, int] = {}


class RunResult:
    """What became of a run.

    Attributes:
        files: the files, in the order of their paths.
        settings: what the run was asked to do.
        problems: those of the run itself, such as a path that does not exist.
        together: sets of paths that a fix across files changed: to be written all, or not at all.
        unread: files that were named, but are of a kind that is not linted.
    """

    __slots__ = ("_find_target", "_target", "files", "problems", "settings", "together", "unread")

    def __init__(
        self,
        files: list[FileResult],
        find_target: Callable[[], Target],
        settings: Settings,
        problems: list[str],
        together: Sequence[set[str]] = (),
        unread: Sequence[str] = (),
    ) -> None:
        self.files = files
        self.together = together
        self.unread = unread
        self.settings = settings
        self.problems = problems
        self._find_target = find_target
        self._target: Target | None = None

    @property
    def target(self) -> Target:
        """The target of the first file with findings, else of the first file; looked up when asked for."""
        if self._target is None:
            self._target = self._find_target()
        return self._target


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    fix: bool = False,
    unsafe: bool = False,
    stdin: bytes | None = None,
    stdin_filename: str | None = None,
) -> RunResult:
    """Lint *paths* (and fix in memory where *fix* says so); nothing is written.

    ``-`` among the paths is *stdin*, named *stdin_filename*. Raises ``ConfigError`` for settings that
    name unknown rules or releases.
    """
    return _Run(settings, stdin, stdin_filename).run(paths, fix=fix, unsafe=unsafe)


class _Run:
    def __init__(self, settings: Settings, stdin: bytes | None, stdin_filename: str | None) -> None:
        self.settings = settings
        self.stdin = stdin
        self.stdin_name = stdin_filename or "<stdin>"
        self.detector: Detector | None = None
        self.results: dict[str, FileResult] = {}
        self.ahead: dict[str, FileResult] = {}
        """Files that were read for a fact about another one before their own turn."""
        self.together: list[set[str]] = []
        self.rules = select(RULES, settings.select, settings.extend_select, settings.ignore)

    def run(self, paths: Sequence[str], *, fix: bool, unsafe: bool) -> RunResult:
        collected = files.collect([path for path in paths if path != STDIN], self.settings)
        shown = list(collected.files)
        if STDIN in paths:
            shown.append(self.stdin_name)
        project = Project(shown, self._current, self._target_of)
        linter = Linter(self._rules_for, project, self.settings.fixes)
        for path in shown:
            self._lint(linter, path, fix=fix, unsafe=unsafe)
        if fix:
            self._fix_across_files(linter, unsafe=unsafe)
        ordered = [self.results[path] for path in sorted(self.results)]
        return RunResult(
            ordered,
            lambda: self._shown_target(shown),
            self.settings,
            list(collected.problems),
            self.together,
            collected.unread,
        )

    def _shown_target(self, shown: Sequence[str]) -> Target:
        for path in sorted(self.results):
            result = self.results[path]
            if result.findings and result.source is not None:
                return self._target_of(result.source)
        return self._detected(shown[0] if shown else None, "")

    def _lint(self, linter: Linter, path: str, *, fix: bool, unsafe: bool) -> None:
        ahead = self.ahead.pop(path, None)
        result = self.results[path] = FileResult(path)
        source = ahead.source if ahead and ahead.source else self._read(result)
        if source is None:
            return
        result.original = result.source = source
        if fix:
            fixed = linter.fix(source, unsafe=unsafe)
            result.source, result.fixed = fixed.source, fixed.fixed
            _keep(result, fixed.checked)
        else:
            _keep(result, linter.check(source))

    def _read(self, result: FileResult) -> Source | None:
        try:
            data = self._bytes(result.path)
        except OSError as error:
            result.problems.append(f"{result.path}: cannot be read: {error.strerror or error}")
            return None
        try:
            return Source(result.path, data)
        except SourceError as error:
            source = Source.unreadable(result.path, data)
            start = len(data[: error.offset].decode("utf-8", "replace"))
            end = min(start + 1, len(source.text))
            result.original = result.source = source
            from tflint_ckpt.finding import Finding, Severity

            message = f"cannot be read as text: {error.message}"
            result.findings.append(
                Finding("TFC001", "syntax-error", Severity.ERROR, message, result.path, start, end)
            )
            return None

    def _bytes(self, path: str) -> bytes:
        if path == self.stdin_name and self.stdin is not None:
            return self.stdin
        with open(path, "rb") as file:
            return file.read()

    def _target_of(self, source: Source) -> Target:
        return self._detected(source.path, source.text)

    def _detected(self, path: str | None, text: str) -> Target:
        """The target of a file; finding it out is imported with the first question."""
        if self.detector is None:
            from tflint_ckpt.detection import Detector

            self.detector = Detector(self.settings.target, self.settings.target_source)
        return self.detector.target(path, text)

    def _current(self, path: str) -> Source | None:
        """The text of a file of the run as it stands now, for facts that span files."""
        result = self.results.get(path)
        if result is not None:
            return result.source if result.source and result.source.readable else None
        ahead = self.ahead.get(path)
        if ahead is None:
            ahead = self.ahead[path] = FileResult(path)
            ahead.source = self._read(ahead)
        return ahead.source

    def _rules_for(self, path: str) -> tuple[RuleEntry, ...]:
        """The rules that run on a file: the selected ones but for its per-file ignores."""
        ignored = self.settings.ignored_in(path)
        if not ignored:
            return self.rules
        dropped = set(select(RULES, ignored, (), ()))
        return tuple(rule for rule in self.rules if rule not in dropped)

    def _fix_across_files(self, linter: Linter, *, unsafe: bool) -> None:
        """Apply the fixes that edit several files, one at a time; all of a fix's edits or none."""
        pending = [
            path
            for path in sorted(self.results)
            if any(_spans(finding, unsafe) for finding in self.results[path].findings)
        ]
        for path in pending:
            for _ in range(MOST_ROUNDS):
                self._check_again(linter, path)
                finding = next(
                    (finding for finding in self.results[path].findings if _spans(finding, unsafe)), None
                )
                if finding is None or not self._apply_across(linter, finding, unsafe=unsafe):
                    break
        for path in pending:
            self._check_again(linter, path)

    def _check_again(self, linter: Linter, path: str) -> None:
        """Lint a file once more: its fixes' edits in other files must fit what those files are now."""
        result = self.results[path]
        if result.source is not None:
            checked = linter.check(result.source)
            result.findings, result.not_judged = checked.findings, checked.not_judged

    def _apply_across(self, linter: Linter, finding: Finding, *, unsafe: bool) -> bool:
        from tflint_ckpt.edits import by_path

        changed: dict[str, Source] = {}
        for path, path_edits in by_path([finding]).items():
            result = self.results.get(path)
            if result is None or result.source is None:
                return False
            source, problem = linter.apply(result.source, path_edits)
            if source is None:
                result.problems.append(f"{path}: {problem}")
                return False
            changed[path] = source
        for path, source in changed.items():
            self.results[path].source = source
        for path, source in changed.items():
            result = self.results[path]
            fixed = linter.fix(source, unsafe=unsafe)
            result.source = fixed.source
            result.fixed += fixed.fixed
            _keep(result, fixed.checked)
        self.results[finding.path].fixed += 1
        self._together(set(changed))
        return True

    def _together(self, paths: set[str]) -> None:
        """Note that *paths* make sense only as they are now together."""
        for group in [group for group in self.together if group & paths]:
            paths |= group
            self.together.remove(group)
        self.together.append(paths)


def _spans(finding: Finding, unsafe: bool) -> bool:
    """Whether a finding's fix applies, and edits other files too."""
    return applicable(finding, unsafe) and not is_local(finding)


def _keep(result: FileResult, checked: Checked) -> None:
    result.findings = checked.findings
    result.problems = [*result.problems, *checked.problems]
    result.not_judged = checked.not_judged
