"""The command: options in, a report and an exit status out."""

from __future__ import annotations

import io
import os
import sys

from tflint_ckpt import looks
from tflint_ckpt.config import Configurations, load
from tflint_ckpt.options import INSTEAD, PROGRAM, UsageError, check, parse_plain
from tflint_ckpt.outputs import check_outputs, complain, write
from tflint_ckpt.settings import ConfigError, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_ckpt.cache.cache import Cache
    from tflint_ckpt.cache.unchanged import Unchanged
    from tflint_ckpt.options import Options
    from tflint_ckpt.reporting import Live
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.runner import Interrupted

CLEAN, FOUND, UNUSABLE = 0, 1, 2
"""The exit statuses: nothing to report; something is; the call, the configuration or a file is no use."""

STDIN = "-"
ISSUES = "https://github.com/tflint-ckpt/tflint-ckpt/issues"
CACHE_DIR = "TFLINT_CKPT_CACHE_DIR"
"""The environment variable for ``--cache-dir``."""
RANKS = {"never": -1, "error": 0, "warning": 1, "info": 2}


def main(arguments: Sequence[str]) -> int:
    """Run the command with *arguments*, those after the program's name; returns its exit status.

    ``KeyboardInterrupt`` and ``BrokenPipeError`` are the caller's to handle; any other exception becomes
    one line on stderr.
    """
    for stream in (sys.stdout, sys.stderr):
        # A file name or a line of source may hold what the terminal's encoding lacks. Line endings are
        # those of the text: the diff of a file with \r\n keeps them on Windows as well.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", newline="\n")
    options = None
    try:
        options = parse_plain(arguments)
        if options is None:
            from tflint_ckpt.command_line import parse_fully

            options = parse_fully(arguments)
        return _run(options)
    except (UsageError, ConfigError) as error:
        complain("error", str(error))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user who did not ask for it
        if options and options.verbose:
            import traceback

            traceback.print_exc()
        hint = f"please report it, with the output of -v, at {ISSUES}"
        complain("internal error", f"{type(error).__name__}: {error} ({hint})")
    finally:
        looks.end()
    return UNUSABLE


def _run(options: Options) -> int:
    check(options)
    check_outputs(options)
    if not options.no_cache:
        looks.begin()
    if options.version:
        from tflint_ckpt import __version__

        write(options, f"{PROGRAM} {__version__}\n")
        return CLEAN
    pipeline_in = options.explain_pipeline
    paths = _paths(options) if pipeline_in is None else [pipeline_in.rpartition(":")[0]]
    if any(getattr(options, name) for name in INSTEAD):
        from tflint_ckpt import instead

        unusable = instead.run(options, paths, lambda: _settings(options, paths))
        return UNUSABLE if unusable else CLEAN
    for name in ("watch", "add_ignore"):
        if paths == [STDIN] and getattr(options, name):
            raise UsageError(f"--{name.replace('_', '-')} is for files, not for stdin")
    if options.watch:
        return _watch(options, paths)
    return _lint_paths(options, paths, _settings(options, paths))


def _watch(options: Options, paths: list[str]) -> int:
    """Lint whenever a file changes, until Ctrl-C."""
    from tflint_ckpt import watch

    def lint() -> str | None:
        """The configuration file of the run, or ``None``."""
        if not options.no_cache:
            looks.begin()
        try:
            settings = _settings(options, paths)
            _lint_paths(options, paths, settings)
        except (ConfigError, UsageError) as error:  # whoever writes a file has it wrong for a while
            complain("error", str(error))
            return None
        return settings.origin

    watch.run(paths, lint, is_quiet=options.quiet)
    return CLEAN


