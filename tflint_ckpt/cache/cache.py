"""The results of earlier runs, used again where nothing that they depend on has changed."""

from __future__ import annotations

import os

from tflint_ckpt import gate
from tflint_ckpt.cache.folder import note
from tflint_ckpt.linter import applicable
from tflint_ckpt.result import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tflint_ckpt.asking.asked import Asked
    from tflint_ckpt.cache.database import KeptResult, ResultStore, Run
    from tflint_ckpt.cache.keys import Keys
    from tflint_ckpt.cache.unchanged import Unchanged
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source

_FEW_BYTES = 64 * 1024
"""So much code is parsed and searched in about the time that a look into the cache takes (10 ms)."""


class Cache:
    """The results kept in *folder*, for one run: :meth:`replay` those, then :meth:`keep` the new ones.

    Attributes:
        note: how much was replayed, or why nothing was; one line for ``--verbose``.
    """

    def __init__(self, folder: str, unchanged: Unchanged | None = None) -> None:
        self.folder = folder
        self._unchanged = unchanged
        self.note = "cache: not asked, linting is as fast"
        self._keys: Keys | None = None
        self._store: ResultStore | None = None
        self._replayed: set[str] = set()
        self._holding: dict[bytes, dict[str, Asked]] = {}
        """Per run, the files whose questions then have the same answers now."""

    def replay(self, session: Session, *, fix: bool = False, unsafe: bool = False) -> dict[str, FileResult]:
        """The kept results of a run's files, by path; without those of files that *fix* would change.

        If the cache cannot be used there are none, and :attr:`note` says why.
        """
        if not _is_worthwhile(session):
            return {}
        from tflint_ckpt.cache.keys import Keys

        keys = Keys(session)
        results: dict[str, FileResult] = {}
        known = self._look_up(keys)
        self._holding = self._still_said(keys, {others for others, _ in known.values() if others})
        for path, kept in known.items():
            result = self._result(session, path, kept)
            if result is not None and not (fix and _has_applicable_fix(result, unsafe)):
                results[path] = result
        self._replayed = set(results)
        if self._store is not None:
            self.note = note(len(results), len(session.paths), self.folder)
        return results

    def keep(self, session: Session, results: Mapping[str, FileResult], *, is_whole: bool = False) -> None:
        """Keep those of *results*, which are of files as they were read, that were not replayed.

        *is_whole*: they are all that there is to say of the run.
        """
        if self._keys is None or self._store is None:
            return
        from tflint_ckpt.cache.tool import identity

        if identity() != self._keys.tool:  # the rules were edited during the run
            return
        asked = _asked(results)
        # The session hides the text of a file that took too long: another run may find more there.
        all_seen = all(session.original(path) is not None for path in self._keys.by_path)
        is_seen = all_seen and not session.gave_up and not any(map(_is_exhausted, results.values()))
        kept: dict[str, FileResult] = {}
        for path, result in results.items():
            if path in self._replayed or not _can_be_kept(result, session.original(path)):
                continue
            if not result.is_self_contained and not (is_seen and _is_settled(session)):
                continue
            if result.asks_folders and session.around.newest_folder >= session.begun:
                continue
            kept[path] = result
        asking = [path for path, each in kept.items() if each.asks_folders or not each.is_self_contained]
        self._store_results(kept, self._run(asked, asking) if asking else None, set(asking))
        all_kept = results.keys() <= kept.keys() | self._replayed
        if self._unchanged is not None and is_whole and is_seen and all_kept:
            self._unchanged.keep(results)

    def _run(self, asked: Mapping[str, Asked], paths: Sequence[str]) -> Run:
        """This run, with the answers that the results at *paths* hang on."""
        assert self._keys is not None
        from tflint_ckpt.cache.answers import Answers

        answers = Answers.of(self._keys, asked, paths).encoded()
        return os.urandom(16), self._keys.state, answers

    def _store_results(self, kept: Mapping[str, FileResult], run: Run | None, asking: set[str]) -> None:
        from tflint_ckpt.cache.database import CacheError
        from tflint_ckpt.cache.records import encode

        assert self._keys is not None
        assert self._store is not None
        rows = [
            (self._keys.by_path[path], run[0] if run and path in asking else b"", encode(result))
            for path, result in kept.items()
        ]
        try:
            self._store.store(rows, run)
        except CacheError as error:
            self.note += f"; nothing new is kept: {error}"

    def _look_up(self, keys: Keys) -> dict[str, KeptResult]:
        from tflint_ckpt.cache.database import CacheError, ResultStore

        try:
            store = ResultStore(self.folder)
            kept = store.look_up(keys.by_path.values())
        except CacheError as error:
            self.note = f"cache: not used: {error}"
            return {}
        self._keys, self._store = keys, store
        return {path: kept[key] for path, key in keys.by_path.items() if key in kept}

    def _still_said(self, keys: Keys, runs: Iterable[bytes]) -> dict[bytes, dict[str, Asked]]:
        """Of each of these *runs*, the files whose questions would be answered in the same way now."""
        from tflint_ckpt.cache.database import CacheError

        wanted = list(runs)
        if not wanted or self._store is None:
            return {}
        try:
            kept = self._store.runs(wanted)
        except CacheError as error:
            self.note = f"cache: not used: {error}"
            return {}
        from tflint_ckpt.cache.answers import Answers

        still: dict[bytes, dict[str, Asked]] = {}
        for run, (state, data) in kept.items():
            answers = Answers.decoded(data)
            if answers is not None:
                stale = set() if state == keys.state else answers.stale(keys)
                still[run] = {path: each for path, each in answers.asked.items() if path not in stale}
        return still

    def _result(self, session: Session, path: str, kept: KeptResult) -> FileResult | None:
        """The kept result of a file; ``None`` where something that it depends on has changed."""
        run, data = kept
        source = session.original(path)
        if source is None:
            return None
        result = FileResult(path, source, source)
        if run:
            asked = self._holding.get(run, {}).get(path)
            if asked is None:
                return None
            result.asks_folders = bool(asked.folders)
            result.is_self_contained = not asked.asks_files
        if not data:
            return result
        from tflint_ckpt.cache.records import decode, is_on

        record = decode(data)
        if record is None:
            return None
        if record.targets or record.left_out_on:
            targets = session.targets_of(source)
            result.targets = {root: targets.of(root) for root, _ in record.targets}
            result.left_out_on = {root: targets.of(root) for root, _ in record.left_out_on}
            if not is_on(record.targets, result.targets) or not is_on(record.left_out_on, result.left_out_on):
                return None
        result.findings, result.not_judged = list(record.findings), record.not_judged
        return result


