"""The files of one run as they were when it began, and the linter over them."""

from __future__ import annotations

import os
import sys
import time

from tflint_ckpt import limits, looks
from tflint_ckpt.linter import Handling, Linter
from tflint_ckpt.reading import read
from tflint_ckpt.result import FileResult
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.source import NOTEBOOK, Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tflint_ckpt.around.around import Around
    from tflint_ckpt.detection import Detector
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.linter import Checked
    from tflint_ckpt.project import Project
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.target import Target, Targets

NAMELESS = "<stdin>"
"""The path of stdin without ``--stdin-filename``: it is in no project."""
_STACK_ROOM = 1000
"""Calls within calls that linting one file may make; Python's own limit is the same, but counts all calls."""


class Session:
    """The files of one run, each read once, and the linter for them.

    The result of a file does not depend on the order: each is linted beside the others as they were read,
    until :meth:`change` replaces them.

    *paths* are as shown to the user; *given* has the content of those that are not read from disk. What is
    looked up in the other files of their project is kept in the folder *kept_in*, unless that is ``None``.
    Raises ``ConfigError`` for settings that name unknown rules.
    """

    def __init__(
        self,
        paths: Sequence[str],
        settings: Settings,
        given: Mapping[str, bytes] | None = None,
        kept_in: str | None = None,
    ) -> None:
        self.paths = paths
        self.settings = settings
        self.kept_in = kept_in
        self.begun = time.time_ns()
        """When the run began, in nanoseconds since 1970."""
        self.given = dict(given or {})
        """Path → content, for files that are not read from disk."""
        self.gave_up = False
        """Whether some file, of the run or around it, could not be looked at for want of time or memory."""
        self._named = frozenset(paths)
        self._rules: dict[Settings, tuple[RuleEntry, ...]] = {}
        self._handlings: dict[Settings, Handling] = {}
        self._detectors: dict[tuple[str, str], Detector] = {}
        self._opened: dict[str, _Opened] = {}
        self._changed: dict[str, Source] = {}
        self._around: Around | None = None
        self._project_made: Project | None = None
        self._observer: Callable[[str, bool], None] | None = None
        if not settings.has_usual_rules:
            self._selected(settings)
        self._handlings[settings] = _handling(settings)
        switches = settings.gated, settings.skeletons
        self.linter = Linter(self.rules_for, lambda: self._project, self.handling_of, *switches)

    @property
    def _project(self) -> Project:
        """What parses the files; made when one is to be parsed, which most runs of a hook never come to."""
        if self._project_made is None:
            from tflint_ckpt.project import Project

            around = lambda: self.around  # noqa: E731
            self._project_made = Project(self.paths, self.current, self.targets_of, around)
            self._project_made.watch = self._observer
        return self._project_made

    @property
    def around(self) -> Around:
        """The files of the projects around those of the run."""
        if self._around is None:
            from tflint_ckpt.around.around import Around

            named = [path for path in self.paths if path != NAMELESS]
            self._around = Around(named, self._text_of, self.kept_in)
        return self._around

    def lint_file(self, path: str, *, fix: bool = False, unsafe: bool = False) -> FileResult:
        """Lint one file as it was read, and with *fix* fix it in memory; nothing is written.

        The same room on the stack is left for every caller. Otherwise the number of calls that are already
        on the stack, which differs between processes, would decide which text is nested too deeply.
        """
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(_stack_depth() + _STACK_ROOM)
        try:
            return self._result_of(path, fix=fix, unsafe=unsafe)
        finally:
            sys.setrecursionlimit(before)

    def check_again(
        self, result: FileResult, source: Source, *, fix: bool = False, unsafe: bool = False
    ) -> None:
        """Bring *result* up to date: its file has the text *source* now, and others may have changed too."""
        result.findings, result.source, result.not_judged = [], source, {}
        self._apply_rules(result, source, fix=fix, unsafe=unsafe)

    def _result_of(self, path: str, *, fix: bool, unsafe: bool) -> FileResult:
        opened = self._open(path)
        result = FileResult(path, opened.source, opened.source)
        if opened.problem:
            result.problems.append(opened.problem)
        if opened.refusal is not None:
            result.findings.append(opened.refusal)
        elif opened.source is not None:
            self._apply_rules(result, opened.source, fix=fix, unsafe=unsafe)
        return result

    def _apply_rules(self, result: FileResult, source: Source, *, fix: bool, unsafe: bool) -> None:
        if not self.settings_of(source.path).has_usual_rules:
            self.rules_for(source.path)  # raises what is wrong with them, whatever is in the file
        if fix:
            fixed = self.linter.fix(source, unsafe=unsafe)
            result.source = fixed.source
            result.count_fixes(fixed.codes)
            _store(result, fixed.checked)
        else:
            _store(result, self.linter.check(source))
        if self._project_made is not None:
            result.is_self_contained = result.path not in self._project.looked_at_others
            result.asks_folders = result.path in self._project.folder_askers
            result.asked = self._project.news()

    def opened(self, path: str) -> Source | None:
        """A file as it was read, or what there is to show of one that is no text."""
        return self._open(path).source

    def original(self, path: str) -> Source | None:
        """A file as it was read; ``None`` where it cannot be read."""
        opened = self._open(path)
        return None if opened.refusal is not None else opened.source

    def module(self, path: str) -> Module | None:
        """A file as it was read, parsed, with its facts; ``None`` where it is no Python."""
        source = self.original(path)
        return self._project.module(source) if source is not None else None

    def current(self, path: str) -> Source | None:
        """A file with all changes that were made so far."""
        return self._changed.get(path) or self.original(path)

    def change(self, source: Source) -> None:
        """Use *source* from now on in the place of the file that was read."""
        self._changed[source.path] = source
        self._project.note_rewritten(source.path)
        self._project.drop_dependents()

    def watch(self, observer: Callable[[str, bool], None] | None) -> None:
        """Call *observer* before (``True``) and after (``False``) LibCST parses a file, with its path."""
        self._observer = observer
        if self._project_made is not None:
            self._project.watch = observer

    def data(self, path: str) -> bytes | None:
        """The content of a file, if it has been read."""
        opened = self._opened.get(path)
        return opened.source.data if opened is not None and opened.source is not None else None

    def give_up(self, path: str, why: str) -> FileResult:
        """The result of a file that cannot be linted: one finding. Its text is hidden from the other files.

        It is not self-contained: a faster machine, or one with more memory, may lint it.
        """
        from tflint_ckpt.finding import Finding, Severity

        as_read = self._open(path).source
        source = Source.unreadable(path, as_read.data if as_read is not None else b"")
        end = min(1, len(source.text))
        finding = Finding("TFC001", "syntax-error", Severity.ERROR, f"is not linted: {why}", path, 0, end)
        self._opened[path] = _Opened(source, refusal=finding)
        self.gave_up = True
        self.forget()
        result = FileResult(path, source, source)
        result.findings, result.is_self_contained = [finding], False
        return result

    def forget(self) -> None:
        """Drop all modules and their facts: work on one of them was broken off."""
        if self._project_made is not None:
            self._project.forget()

    def _text_of(self, path: str, data: bytes) -> str | None:
        """The text of a script or notebook with the content *data*; ``None`` where *data* is not text."""
        try:
            return read(path, data, self.settings_of(path).cell_magics).text
        except SourceError:
            return None

    def target_of(self, source: Source) -> Target:
        """On which releases ``tf.keras`` of a file runs; see :meth:`targets_of`."""
        return self.targets_of(source).tensorflow

    def targets_of(self, source: Source) -> Targets:
        """On which releases a file runs. Raises ``ConfigError`` for a setting that is no target."""
        return self._detector_for(source.path).targets(source.path, source.text, source.line_name)

    def targets_at(self, path: str | None) -> Targets:
        """The same for a folder, whose own text names no release; ``None`` is the current folder."""
        place = path or os.curdir
        detector = self._detector_for(os.path.join(place, "") if looks.is_folder(place) else place)
        return detector.targets(path, "")

    def _detector_for(self, path: str) -> Detector:
        """What finds the target of the file at *path*; files without a setting of their own share one."""
        settings = self.settings_of(path)
        setting = (settings.target, "" if settings.target == "auto" else settings.target_source)
        detector = self._detectors.get(setting)
        if detector is None:
            from tflint_ckpt.detection import Detector

            detector = self._detectors[setting] = Detector(*setting)
        return detector

    def settings_of(self, path: str) -> Settings:
        """The settings for a file; where the configuration nearest to it is no use, and the run was not given
        it, those of the run.
        """
        try:
            return self.settings.of(path)
        except ConfigError:
            if path in self._named:
                raise
            return self.settings

    def rules_for(self, path: str) -> tuple[RuleEntry, ...]:
        """The rules that run on a file: the selected ones but for its per-file ignores."""
        settings = self.settings_of(path)
        selected = self._selected(settings)
        ignored = settings.ignored_in(path)
        if not ignored:
            return selected
        from tflint_ckpt.rules.catalogue import RULES
        from tflint_ckpt.rules.selection import select

        dropped = set(select(RULES, ignored, (), ()))
        return tuple(rule for rule in selected if rule not in dropped)

    def _selected(self, settings: Settings) -> tuple[RuleEntry, ...]:
        """The rules that *settings* select. Raises ``ConfigError`` where they name an unknown one."""
        known = self._rules.get(settings)
        if known is None:
            from tflint_ckpt.rules.catalogue import RULES
            from tflint_ckpt.rules.selection import select

            known = select(RULES, settings.select, settings.extend_select, settings.ignore)
            self._rules[settings] = known
        return known

    def handling_of(self, path: str) -> Handling:
        """What becomes of the findings of a file."""
        settings = self.settings_of(path)
        handling = self._handlings.get(settings)
        if handling is None:
            handling = self._handlings[settings] = _handling(settings)
        return handling

    def _open(self, path: str) -> _Opened:
        opened = self._opened.get(path)
        if opened is None:
            opened = self._opened[path] = _open_file(path, self.given.get(path), self.settings_of(path))
        return opened


