"""Where a report goes: stdout, stderr, or the files of ``--output``."""

from __future__ import annotations

import os
import sys

from tflint_ckpt.options import DRAWINGS, INSTEAD, PROGRAM, UsageError
from tflint_ckpt.report import FORMATS
from tflint_ckpt.settings import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from tflint_ckpt.options import Options


_NO_FINDINGS = ("diff", "write_baseline", "add_ignore")
"""Options that lint, and write something else than what was found."""


def write(options: Options, text: str, *, to_stderr: bool = False) -> None:
    """Write what was asked for: to ``--output``, or else to stdout. Raises :class:`UsageError`."""
    path = main_output(options)
    if path is not None:
        write_file(path, text)
        return
    stream = sys.stderr if to_stderr else sys.stdout
    if stream is None:
        raise UsageError("cannot write the output: stdout is closed")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(stream)
        raise UsageError(f"cannot write to {stream.name}: {error.strerror or error}") from error


def write_file(path: str, text: str) -> None:
    """Write a report to a file. Raises :class:`UsageError`."""
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def other_outputs(options: Options) -> list[tuple[str, str]]:
    """The format and the file of each ``--output FORMAT:FILE``."""
    found = (output.partition(":") for output in options.output)
    return [(form, path) for form, _, path in found if path and form in FORMATS]


def main_output(options: Options) -> str | None:
    """The file that ``--format`` is written to. Raises :class:`UsageError` for several,
    and where the name is that of a format, or begins with one that there is not, which are slips.
    """
    others = [f"{form}:{path}" for form, path in other_outputs(options)]
    plain = [output for output in options.output if output not in others]
    if len(plain) > 1:
        raise UsageError(f"--output {plain[0]} and {plain[1]}: write FORMAT:FILE for all but one")
    if plain and plain[0] in FORMATS:
        raise UsageError(f"--output names a file; for that format write --format {plain[0]}")
    if not plain:
        return None
    _check_name(plain[0])
    return plain[0]


def _check_name(output: str) -> None:
    """Raise :class:`UsageError` for a file's name that is empty, or begins with what looks like a format."""
    form, colon, path = output.partition(":")
    if not output or (form in FORMATS and not path):
        raise UsageError(f"--output{' ' * bool(form)}{form}: expected the name of a file")
    if form in DRAWINGS and path:
        raise UsageError(f"--output {output}: write --format {form} --output {path}")
    if colon and len(form) > 1 and form.replace("-", "").isalnum():  # one letter is a drive of Windows
        hint = nearest(form, FORMATS) or f"; for a file of that name write .{os.sep}{output}"
        raise UsageError(f'--output {output}: "{form}" is no format{hint}')


def check_outputs(options: Options) -> None:
    """Raise :class:`UsageError` for an ``--output`` that cannot be meant, before any work is done."""
    main_output(options)
    instead = [name for name in (*INSTEAD, *_NO_FINDINGS) if getattr(options, name)]
    others = other_outputs(options)
    if instead and others:
        option = f"--{instead[0].replace('_', '-')}"
        raise UsageError(f"--output {':'.join(others[0])} is for findings, which {option} does not write")


def complain(kind: str, message: str) -> None:
    """Tell the user something on stderr, in one line."""
    print(f"{PROGRAM}: {kind}: {' '.join(message.split())}", file=sys.stderr)


def discard(stream: TextIO) -> None:
    """Send what *stream* still holds nowhere, since the place it should go to takes no more.

    Python flushes stdout and stderr on its way out, and would complain and change the exit status.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
