"""Fixes that edit several files, applied after each file was fixed by itself."""

from __future__ import annotations

from tflint_ckpt.asking.dependence import Dependence
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
    fixing = _CrossFileFixing(session, results, unsafe)
    for result in results.values():
        if result.is_changed and result.source is not None:
            fixing.note_change(result.original, result.source)
    for _ in range(MOST_ROUNDS):
        changes_before = fixing.changes
        fixing.run_round()
        if fixing.changes == changes_before:
            break
    return fixing.together


class _CrossFileFixing:
    """The state of the files of one run while fixes across them are applied.

    Attributes:
        together: the sets of paths that were changed by one fix, or by several that share a file.
        changes: how often the text of some file changed.
    """

    def __init__(self, session: Session, results: dict[str, FileResult], unsafe: bool) -> None:
        self.together: list[set[str]] = []
        self.changes = 0
        self._session = session
        self._results = results
        self._unsafe = unsafe
        self._checked: set[str] = set()
        """The files that were linted here, after some change."""
        self._dependence = Dependence(results.values())
        self._stale: set[str] = set()
        """The files for whose sake something was asked of others that may be told otherwise by now."""

    def note_change(self, before: Source | None, source: Source) -> None:
        """Use *source* from now on, and note which files were told of the text *before*."""
        self._session.change(source)
        self.changes += 1
        self._stale |= self._dependence.told_of(before, source)

    def run_round(self) -> None:
        """Bring each file up to date that looks at others, and apply its fixes across files."""
        for path in sorted(self._results):
            result = self._results[path]
            is_stale = not result.is_self_contained and path in self._stale
            has_fix = any(map(self._is_cross_file_fix, result.findings))
            if not (is_stale or has_fix) or result.source is None or not result.source.readable:
                continue
            # Findings of another process have offsets into the texts that it read; these need those of ours.
            if is_stale or path not in self._checked:
                self._check_again(result, result.source)
            for _ in range(MOST_ROUNDS):
                finding = next(filter(self._is_cross_file_fix, result.findings), None)
                if finding is None or not self._apply(finding):
                    break
                self._check_again(result, result.source)

    def _is_cross_file_fix(self, finding: Finding) -> bool:
        """Whether a finding has a fix that is to be applied, and that edits other files too."""
        return applicable(finding, self._unsafe) and not is_local(finding)

    def _check_again(self, result: FileResult, source: Source) -> None:
        self._session.check_again(result, source, fix=True, unsafe=self._unsafe)
        self._dependence.add(result)
        if result.source is not None and result.source is not source:
            self.note_change(source, result.source)
        self._checked.add(result.path)
        self._stale.discard(result.path)

    def _apply(self, finding: Finding) -> bool:
        """Apply the fix of *finding* to all its files; whether that was possible."""
        changed: dict[str, Source] = {}
        before: dict[str, Source] = {}
        for path, path_edits in by_path([finding]).items():
            result = self._results.get(path)
            if result is None or result.source is None:
                return False
            source, problem = self._session.linter.apply(result.source, path_edits)
            if source is None:
                result.problems.append(f"{path}: {problem}")
                return False
            before[path], changed[path] = result.source, source
        for path, source in changed.items():
            self.note_change(before[path], source)
        for path, source in changed.items():
            self._results[path].source = source
            self._check_again(self._results[path], source)
        self._results[finding.path].count_fixes([finding.code])
        self._add_to_together(set(changed))
        return True

    def _add_to_together(self, paths: set[str]) -> None:
        """Note that *paths* make sense only as they are now together, and merge the sets that overlap."""
        for group in [group for group in self.together if group & paths]:
            paths |= group
            self.together.remove(group)
        self.together.append(paths)