def _lint_paths(options: Options, paths: list[str], settings: Settings) -> int:
    """Lint, and fix where asked. The exit status says what is left, or whether ``--diff`` shows anything."""
    from tflint_ckpt import reporting

    stdin = _read_stdin() if paths == [STDIN] else None
    shown = reporting.live(options, settings)
    kept_in = _cache_folder(options, settings)
    fix = options.fix or options.diff
    unchanged = _unchanged(kept_in, paths, settings) if kept_in and stdin is None and not fix else None
    result = unchanged.result() if unchanged else None
    if unchanged and result:
        note = unchanged.shown(result, shown.show if shown else None)
    else:
        cache = _cache(kept_in, unchanged) if stdin is None else None
        result = _linted(options, paths, settings, stdin, shown, cache, kept_in)
        note = cache.note if cache else ""
    if note and options.verbose:
        complain("note", note)
    if options.fix and not options.diff and stdin is None:
        _write_fixes(result)
    unusable = _complain_of(options, result)
    if options.write_baseline:
        _write_baseline(options, result)
        return UNUSABLE if unusable else CLEAN
    _narrow(options, result)
    if options.add_ignore:
        unusable |= _add_ignore(options, result)
        return UNUSABLE if unusable else CLEAN
    if options.diff:
        changes = reporting.show_diff(options, result)
        found = changes or _fails(result)
    else:
        as_filter = options.fix and stdin is not None
        if as_filter:
            reporting.write_fixed_stdin(result)
        reporting.report(options, result, shown, to_stderr=as_filter)
        found = _fails(result)
    if unusable:
        return UNUSABLE
    return FOUND if found else CLEAN


def _linted(
    options: Options,
    paths: list[str],
    settings: Settings,
    stdin: bytes | None,
    shown: Live | None,
    cache: Cache | None,
    kept_in: str | None,
) -> RunResult:
    """Look at the files. Ctrl-C shows what was found until then, and is raised again."""
    from tflint_ckpt import runner

    try:
        return runner.run(
            paths,
            settings,
            fix=options.fix or options.diff,
            unsafe=settings.unsafe_fixes,
            stdin=stdin,
            stdin_filename=options.stdin_filename,
            cache=cache,
            kept_in=kept_in,
            jobs=options.jobs,
            progress=not options.quiet,
            show=shown.show if shown else None,
        )
    except runner.Interrupted as interruption:
        _report_interrupted(options, interruption, shown)
        raise


_UNDONE = {
    "diff": "no diff is shown",
    "fix": "no file was changed",
    "write_baseline": "no baseline was written",
    "add_ignore": "no comment was written",
}
"""What Ctrl-C keeps from being done, since it is of no use for a part of the files."""


def _report_interrupted(options: Options, interruption: Interrupted, shown: Live | None) -> None:
    """Report what was found until Ctrl-C, where it has not been yet, in all formats that were asked for."""
    from tflint_ckpt import reporting
    from tflint_ckpt.report.summary import all_problems

    result = interruption.result
    for problem in all_problems(result):
        complain("error", problem)
    for option, undone in _UNDONE.items():
        if getattr(options, option):
            interruption.args = (f"{interruption}, and {undone}",)
            return
    _narrow(options, result)
    result.problems.append(f"interrupted: {interruption}")
    if shown:
        reporting.write_others(options, result)
    else:
        reporting.report(options, result, None)


def _write_baseline(options: Options, result: RunResult) -> None:
    """Write all findings of *result* to the baseline, and say how many."""
    from tflint_ckpt.adoption import baseline
    from tflint_ckpt.report.summary import number

    path = options.baseline or baseline.NAME
    complain("note", f"{number(baseline.write(path, result), 'finding')} written to {path}")


def _add_ignore(options: Options, result: RunResult) -> bool:
    """Write comments that suppress the findings of *result*; whether some file could not be written."""
    from tflint_ckpt.adoption import add_ignore

    added = add_ignore.write(result, options.reason)
    for problem in added.problems:
        complain("error", problem)
    complain("note", added.summary)
    return bool(added.problems)


def _narrow(options: Options, result: RunResult) -> None:
    """Leave out of *result* what is not asked for."""
    if any((options.baseline, options.since, options.staged, options.min_severity)):
        from tflint_ckpt.adoption.narrow import narrow

        for note in narrow(options, result):
            complain("note", note)


def _unchanged(folder: str, paths: list[str], settings: Settings) -> Unchanged:
    """What the same call was told before, if that is kept in *folder*."""
    from tflint_ckpt.cache.unchanged import Unchanged

    return Unchanged(folder, paths, settings)


def _cache(folder: str | None, unchanged: Unchanged | None) -> Cache | None:
    """What keeps results from run to run in *folder*, if there is one."""
    if folder is None:
        return None
    from tflint_ckpt.cache.cache import Cache

    return Cache(folder, unchanged)


