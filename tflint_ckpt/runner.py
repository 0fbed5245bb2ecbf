"""One run: find its files, lint them, apply fixes across files, and gather one result."""

from __future__ import annotations

import sys

from tflint_ckpt import files
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.session import NAMELESS, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.cache.cache import Cache
    from tflint_ckpt.settings import Settings

STDIN = "-"


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
) -> RunResult:
    """Lint *paths* (and with *fix* fix them in memory); nothing is written but results to *cache*.

    What is looked up in files of the project that were not named is kept in the folder of *cache*, or, for a
    run without one, in *kept_in*. ``-`` among the paths is *stdin*, named *stdin_filename*. At most *jobs*
    processes lint at a time (``None``: as many as there are processor cores, if that is faster), with the
    same outcome for every number of them. With *progress*, a run that takes long shows a progress bar on
    stderr where that is a terminal.

    Raises ``ConfigError`` for settings that name unknown rules or releases.
    """
    collected = files.collect([path for path in paths if path != STDIN], settings)
    shown_paths, given = list(collected.files), {}
    if STDIN in paths:
        name = stdin_filename or NAMELESS
        shown_paths.append(name)
        given = {name: stdin} if stdin is not None else {}
    session = Session(shown_paths, settings, given, cache.folder if cache else kept_in)
    results = cache.replay(session, fix=fix, unsafe=unsafe) if cache else {}
    _add_missing_results(session, results, fix=fix, unsafe=unsafe, jobs=jobs, progress=progress)
    if cache:
        cache.keep(session, results)
    together: list[set[str]] = []
    if fix and any(result.fixed or result.findings for result in results.values()):
        from tflint_ckpt.cross_file_fixes import fix_across_files

        together = fix_across_files(session, results, unsafe=unsafe)
    return RunResult(
        [results[path] for path in sorted(results)],
        lambda: session.targets_at(min(session.paths, default=None)).tensorflow,
        settings,
        list(collected.problems),
        together,
    )


def _add_missing_results(
    session: Session,
    results: dict[str, FileResult],
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
        from tflint_ckpt.processes.progress import with_bar

        new_results = with_bar(new_results, len(paths))
    named = set(session.paths)
    try:
        for result in new_results:
            if result.path in named:  # otherwise another file of the project, which took too long
                results[result.path] = result
    finally:
        new_results.close()  # however this ends, no process is left
