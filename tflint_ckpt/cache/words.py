"""Where the words of a project's files are kept from run to run: one more SQLite file of the cache."""

from __future__ import annotations

import os
import time
from hashlib import blake2b

from tflint_ckpt.around.words import Words
from tflint_ckpt.cache.sqlite import SqliteFile, begin, make_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    State = tuple[int, int, int]
    """When a file and its entry changed, in nanoseconds, and its size."""
    Kept = tuple[State, bytes, Words]
    """The state of a file when it was read, the digest of its content, and its words."""

NAME = "words-1.sqlite3"
"""With the number of the layout, which also changes when other words are kept of the same text."""
_DAYS = 30
"""The words of a project that was not looked at in so many days are dropped."""
_MOST_BYTES = 256 * 1024 * 1024
_DAY = 24 * 60 * 60
_LAYOUT = (
    "CREATE TABLE IF NOT EXISTS projects (root BLOB PRIMARY KEY, number INTEGER, used INTEGER)",
    "CREATE TABLE IF NOT EXISTS files (project INTEGER, path BLOB, changed INTEGER, entry INTEGER,"
    " size INTEGER, content BLOB, tokens BLOB, imports BLOB, methods BLOB, digest BLOB,"
    " PRIMARY KEY (project, path))",
)


class WordStore(SqliteFile):
    """The words kept in *folder*, which is made when there is something to keep."""

    def __init__(self, folder: str) -> None:
        super().__init__(os.path.join(folder, NAME))
        self._today = int(time.time()) // _DAY

    def load(self, root: str) -> dict[str, Kept]:
        """What is kept of the project *root*, by path from there. Raises ``CacheError``."""
        if not os.path.exists(self.path):
            return {}
        return self.use(lambda connection: self._read(connection, root)) or {}

    def store(self, root: str, new: Mapping[str, Kept], gone: Iterable[str]) -> None:
        """Keep *new* and drop *gone*, both by path. Raises ``CacheError``."""
        make_folder(os.path.dirname(self.path))
        self.use(lambda connection: self._write(connection, root, new, gone))

    def _read(self, connection: sqlite3.Connection, root: str) -> dict[str, Kept]:
        if _is_empty(connection):
            return {}
        found: dict[str, Kept] = {}
        rows = connection.execute(
            "SELECT path, changed, entry, size, content, tokens, imports, methods, digest FROM files"
            " WHERE project = (SELECT number FROM projects WHERE root = ?)",
            (_bytes(root),),
        )
        for path, changed, entry, size, content, *words, digest in rows:
            if digest == _digest(path, changed, entry, size, content, *words):
                told = Words(*(each.decode("utf-8", "surrogatepass") for each in words))
                found[path.decode("utf-8", "surrogatepass")] = ((changed, entry, size), content, told)
        return found

    def _write(
        self, connection: sqlite3.Connection, root: str, new: Mapping[str, Kept], gone: Iterable[str]
    ) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if _is_empty(connection):
            begin(connection)
            for statement in _LAYOUT:
                connection.execute(statement)
        key = _bytes(root)
        connection.execute(
            "INSERT OR IGNORE INTO projects SELECT ?, coalesce(max(number), 0) + 1, 0 FROM projects", (key,)
        )
        connection.execute("UPDATE projects SET used = ? WHERE root = ?", (self._today, key))
        [(number,)] = connection.execute("SELECT number FROM projects WHERE root = ?", (key,))
        dropped = ((number, _bytes(path)) for path in gone)
        connection.executemany("DELETE FROM files WHERE project = ? AND path = ?", dropped)
        connection.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((number, *_row(path, kept)) for path, kept in new.items()),
        )
        too_much = os.path.getsize(self.path) > _MOST_BYTES
        self._forget(connection, number, everything=too_much)
        connection.execute("COMMIT")
        if too_much:
            connection.execute("VACUUM")

    def _forget(self, connection: sqlite3.Connection, number: int, *, everything: bool) -> None:
        """Drop the projects besides *number* that nobody asks for any more, or *everything* else."""
        old = "number <> ?" if everything else "number <> ? AND used < ?"
        values = (number,) if everything else (number, self._today - _DAYS)
        numbers = connection.execute(f"SELECT number FROM projects WHERE {old}", values).fetchall()
        connection.executemany("DELETE FROM files WHERE project = ?", numbers)
        connection.executemany("DELETE FROM projects WHERE number = ?", numbers)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'files'").fetchone() is None


def _row(path: str, kept: Kept) -> tuple[object, ...]:
    (changed, entry, size), content, words = kept
    told = [_bytes(each or "") for each in (words.tokens, words.imports, words.methods)]
    values = (_bytes(path), changed, entry, size, content, *told)
    return (*values, _digest(*values))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(*values: object) -> bytes:
    """What tells a row that was written by us from one that a damaged disk made of it."""
    digest = blake2b(digest_size=8)
    for value in values:
        part = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.digest()
