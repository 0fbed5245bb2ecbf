"""The report of a run: while it goes on where the format allows that, or at its end."""

from __future__ import annotations

import sys

from tflint_ckpt.outputs import main_output, other_outputs, write, write_file
from tflint_ckpt.report import View, module, renderer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.options import Options
    from tflint_ckpt.report import SourceOf
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.settings import Settings


class Live:
    """A report on stdout that is written in parts; together they are what the format's ``render`` makes."""

    def __init__(self, options: Options, view: View) -> None:
        self._options = options
        self._view = view

    def show(self, file: FileResult, source_of: SourceOf) -> None:
        """Write what was found in one file. Raises :class:`tflint_ckpt.options.UsageError`."""
        text: str = module(self._options.format).of_file(file, self._view, source_of)
        write(self._options, text)

    def close(self, result: RunResult) -> None:
        """Write what stands below the findings. Raises :class:`tflint_ckpt.options.UsageError`."""
        closing = getattr(module(self._options.format), "closing", None)
        write(self._options, closing(result, self._view) if closing else "")


def live(options: Options, settings: Settings) -> Live | None:
    """How to report while the run goes on; ``None`` where the report has to wait for its end.

    That is where a format is of one piece, where files are fixed, which may change what is found in others,
    and where findings are counted or compared as a whole.
    """
    waits = (
        options.fix,
        options.diff,
        options.statistics,
        options.write_baseline,
        options.add_ignore,
        options.baseline,
        options.since,
        options.staged,
        options.min_severity,
        main_output(options),
    )
    if any(waits) or not hasattr(module(options.format), "of_file"):
        return None
    return Live(options, _view(options, settings))


def report(options: Options, result: RunResult, shown: Live | None, *, to_stderr: bool = False) -> None:
    """Write the findings, or the statistics, in the format asked for, and those of ``--output``.

    *shown* has written the findings already.
    """
    write_others(options, result)
    _show_fixes(options, result)
    view = _view(options, result.settings, to_stderr=to_stderr)
    if shown:
        shown.close(result)
    elif options.statistics:
        from tflint_ckpt.report import statistics
        from tflint_ckpt.rules.catalogue import RULES

        figures = statistics.Statistics(result, {rule.code: rule.name for rule in RULES})
        render = statistics.render_json if options.format == "json" else statistics.render
        write(options, render(figures), to_stderr=to_stderr)
    else:
        write(options, renderer(options.format)(result, view), to_stderr=to_stderr)


def write_others(options: Options, result: RunResult) -> None:
    """Write the reports of ``--output FORMAT:FILE``. Raises :class:`tflint_ckpt.options.UsageError`."""
    for form, path in other_outputs(options):
        write_file(path, renderer(form)(result, View(unsafe=result.settings.unsafe_fixes)))


def _show_fixes(options: Options, result: RunResult) -> None:
    """Where the report does not list what was fixed, but is to: write it to stderr."""
    if options.show_fixes and not _lists_fixes(options):
        from tflint_ckpt.report import fixes

        sys.stderr.write(fixes.render(result))


def show_diff(options: Options, result: RunResult) -> bool:
    """Write what fixing would change, and on stderr, away from ``patch``, how much; whether it is any."""
    from tflint_ckpt.report import diff
    from tflint_ckpt.report.summary import is_changed

    write(options, diff.render(result, _view(options, result.settings)))
    if not options.quiet:
        sys.stderr.write(diff.verdict(result))
    _show_fixes(options, result)
    return any(map(is_changed, result.files))


def write_fixed_stdin(result: RunResult) -> None:
    """As a filter: the text to stdout, fixed where it could be."""
    for file in result.files:
        if file.source:
            sys.stdout.buffer.write(file.source.data)
    sys.stdout.buffer.flush()


def _view(options: Options, settings: Settings, *, to_stderr: bool = False) -> View:
    from tflint_ckpt.report.terminal import follows_links, wants_color, width

    stream = None if main_output(options) else sys.stderr if to_stderr else sys.stdout
    return View(
        color=wants_color(options.color, stream),
        links=follows_links(options.color, stream),
        width=width(stream),
        quiet=options.quiet,
        verbose=options.verbose,
        unsafe=settings.unsafe_fixes,
        fixes=options.show_fixes and _lists_fixes(options),
    )


def _lists_fixes(options: Options) -> bool:
    """Whether the report lists what was fixed; otherwise that goes to stderr."""
    return options.format in ("text", "concise") and not (options.statistics or options.diff)
