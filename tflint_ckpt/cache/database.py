"""Where results are kept: one SQLite file, which any number of runs may use at once."""

from __future__ import annotations

import os
import time
from hashlib import blake2b

from tflint_ckpt.cache.sqlite import CacheError, SqliteFile, begin, make_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    Kept = tuple[bytes, bytes]
    """The digest of the other files that a result follows from (empty: it is alone), and its record."""
    Row = tuple[bytes, bytes, bytes]
    """The key of a result, and the two of :data:`Kept`."""

NAME = "results-1.sqlite3"
"""With the number of the layout: releases of ours with another one do not meet in one file."""
__all__ = ["CacheError", "Database"]
_DAYS = 30
"""A result that was not asked for in so many days is dropped."""
_MOST_BYTES = 64 * 1024 * 1024
_MOST_VARIABLES = 900
"""SQLite before 3.32 takes 999 in one statement."""
_DAY = 24 * 60 * 60

_LAYOUT = (
    "CREATE TABLE IF NOT EXISTS results"
    " (key BLOB PRIMARY KEY, others BLOB, value BLOB, digest BLOB, used INTEGER) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS results_used ON results (used)",
)


class Database(SqliteFile):
    """The results kept in *folder*, which is made when there is something to keep."""

    def __init__(self, folder: str) -> None:
        super().__init__(os.path.join(folder, NAME))
        self._today = int(time.time()) // _DAY
        self._unmarked: list[bytes] = []
        """Keys that were asked for, and were last on an earlier day."""

    def look_up(self, keys: Iterable[bytes]) -> dict[bytes, Kept]:
        """What is kept under *keys*. Raises :class:`CacheError`."""
        if not os.path.exists(self.path):
            return {}
        wanted = list(keys)
        return self.use(lambda connection: self._read(connection, wanted)) or {}

    def store(self, rows: Sequence[Row]) -> None:
        """Keep *rows*, and drop what is too old or too much. Raises :class:`CacheError`."""
        if rows or self._unmarked:
            make_folder(os.path.dirname(self.path))
            self.use(lambda connection: self._write(connection, rows))

    def _read(self, connection: sqlite3.Connection, keys: list[bytes]) -> dict[bytes, Kept]:
        if _is_empty(connection):
            return {}
        found: dict[bytes, Kept] = {}
        for start in range(0, len(keys), _MOST_VARIABLES):
            chunk = keys[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(chunk))
            statement = f"SELECT key, others, value, digest, used FROM results WHERE key IN ({marks})"
            for key, others, value, digest, used in connection.execute(statement, chunk):
                whole = isinstance(others, bytes) and isinstance(value, bytes)
                if whole and digest == _digest(key, others, value):
                    found[key] = (others, value)
                    if used != self._today:
                        self._unmarked.append(key)
        return found

    def _write(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if _is_empty(connection):
            begin(connection)
            for statement in _LAYOUT:
                connection.execute(statement)
        connection.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)",
            ((*row, _digest(*row), self._today) for row in rows),
        )
        connection.executemany(
            "UPDATE results SET used = ? WHERE key = ?", ((self._today, key) for key in self._unmarked)
        )
        connection.execute("DELETE FROM results WHERE used < ?", (self._today - _DAYS,))
        connection.execute("COMMIT")
        if os.path.getsize(self.path) > _MOST_BYTES:
            connection.execute(
                "DELETE FROM results WHERE key IN "
                "(SELECT key FROM results ORDER BY used LIMIT (SELECT count(*) / 2 FROM results))"
            )
            connection.execute("VACUUM")


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing was kept yet."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'results'").fetchone() is None


def _digest(key: bytes, others: bytes, value: bytes) -> bytes:
    """What tells a row that was written by us from one that a damaged disk made of it."""
    return blake2b(b"%d %d " % (len(key), len(others)) + key + others + value, digest_size=8).digest()