def _handling(settings: Settings) -> Handling:
    """What becomes of findings. Raises ``ConfigError`` where the settings name an unknown rule."""
    return Handling(settings.fixes, _unfixable(settings), suppressed=not settings.ignore_suppressions)


def _unfixable(settings: Settings) -> frozenset[str]:
    """The codes of the rules whose fixes no option applies. Raises ``ConfigError`` for an unknown rule."""
    if settings.fixable == ("all",) and not settings.unfixable:
        return frozenset()
    from tflint_ckpt.rules.catalogue import RULES
    from tflint_ckpt.rules.selection import matching, select

    for key, selectors in (("fixable", settings.fixable), ("unfixable", settings.unfixable)):
        for selector in selectors:
            try:
                matching(RULES, selector)
            except ConfigError as error:
                raise ConfigError(f"--{key}: {error}") from None
    fixable = set(select(RULES, settings.fixable, (), settings.unfixable))
    return frozenset(rule.code for rule in RULES if rule not in fixable)


class _Opened:
    """A file after reading: its source, or why there is none.

    ``refusal`` is the finding for content that cannot be linted; ``source`` then only shows where.
    """

    __slots__ = ("problem", "refusal", "source")

    def __init__(self, source: Source | None, problem: str = "", refusal: Finding | None = None) -> None:
        self.source = source
        self.problem = problem
        self.refusal = refusal


