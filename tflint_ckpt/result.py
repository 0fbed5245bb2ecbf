"""The result of a run and of each of its files."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tflint_ckpt.asking.asked import Asked
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.run_targets import RunTargets
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Target


class FileResult:
    """The result of one file.

    Attributes:
        path: the path as shown, forward slashes.
        original: the file as it was read; ``None`` where it could not be read.
        source: the file after fixing (the same object as ``original`` where nothing changed).
        findings: what is left, in order; their offsets are into ``source.text``.
        fixed_codes: the code of each rule whose findings were fixed, with how many those are.
        problems: one line each for what made the file unusable or a rule fail; any makes exit status 2.
        not_judged: per rule code, how many places the rule looked at and could not decide.
        is_self_contained: whether all this depends only on the file itself, its target and the settings; not
            where other files of the run were looked at.
        asks_folders: whether it follows from the folders that the project ships as well.
        asked: what was asked of other files while it was linted, by the file for whose sake.
        targets: what the file runs on, by the import root of its Keras, where a rule looked at the file; see
            ``Module.targets``. ``Finding.target`` is a place among them.
        left_out_on: what the file runs on, by import root, where a rule was not asked for that reason.
    """

    __slots__ = (
        "_changed",
        "_load",
        "_original",
        "_source",
        "_targets",
        "asked",
        "asks_folders",
        "findings",
        "fixed_codes",
        "is_self_contained",
        "left_out_on",
        "not_judged",
        "path",
        "problems",
    )

    def __init__(self, path: str, original: Source | None = None, source: Source | None = None) -> None:
        self.path = path
        self._original = original
        self._source = source
        self._load: Callable[[], tuple[Source | None, Source | None]] | None = None
        self._changed = False
        self.findings: list[Finding] = []
        self.fixed_codes: dict[str, int] = {}
        self.problems: list[str] = []
        self.not_judged: Mapping[str, int] = {}
        self.is_self_contained = True
        self.asks_folders = False
        self.asked: Mapping[str, Asked] = {}
        self.left_out_on: Mapping[str, Target] = {}
        self._targets: Mapping[str, Target] | Callable[[], Mapping[str, Target]] = {}

    @classmethod
    def elsewhere(
        cls, path: str, load: Callable[[], tuple[Source | None, Source | None]], *, changed: bool
    ) -> FileResult:
        """The result of a file that another process read: *load* gives its two sources, once asked for."""
        result = cls(path)
        result._load, result._changed = load, changed
        return result

    def count_fixes(self, codes: Iterable[str]) -> None:
        """Note that a finding of each rule of *codes* was fixed."""
        for code in codes:
            self.fixed_codes[code] = self.fixed_codes.get(code, 0) + 1

    @property
    def fixed(self) -> int:
        """How many findings were fixed."""
        return sum(self.fixed_codes.values())

    @property
    def original(self) -> Source | None:
        """The file as it was read."""
        self._read()
        return self._original

    @property
    def source(self) -> Source | None:
        """The file after fixing."""
        self._read()
        return self._source

    @source.setter
    def source(self, source: Source | None) -> None:
        self._read()
        self._source = source

    @property
    def targets(self) -> Mapping[str, Target]:
        """What the file runs on."""
        if callable(self._targets):
            self._targets = self._targets()
        return self._targets

    @targets.setter
    def targets(self, targets: Mapping[str, Target]) -> None:
        self._targets = targets

    def targets_from(self, load: Callable[[], Mapping[str, Target]]) -> None:
        """Have *load* give the targets, once somebody asks for them."""
        self._targets = load

    @property
    def is_changed(self) -> bool:
        """Whether fixing changed the content of the file."""
        if self._load is not None:
            return self._changed
        if self._source is self._original or self._source is None or self._original is None:
            return False
        return self._source.data != self._original.data

    def _read(self) -> None:
        if self._load is not None:
            (self._original, self._source), self._load = self._load(), None


class RunResult:
    """The result of a run.

    Attributes:
        files: the files, in the order of their paths.
        settings: what the run was asked to do.
        problems: those of the run itself, such as a path that does not exist.
        together: sets of paths that a fix across files changed: to be written all, or not at all.
    """

    __slots__ = ("_find_target", "files", "problems", "settings", "together")

    def __init__(
        self,
        files: list[FileResult],
        find_target: Callable[[], Target],
        settings: Settings,
        problems: list[str],
        together: Sequence[set[str]] = (),
    ) -> None:
        self.files = files
        self.together = together
        self.settings = settings
        self.problems = problems
        self._find_target = find_target

    @property
    def targets(self) -> RunTargets:
        """What the files run on that some rule looked at."""
        from tflint_ckpt.run_targets import RunTargets

        return RunTargets(self.files)

    @property
    def target(self) -> Target:
        """The target of most files; where no rule looked at any file, that of the first one's folder."""
        every = self.targets.every
        return every[0].target if every else self._find_target()
