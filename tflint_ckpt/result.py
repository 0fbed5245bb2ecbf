"""What became of a run and of each of its files."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Target


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
        alone: whether all this follows from the file itself, its target and the settings; not where
            other files of the run were looked at.
        target: what the file runs on, where a rule asked.
    """

    __slots__ = (
        "alone",
        "findings",
        "fixed",
        "not_judged",
        "original",
        "path",
        "problems",
        "source",
        "target",
    )

    def __init__(self, path: str, original: Source | None = None, source: Source | None = None) -> None:
        self.path = path
        self.original = original
        self.source = source
        self.findings: list[Finding] = []
        self.fixed = 0
        self.problems: list[str] = []
        self.not_judged: Mapping[str, int] = {}
        self.alone = True
        self.target: Target | None = None


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
