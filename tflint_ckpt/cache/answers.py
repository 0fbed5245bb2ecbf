"""The answers of one run, and which files' results they still hold for."""

from __future__ import annotations

import zlib
from os import curdir
from os.path import dirname

from tflint_ckpt.asking.asked import Asked, dependents, reachable
from tflint_ckpt.asking.imports import stem
from tflint_ckpt.asking.search import IMPORTED, SOMEWHERE, Search
from tflint_ckpt.plain_json import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from tflint_ckpt.cache.keys import Keys


_MOST_SEARCHES = 300_000
"""Searches in files that changed, a microsecond or two each; where there are more, little is the same."""


class Answers:
    """What one run was told of the files of its projects.

    Attributes:
        files: all files there were, by path, each with its kind and the digest of its content.
        folders: what was written on the targets of the folders that count, as a digest each.
        asked: the questions, by the file for whose sake, and their answers.
    """

    def __init__(self, files: dict[str, str], folders: dict[str, str], asked: Mapping[str, Asked]) -> None:
        self.files = files
        self.folders = folders
        self.asked = asked

    @classmethod
    def of(cls, keys: Keys, asked: Mapping[str, Asked], paths: Iterable[str]) -> Answers:
        """Those that the results of the files at *paths* hang on."""
        asked = {path: asked[path] for path in reachable(asked, paths) if path in asked}
        followed = {path for each in asked.values() for path in each.followed}
        folders = {dirname(path) or curdir for path in {*followed, *asked}}
        return cls(keys.files, {folder: keys.folder(folder) for folder in folders}, asked)

    def stale(self, now: Keys) -> set[str]:
        """The files of which it may not be said again what was said, as far as others are concerned."""
        changes = _Changes(self, now)
        if changes.count * sum(len(each.found) for each in self.asked.values()) > _MOST_SEARCHES:
            return set(self.asked)
        return dependents(
            self.asked, (path for path, each in self.asked.items() if changes.touch(path, each))
        )

    def encoded(self) -> bytes:
        """All this as bytes."""
        plain = [self.files, self.folders, {path: _plain(each) for path, each in self.asked.items()}]
        return zlib.compress(dumps(plain).encode(), 1)

    @classmethod
    def decoded(cls, data: bytes) -> Answers | None:
        """What was encoded; ``None`` where *data* was not written by :meth:`encoded`."""
        try:
            files, folders, asked = loads(zlib.decompress(data).decode())
            return cls(files, folders, {path: _asked(*each) for path, each in asked.items()})
        except (zlib.error, ValueError, TypeError, AttributeError, RecursionError):
            return None


class _Changes:
    """What has changed since *before*."""

    def __init__(self, before: Answers, now: Keys) -> None:
        self._now = now
        files = before.files
        self._changed = {path for path in files.keys() | now.files if files.get(path) != now.files.get(path)}
        for folder, digest in before.folders.items():
            if now.folder(folder) != digest:
                self._changed |= {path for path in now.files if (dirname(path) or curdir) == folder}
        self._come = {path for path in now.files.keys() - files if now.is_python(path)}
        self._gone = {path for path in self._changed if path in files and not now.is_python(path)}
        self._stems = {stem(path) for path in self._come | self._gone}
        self._python = {path: now.text(path) for path in self._changed if now.is_python(path)}
        self._others = {
            path: now.text(path) for path in self._changed & now.files.keys() if not now.is_python(path)
        }

    @property
    def count(self) -> int:
        """How many files have changed, come or gone."""
        return len(self._changed)

    def touch(self, besides: str, asked: Asked) -> bool:
        """Whether a question that was *asked* for the sake of a file may have another answer now."""
        if asked.folders and any(
            self._now.ships(folder, besides) != is_shipped for folder, is_shipped in asked.folders.items()
        ):
            return True
        if asked.unsearched is not None and asked.unsearched != self._now.unsearched:
            return True
        changed = self._changed
        if besides in changed or not (
            changed.isdisjoint(asked.read)
            and self._come.isdisjoint(asked.missing)
            and self._gone.isdisjoint(asked.there)
        ):
            return True
        if any(
            path in changed and self._has(path, search) != has for (path, search), has in asked.told.items()
        ):
            return True
        return any(
            self._touch_search(
                search, found, besides, "" if search in asked.finished else max(found, default="")
            )
            for search, found in asked.found.items()
        )

    def _has(self, path: str, search: Search) -> bool:
        text = self._python.get(path)
        return text is not None and search.finds(path, text, self._now.holds)

    def _touch_search(self, search: Search, found: set[str], besides: str, last: str) -> bool:
        """Whether a search may have another answer; for files behind the *last*, if any, nobody asked."""
        if search.kind == IMPORTED and stem(search.pattern) in self._stems:
            return True  # which file an import means hangs on which there are
        if search.kind == SOMEWHERE and found and self._changed.isdisjoint(found):
            return False
        if not found.isdisjoint(self._gone):
            return True
        for path, text in (self._python if search.is_python else self._others).items():
            is_asked_for = path != besides and (not last or path <= last)
            if is_asked_for and (path in found) != search.finds(path, text, self._now.holds):
                return True
        return False


def _plain(asked: Asked) -> list[Any]:
    return [
        sorted(asked.read),
        sorted(asked.followed),
        sorted(asked.there),
        sorted(asked.missing),
        [[list(search), sorted(found), search in asked.finished] for search, found in asked.found.items()],
        asked.folders,
        asked.unsearched,
        [[path, list(search), has] for (path, search), has in asked.told.items()],
    ]


def _asked(
    read: list[str],
    followed: list[str],
    there: list[str],
    missing: list[str],
    found: list[tuple[list[Any], list[str], bool]],
    folders: dict[str, bool],
    unsearched: str | None,
    told: list[tuple[str, list[Any], bool]],
) -> Asked:
    asked = Asked()
    asked.read, asked.followed = set(read), set(followed)
    asked.there, asked.missing = set(there), set(missing)
    asked.found = {Search(*search): set(paths) for search, paths, _ in found}
    asked.finished = {Search(*search) for search, _, is_finished in found if is_finished}
    asked.folders, asked.unsearched = folders, unsearched
    asked.told = {(path, Search(*search)): has for path, search, has in told}
    return asked
