"""One run: find its files, lint them, apply fixes across files, and gather one result."""

from __future__ import annotations

import sys

from tflint_ckpt import files
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.session import NAMELESS, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tflint_ckpt.cache.cache import Cache
    from tflint_ckpt.settings import Settings
    from tflint_ckpt.source import Source

    Show = Callable[[FileResult, Callable[[str], Source | None]], None]
    """What is called with the result of a file, and what gives a file of the run as it was read."""

STDIN = "-"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in the middle of a run; its text says how many files were looked at.

    Attributes:
        result: what was found in them. Nothing that spans files is fixed.
    """

    def __init__(self, message: str, result: RunResult) -> None:
        super().__init__(message)
        self.result = result


def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    fix: bool = False,
    unsafe: bool = False,
    stdin: bytes | None = None,
    stdin_filename: str | None = None,
    cache: Cache | None = None,
    kept_in: str | None = None,
    jobs: int | None = None,
    progress: bool = False,
    show: Show | None = None,
) -> RunResult:
    """Lint *paths* (and with *fix* fix them in memory); nothing is written but results to *cache*.

    What is looked up in files of the project that were not named is kept in the folder of *cache*, or, for a
    run without one, in *kept_in*. ``-`` among the paths is *stdin*, named *stdin_filename*. At most *jobs*
    processes lint at a time (``None``: as many as there are processor cores, if that is faster), with the
    same outcome for every number of them. With *progress*, a run that takes long shows a progress bar on
    stderr where that is a terminal. *show* is called with the result of each file while the run goes on, in
    the order of their paths; it makes sense only where nothing is fixed.

    Raises ``ConfigError`` for settings that name unknown rules or releases, and :class:`Interrupted`, after
    what was found until then is shown.
    """
    collected = files.collect([path for path in paths if path != STDIN], settings)
    shown_paths, given = list(collected.files), {}
    if STDIN in paths:
        name = stdin_filename or NAMELESS
        shown_paths.append(name)
        given = {name: stdin} if stdin is not None else {}
    session = Session(shown_paths, settings, given, cache.folder if cache else kept_in)
    results = cache.replay(session, fix=fix, unsafe=unsafe) if cache else {}
    shown = InOrder(session, results, show) if show is not None else None
    together: list[set[str]] = []

    def gathered() -> RunResult:
        return RunResult(
            [results[path] for path in sorted(results)],
            lambda: session.targets_at(min(session.paths, default=None)).tensorflow,
            settings,
            list(collected.problems),
            together,
        )

    try:
        _add_missing_results(session, results, shown, fix=fix, unsafe=unsafe, jobs=jobs, progress=progress)
    except KeyboardInterrupt:
        looked_at = f"{len(results)} of {len(session.paths)} files were looked at"
        raise Interrupted(looked_at, gathered()) from None
    if cache:
        cache.keep(session, results, is_whole=not collected.problems)
    if fix and any(result.fixed or result.findings for result in results.values()):
        from tflint_ckpt.cross_file_fixes import fix_across_files

        together += fix_across_files(session, results, unsafe=unsafe)
    return gathered()


class InOrder:
    """What shows results in the order of their paths, in whichever order they come.

    *results* are those that have come, by path; whoever adds one calls :meth:`came`.
    """

    def __init__(self, session: Session, results: Mapping[str, FileResult], show: Show) -> None:
        self._session = session
        self._results = results
        self._waiting = sorted(session.paths, reverse=True)  # the next is the last
        self._show = show
        self.before: Callable[[], object] | None = None
        """Called before anything is shown: what takes the progress bar out of the way."""

    def came(self, path: str | None = None) -> None:
        """Show what is next in order, after a result for *path*; again what was shown and is another now."""
        if path is not None and (not self._waiting or path < self._waiting[-1]):
            self._show_one(path)
        while self._waiting and self._waiting[-1] in self._results:
            self._show_one(self._waiting.pop())

    def rest(self) -> None:
        """Show all that has come, since no more will."""
        while self._waiting:
            path = self._waiting.pop()
            if path in self._results:
                self._show_one(path)

    def _show_one(self, path: str) -> None:
        result = self._results[path]
        if result.findings:
            if self.before is not None:
                self.before()
            self._show(result, self._session.opened)


def _add_missing_results(
    session: Session,
    results: dict[str, FileResult],
    shown: InOrder | None,
    *,
    fix: bool,
    unsafe: bool,
    jobs: int | None,
    progress: bool,
) -> None:
    """Lint the files of the run that *results*, by path, lacks, and add theirs."""
    from tflint_ckpt.processes.dispatch import lint_files

    paths = [path for path in session.paths if path not in results]
    new_results = lint_files(session, paths, jobs=jobs, fix=fix, unsafe=unsafe)
    if progress and sys.stderr is not None and sys.stderr.isatty():
        from tflint_ckpt.processes.progress import Bar

        bar = Bar(len(paths))
        new_results = bar.over(new_results)
        if shown is not None:
            shown.before = bar.clear
    named = set(session.paths)
    try:
        if shown is not None:
            shown.came()
        for result in new_results:
            if result.path in named:  # otherwise another file of the project, which took too long
                results[result.path] = result
                if shown is not None:
                    shown.came(result.path)
    except KeyboardInterrupt:
        new_results.close()
        if shown is not None:
            shown.rest()
        raise
    finally:
        new_results.close()  # however this ends, no process is left
