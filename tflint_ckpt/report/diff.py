"""What ``--fix`` would change, as a unified diff that ``patch -p0`` takes."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice

from tflint_ckpt.report.summary import Counts, number, severities
from tflint_ckpt.report.terminal import BOLD, CYAN, GREEN, RED, paint, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.report import View
    from tflint_ckpt.result import RunResult
    from tflint_ckpt.source import Source

COLORS = {"@": CYAN, "-": RED, "+": GREEN}
NO_NEWLINE = "\n\\ No newline at end of file\n"


def render(result: RunResult, view: View) -> str:
    """The diff of every file that fixing changes; empty where it changes none."""
    return "".join(
        _paint(line, code) if view.color and code else line
        for file in result.files
        if file.is_changed and file.original and file.source
        for line, code in _diff(visible(file.path), file.original, file.source)
    )


def verdict(result: RunResult) -> str:
    """One line for people, apart from the diff: what it mends, and what it leaves."""
    counts = Counts(result)
    line = "Would fix nothing."
    if counts.fixed:
        line = f"Would fix {number(counts.fixed, 'finding')} in {number(counts.fixed_files, 'file')}."
    if counts.findings:
        line += f" {severities(counts)} left in {number(counts.files, 'file')}."
    return f"{line}\n"


def _diff(path: str, old: Source, new: Source) -> Iterator[tuple[str, str]]:
    """Each line of the diff, with the code of its colour."""
    if " " in path:
        path += "\t"  # for ``patch`` a name ends at a tab, or else at a space
    lines = unified_diff(_lines(old), _lines(new), path, path)
    for header in islice(lines, 2):
        yield header, BOLD
    for line in lines:
        yield line, COLORS.get(line[0], "")
        if not line.endswith("\n"):
            yield NO_NEWLINE, ""


def _lines(source: Source) -> list[str]:
    """The lines of a file, byte order mark and all, split where ``patch`` splits: at line feeds only."""
    lines = [f"{line}\n" for line in source.document.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _paint(line: str, code: str) -> str:
    text = line.removesuffix("\n")
    return paint(text, code, color=True) + line[len(text) :]
