"""A file's result on its way from the process that linted it: small, and the same at the other end."""

from __future__ import annotations

from tflint_ckpt.result import FileResult
from tflint_ckpt.source import Source, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_ckpt.finding import Finding
    from tflint_ckpt.session import Session
    from tflint_ckpt.target import Target


class Parcel:
    """What is sent of a :class:`FileResult`: no text of a file that is clean, and no tree."""

    def __init__(self, result: FileResult) -> None:
        original, source = result.original, result.source
        self.path = result.path
        self.findings: Sequence[Finding] = result.findings
        self.fixed = result.fixed
        self.problems: list[str] = result.problems
        self.not_judged: Mapping[str, int] = dict(result.not_judged)
        self.alone = result.alone
        self.asks_folders = result.asks_folders
        self.targets: Mapping[str, Target] = result.targets
        self.has_source = source is not None
        told = original is not None and original.readable and (result.findings or result.is_changed)
        self.data = original.data if original is not None and told else None
        """The content that the findings and the new content belong to; ``None`` where there is neither."""
        self.new = source.data if source is not None and result.is_changed else None

    def open(self, session: Session) -> FileResult:
        """The result, for a *session* that takes the file to be what the other process read."""
        if self.data is not None and session.data(self.path) is None:
            session.given[self.path] = self.data
        result = FileResult.elsewhere(self.path, lambda: self._sources(session), changed=self.new is not None)
        result.findings = list(self.findings)
        result.fixed = self.fixed
        result.problems = self.problems
        result.not_judged = self.not_judged
        result.alone = self.alone
        result.asks_folders = self.asks_folders
        result.targets = self.targets
        return result

    def _sources(self, session: Session) -> tuple[Source | None, Source | None]:
        if not self.has_source:
            return None, None
        original = session.opened(self.path)
        if self.new is None:
            return original, original
        return original, read(self.path, self.new, session.settings.cell_magics)