def _cache_folder(options: Options, settings: Settings) -> str | None:
    """Where something is kept from run to run, if anything is."""
    if options.no_cache:
        return None
    folder = options.cache_dir or os.environ.get(CACHE_DIR) or settings.cache_dir
    if not folder:
        from tflint_ckpt.cache.folder import user_folder

        folder = user_folder()
    return folder


def _read_stdin() -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        raise UsageError("cannot read stdin: it is closed")
    return sys.stdin.buffer.read()


def _complain_of(options: Options, result: RunResult) -> bool:
    """Say what could not be linted or fixed; whether there was anything."""
    from tflint_ckpt.report.summary import all_problems

    problems = all_problems(result)
    for problem in problems:
        complain("error", problem)
    if not result.files and not problems and not options.quiet:
        complain("note", "no files to check")
    return bool(problems)


def _fails(result: RunResult) -> bool:
    """Whether a finding that is left is as bad as ``--fail-on`` says, or worse."""
    mildest = RANKS[result.settings.fail_on]
    return any(RANKS[finding.severity.value] <= mildest for file in result.files for finding in file.findings)


def _write_fixes(result: RunResult) -> None:
    """Write the files that were fixed, those of one fix together.

    One that cannot be written is reported as it is on disk, and so are those that belong to it.
    """
    from tflint_ckpt import runner
    from tflint_ckpt.report.summary import is_changed
    from tflint_ckpt.write import Change, WriteError, replace

    changed = {file.path: file for file in result.files if is_changed(file)}
    alone = set(changed).difference(*result.together)
    unwritten: dict[str, FileResult] = {}
    for paths in [*sorted(result.together, key=min), *({path} for path in sorted(alone))]:
        changes = [
            Change(path, file.original.data, file.source.data)
            for path, file in sorted(changed.items())
            if path in paths and file.original and file.source
        ]
        try:
            replace(changes)
        except WriteError as error:
            result.problems.append(str(error))
            for path in sorted(paths):
                unwritten.update((file.path, file) for file in runner.run([path], result.settings).files)
    result.files = [unwritten.get(file.path, file) for file in result.files]


def _paths(options: Options) -> list[str]:
    """The paths to lint, or ``-`` alone for stdin. Raises :class:`UsageError` for a mixture."""
    if not options.paths:
        return [os.curdir] if options.stdin_filename is None else [STDIN]
    if STDIN in options.paths and len(options.paths) > 1:
        raise UsageError("- (stdin) cannot be combined with other paths")
    if options.stdin_filename is not None and options.paths != [STDIN]:
        raise UsageError("--stdin-filename needs - as the only path")
    return options.paths


def _settings(options: Options, paths: list[str]) -> Settings:
    """The configuration, and the command line over it. Raises ``ConfigError`` and :class:`UsageError`.

    For what concerns the whole run the file nearest to all of *paths* counts, for each file the one nearest
    to it.
    """
    over = {
        "select": options.select,
        "extend_select": options.extend_select,
        "ignore": options.ignore,
        "fixable": options.fixable,
        "unfixable": options.unfixable,
        "ignore_suppressions": options.ignore_suppressions,
        "exclude": options.exclude,
        "extend_exclude": options.extend_exclude,
        "force_exclude": options.force_exclude,
        "cache_dir": options.cache_dir,
        "file_timeout": options.file_timeout,
        "target": options.target,
        "fail_on": "never" if options.exit_zero else options.fail_on,
        "unsafe_fixes": options.unsafe_fixes,
    }
    if options.isolated or options.config is not None:
        settings = load(options.config) if options.config is not None else Settings()
        settings.override(**over)  # type: ignore[arg-type]
        return settings
    linted = [options.stdin_filename or os.curdir] if paths == [STDIN] else paths
    return Configurations(over)(os.path.join(_common_folder(linted), ""))


def _common_folder(paths: list[str]) -> str:
    """The folder that holds all of *paths*; the configuration nearest to it is that of the run."""
    folders = {os.path.abspath(path if looks.is_folder(path) else os.path.dirname(path)) for path in paths}
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on Windows, paths on several drives
        return os.getcwd()