def _is_worthwhile(session: Session) -> bool:
    """Whether there is much to parse, or a file for which LibCST would have to be imported (200 ms)."""
    sources, size = [], 0
    for path in session.paths:
        source = session.original(path)
        if source is not None:
            sources.append(source)
            size += len(source.data)
            if size > _FEW_BYTES:
                return True
    return any(_has_triggers(session, source) for source in sources)


def _has_triggers(session: Session, source: Source) -> bool:
    rules = gate.by_words(source.text, session.rules_for(source.path))
    if not rules:
        return False
    try:
        tree = gate.read(source.code, source.path)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(gate.by_triggers(tree, rules))


def _has_applicable_fix(result: FileResult, unsafe: bool) -> bool:
    return any(applicable(finding, unsafe) for finding in result.findings)


def _asked(results: Mapping[str, FileResult]) -> dict[str, Asked]:
    """What was asked for all *results*, by the file for whose sake; processes ask for some of the same."""
    asked: dict[str, Asked] = {}
    for result in results.values():
        for path, each in result.asked.items():
            if path not in asked:
                asked[path] = each
            elif asked[path] is not each:
                asked[path].add(each)
    return asked


def _can_be_kept(result: FileResult, source: Source | None) -> bool:
    """Whether a result is that of *source*, and another run would give the same."""
    return (
        source is not None
        and result.original is not None
        and result.original.data == source.data
        and not result.fixed
        and not result.problems
        and not _is_exhausted(result)
    )


def _is_settled(session: Session) -> bool:
    """Whether no file around those of the run has changed since the run began, read or not."""
    return session.around.newest < session.begun


def _is_exhausted(result: FileResult) -> bool:
    """Whether the memory was not enough for a file; another run may have more."""
    from tflint_ckpt.not_linted import TOO_DEEP

    return any(finding.message == TOO_DEEP for finding in result.findings)
