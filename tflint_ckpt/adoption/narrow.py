"""What the command line asks to leave out of a result: old findings, unchanged lines, mild ones."""

from __future__ import annotations

from tflint_ckpt.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.options import Options
    from tflint_ckpt.result import RunResult


def narrow(options: Options, result: RunResult) -> list[str]:
    """Take out of *result* what *options* ask for; what is to be said about it, in lines.

    Raises ``ConfigError`` where the baseline or the revision is no use.
    """
    notes = []
    if options.since is not None or options.staged:
        from tflint_ckpt.adoption.changes import HEAD, leave_out_old

        leave_out_old(result, options.since or HEAD, staged=options.staged)
    if options.baseline is not None and not options.write_baseline:
        from tflint_ckpt.adoption.baseline import leave_out

        known, gone = leave_out(options.baseline, result)
        if known and not options.quiet:
            what, them = ("1 finding is", "it") if known == 1 else (f"{known:,} findings are", "them")
            notes.append(f"{what} left out, since {options.baseline} has {them}")
        if gone and options.since is None and not options.staged:
            what = "1 entry is" if gone == 1 else f"{gone} entries are"
            notes.append(f"{what} no longer found: --write-baseline brings {options.baseline} up to date")
    if options.min_severity is not None:
        least = Severity(options.min_severity)
        for file in result.files:
            file.findings = [each for each in file.findings if each.severity.at_least(least)]
    return notes
