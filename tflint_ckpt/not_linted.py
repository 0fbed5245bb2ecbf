"""What is said of a text that is not linted, or not by all: it does not parse, or the linter failed."""

from __future__ import annotations

from tflint_ckpt.finding import Finding, Severity
from tflint_ckpt.newer import reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.source import Source

TOO_DEEP = "is nested too deeply to be parsed"
"""This depends less on the file than on the memory that was left for parsing it."""


def syntax_error(source: Source, error: BaseException) -> Finding:
    """The ``TFC001`` finding for a text that does not parse, at the place the parser names."""
    line = getattr(error, "lineno", None) or getattr(error, "raw_line", None) or 1
    column = getattr(error, "offset", None) or 1
    start = min(source.offset(line, max(column, 1)), len(source.text))
    if isinstance(error, SyntaxError):
        message = f"cannot be parsed as Python 3: {reason(error)}"
    elif isinstance(error, (RecursionError, MemoryError)):
        message = TOO_DEEP
    elif isinstance(error, ValueError):
        message = f"cannot be parsed as Python 3: {error}".splitlines()[0]
    else:  # LibCST refuses a few things, such as ``(x): int = 3``, and a backslash on the first line
        message = "is not linted: Python can read it, but LibCST cannot"
    end = min(start + 1, len(source.text))
    return Finding("TFC001", "syntax-error", Severity.ERROR, message, source.path, start, max(start, end))


def not_linted(source: Source, offset: int, message: str) -> Finding:
    """The ``TFC001`` finding at *offset* for a text, or a part of it, that is not linted."""
    end = min(offset + 1, len(source.text))
    return Finding("TFC001", "syntax-error", Severity.ERROR, message, source.path, offset, end)


def internal_error(source: Source, where: str, error: Exception) -> str:
    """The line that reports an exception of the linter itself, *where* it was met."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        place = (
            f"{trace.tb_frame.f_code.co_filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        )
        trace = trace.tb_next
    return f"{source.path}: internal error {where}: {type(error).__name__}: {_short_message(error)} [{place}]"


def _short_message(error: Exception) -> str:
    """The message of an exception, in one short line: the text of a syntax node can have megabytes."""
    argument = error.args[0] if len(error.args) == 1 else error.args
    text = argument if isinstance(argument, str) else type(argument).__name__
    return text.split("\n")[0][:200]
