"""The result of a file as one process sends it to another: small, and the same after it was received."""

from __future__ import annotations

from tflint_ckpt import looks
from tflint_ckpt.reading import read
from tflint_ckpt.result import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_ckpt.asking.asked import Asked
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.looks import Looks
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Target


class WireResult:
    """The parts of a :class:`FileResult` that are sent: no text of a file without findings, and no tree."""

    def __init__(self, result: FileResult) -> None:
        original, source = result.original, result.source
        self.path = result.path
        self.findings: Sequence[Finding] = result.findings
        self.fixed_codes = result.fixed_codes
        self.problems: list[str] = result.problems
        self.not_judged: Mapping[str, int] = dict(result.not_judged)
        self.is_self_contained = result.is_self_contained
        self.asks_folders = result.asks_folders
        self.asked: Mapping[str, Asked] = result.asked
        self.targets: Mapping[str, Target] = result.targets
        self.left_out_on: Mapping[str, Target] = result.left_out_on
        self.looks: Looks | None = looks.news()
        """What was looked at on the disk since the last result."""
        self.has_source = source is not None
        has_offsets = original is not None and original.readable and (result.findings or result.is_changed)
        self.original_data = original.data if original is not None and has_offsets else None
        """The content that the findings and the new content refer to; ``None`` where there is neither."""
        self.new_data = source.data if source is not None and result.is_changed else None

    def receive(self, session: Session) -> FileResult:
        """The result, for a *session* that takes the file to be what the other process read."""
        if self.original_data is not None and session.data(self.path) is None:
            session.given[self.path] = self.original_data
        seen = looks.noted()
        if seen is not None and self.looks is not None:
            seen.add(self.looks)
        is_changed = self.new_data is not None
        result = FileResult.elsewhere(self.path, lambda: self._sources(session), changed=is_changed)
        result.findings = list(self.findings)
        result.fixed_codes = self.fixed_codes
        result.problems = self.problems
        result.not_judged = self.not_judged
        result.is_self_contained = self.is_self_contained
        result.asks_folders = self.asks_folders
        result.asked = self.asked
        result.targets = self.targets
        result.left_out_on = self.left_out_on
        return result

    def _sources(self, session: Session) -> tuple[Source | None, Source | None]:
        if not self.has_source:
            return None, None
        original = session.opened(self.path)
        if self.new_data is None:
            return original, original
        return original, read(self.path, self.new_data, session.settings_of(self.path).cell_magics)
