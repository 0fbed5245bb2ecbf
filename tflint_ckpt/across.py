"""Fixing what spans files, after each file was fixed by itself."""

from __future__ import annotations

from tflint_ckpt.edits import by_path
from tflint_ckpt.linter import MOST_ROUNDS, applicable, is_local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.finding import Finding
    from tflint_ckpt.result import FileResult
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source


def fix_across_files(session: Session, results: dict[str, FileResult], *, unsafe: bool) -> list[set[str]]:
    """Apply the fixes that edit several files, one at a time, all of a fix's edits or none.

    *results* are brought up to date, also those of files that look at others which have changed. Returns
    the sets of paths that make sense only together.
    """
    across = _Across(session, results, unsafe)
    for result in results.values():
        if result.is_changed and result.source is not None:
            session.change(result.source)
            across.changes += 1
    for _ in range(MOST_ROUNDS):
        before = across.changes
        across.round()
        if across.changes == before:
            break
    return across.together


class _Across:
    def __init__(self, session: Session, results: dict[str, FileResult], unsafe: bool) -> None:
        self.session = session
        self.results = results
        self.unsafe = unsafe
        self.together: list[set[str]] = []
        self.changes = 0
        """How often the text of some file changed."""
        self._seen: dict[str, int] = {}
        """Path → how many changes there were when the file was last linted."""

    def round(self) -> None:
        """Bring each file up to date that looks at others, and apply what spans files in it."""
        for path in sorted(self.results):
            result = self.results[path]
            stale = not result.alone and self._seen.get(path, 0) != self.changes
            spans = any(map(self._spans, result.findings))
            if not (stale or spans) or result.source is None or not result.source.readable:
                continue
            # What another process found has offsets into the texts that it read; we need those of ours.
            if stale or path not in self._seen:
                self._again(result, result.source)
            for _ in range(MOST_ROUNDS):
                finding = next((each for each in result.findings if self._spans(each)), None)
                if finding is None or not self._apply(finding):
                    break
                self._again(result, result.source)

    def _spans(self, finding: Finding) -> bool:
        """Whether a finding's fix applies, and edits other files too."""
        return applicable(finding, self.unsafe) and not is_local(finding)

    def _again(self, result: FileResult, source: Source) -> None:
        self.session.again(result, source, fix=True, unsafe=self.unsafe)
        if result.source is not None and result.source is not source:
            self.session.change(result.source)
            self.changes += 1
        self._seen[result.path] = self.changes

    def _apply(self, finding: Finding) -> bool:
        changed: dict[str, Source] = {}
        for path, path_edits in by_path([finding]).items():
            result = self.results.get(path)
            if result is None or result.source is None:
                return False
            source, problem = self.session.linter.apply(result.source, path_edits)
            if source is None:
                result.problems.append(f"{path}: {problem}")
                return False
            changed[path] = source
        for source in changed.values():
            self.session.change(source)
        self.changes += 1
        for path, source in changed.items():
            self.results[path].source = source
            self._again(self.results[path], source)
        self.results[finding.path].fixed += 1
        self._together(set(changed))
        return True

    def _together(self, paths: set[str]) -> None:
        """Note that *paths* make sense only as they are now together."""
        for group in [group for group in self.together if group & paths]:
            paths |= group
            self.together.remove(group)
        self.together.append(paths)