def _open_file(path: str, data: bytes | None, settings: Settings) -> _Opened:
    if data is None:
        try:
            with open(path, "rb") as file:
                looks.opened(path, file.fileno())
                too_large = limits.why_not_read(path, os.fstat(file.fileno()).st_size)
                data = b"" if too_large else file.read()
        except OSError as error:
            looks.not_opened(path)
            return _Opened(None, f"{path}: cannot be read: {error.strerror or error}")
        if too_large:
            return _refused(path, data, too_large)
    try:
        return _Opened(read(path, data, settings.cell_magics))
    except SourceError as error:
        what = "is not linted" if path.endswith(NOTEBOOK) else "cannot be read as text"
        return _refused(path, data, f"{what}: {error.message}", error.offset, error.severity)


def _refused(path: str, data: bytes, message: str, offset: int = 0, severity: str = "error") -> _Opened:
    from tflint_ckpt.finding import Finding, Severity

    source = Source.unreadable(path, data)
    start = len(data[:offset].decode("utf-8", "replace"))
    end = min(start + 1, len(source.text))
    refusal = Finding("TFC001", "syntax-error", Severity(severity), message, path, start, end)
    return _Opened(source, refusal=refusal)


def _stack_depth() -> int:
    """How many calls the caller is inside of."""
    depth, frame = 0, sys._getframe(1)
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


def _store(result: FileResult, checked: Checked) -> None:
    result.findings = checked.findings
    result.problems += (problem for problem in checked.problems if problem not in result.problems)
    result.not_judged = checked.not_judged
    result.left_out_on = checked.left_out_on
    result.targets = checked.targets or result.targets  # a fixed file may have nothing left to look at
