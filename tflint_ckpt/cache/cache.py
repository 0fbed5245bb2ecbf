"""Results of earlier runs, replayed where nothing that they follow from has changed."""

from __future__ import annotations

from tflint_ckpt import gate
from tflint_ckpt.linter import TOO_DEEP, applicable
from tflint_ckpt.result import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_ckpt.cache.database import Database, Kept
    from tflint_ckpt.cache.keys import Keys
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source

_SMALL = 64 * 1024
"""Bytes of code that are parsed and looked through about as fast as a cache is asked (10 ms)."""


class Cache:
    """The results kept in *folder*, for one run: :meth:`replay` what is known, then :meth:`keep` the rest.

    Attributes:
        note: what became of it, one line for a user who asks.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.note = "cache: not asked, linting is as fast"
        self._keys: Keys | None = None
        self._database: Database | None = None
        self._replayed: set[str] = set()

    def replay(self, session: Session, *, fix: bool = False, unsafe: bool = False) -> dict[str, FileResult]:
        """What is known of the files of a run, by path; not of those that *fix* would change.

        A cache that cannot be used knows nothing, and :attr:`note` says why.
        """
        if not _is_worth_asking(session):
            return {}
        from tflint_ckpt.cache.keys import Keys

        keys = Keys(session)
        results: dict[str, FileResult] = {}
        for path, kept in self._look_up(keys).items():
            result = _result(session, keys, path, kept)
            if result is not None and not (fix and any(applicable(each, unsafe) for each in result.findings)):
                results[path] = result
        self._replayed = set(results)
        if self._database is not None:
            known = f"{len(results)} of {len(session.paths)} results"
            self.note = f"cache: {known} are from {self._database.path}"
        return results

    def keep(self, session: Session, results: Mapping[str, FileResult]) -> None:
        """Keep those of *results*, the ones of files as they were read, that were not replayed."""
        if self._keys is None or self._database is None:
            return
        from tflint_ckpt.cache.database import CacheError
        from tflint_ckpt.cache.identity import identity

        if identity() != self._keys.tool:  # somebody edits the rules while they run
            return
        rows = []
        # The session shows nobody a file that took too long: what looked for it may find it another time.
        seen = all(session.original(path) is not None for path in self._keys.by_path)
        whole = seen and not session.gave_up and not any(map(_is_exhausted, results.values()))
        for path, result in results.items():
            if path in self._replayed or not (result.alone or (whole and _is_settled(session))):
                continue
            if result.asks_folders and session.around.newest_folder >= session.begun:
                continue
            if _can_be_kept(result, session.original(path)):
                from tflint_ckpt.cache.records import encode

                others = b"" if result.alone else self._keys.others
                if result.asks_folders and result.alone:
                    others = self._keys.folders
                rows.append((self._keys.by_path[path], others, encode(result)))
        try:
            self._database.store(rows)
        except CacheError as error:
            self.note += f"; nothing new is kept: {error}"

    def _look_up(self, keys: Keys) -> dict[str, Kept]:
        from tflint_ckpt.cache.database import CacheError, Database

        try:
            database = Database(self.folder)
            found = database.look_up(keys.by_path.values())
        except CacheError as error:
            self.note = f"cache: not used: {error}"
            return {}
        self._keys, self._database = keys, database
        return {path: found[key] for path, key in keys.by_path.items() if key in found}


def _is_worth_asking(session: Session) -> bool:
    """Whether there is much to parse, or a file for which LibCST would have to be imported (200 ms)."""
    sources, size = [], 0
    for path in session.paths:
        source = session.original(path)
        if source is not None:
            sources.append(source)
            size += len(source.data)
            if size > _SMALL:
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


def _result(session: Session, keys: Keys, path: str, kept: Kept) -> FileResult | None:
    """The result that was kept of a file; ``None`` where what it follows from is not as it was."""
    others, data = kept
    source = session.original(path)
    if source is None:
        return None
    result = FileResult(path, source, source)
    result.asks_folders = bool(others) and others == keys.folders
    result.alone = result.asks_folders or not others
    if not result.alone and others != keys.others:
        return None
    if not data:
        return result
    from tflint_ckpt.cache.records import decode, plain_targets

    record = decode(data)
    if record is None:
        return None
    if record.targets:
        now = session.targets_of(source)
        result.targets = {root: now.of(root) for root, _ in record.targets}
        if record.targets != plain_targets(result.targets):
            return None
    result.findings, result.not_judged = list(record.findings), record.not_judged
    return result


def _can_be_kept(result: FileResult, source: Source | None) -> bool:
    """Whether a result is the one of *source*, and would be the same another time."""
    return (
        source is not None
        and result.original is not None
        and result.original.data == source.data
        and not result.fixed
        and not result.problems
        and not _is_exhausted(result)
    )


def _is_settled(session: Session) -> bool:
    """Whether no file around those of the run changed while it went on, read or not."""
    return session.around.newest < session.begun


def _is_exhausted(result: FileResult) -> bool:
    """Whether a file took more memory than there was, of which there may be more another time."""
    return any(each.message == TOO_DEEP for each in result.findings)
