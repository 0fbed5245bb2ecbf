"""The findings of a run with their places as programs count them, for the formats of other tools."""

from __future__ import annotations

from tflint_ckpt.records import dataclass
from tflint_ckpt.report.fingerprints import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.source import Source


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding of a run.

    Attributes:
        finding: the finding.
        source: the file that it is in.
        fingerprint: see :mod:`tflint_ckpt.report.fingerprints`.
    """

    finding: Finding
    source: Source
    fingerprint: str

    @property
    def line(self) -> int:
        """The line of the file that it begins on, from 1; of a notebook, the line of its JSON text."""
        return self.source.file_line(self.finding.start)

    @property
    def end_line(self) -> int:
        """The line of the file that it ends on."""
        return self.source.file_line(max(self.finding.end - 1, self.finding.start))

    @property
    def column(self) -> int | None:
        """The column that it begins at, in characters from 1; ``None`` in a notebook, whose text is JSON."""
        return None if self.is_in_notebook else self.source.position(self.finding.start)[1]

    @property
    def end_column(self) -> int | None:
        """The column behind its last character, on the line that its end is on."""
        return None if self.is_in_notebook else self.source.position(self.finding.end)[1]

    @property
    def is_in_notebook(self) -> bool:
        """Whether it is in a cell of a notebook."""
        return self.source.place(self.finding.start).cell is not None

    @property
    def message(self) -> str:
        """The message on one line; in a notebook with the cell in front, since lines of JSON mean little."""
        message = " ".join(self.finding.message.split())
        if not self.is_in_notebook:
            return message
        place = self.source.place(self.finding.start)
        prompt = self.source.prompt(self.finding.start)
        return f"cell {place.cell} ({prompt}), line {place.line}: {message}"


def reported(result: RunResult) -> Iterator[Reported]:
    """Every finding of *result*, in order."""
    for file in result.files:
        yield from reported_of(file)


def reported_of(file: FileResult) -> Iterator[Reported]:
    """Every finding of one file, in order."""
    source = file.source
    if source is not None:
        for finding, fingerprint in zip(file.findings, fingerprints(file), strict=True):
            yield Reported(finding, source, fingerprint)
