"""Where results are kept: one SQLite file, which any number of runs may use at once."""

from __future__ import annotations

import os
import time
from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeVar

    Kept = tuple[bytes, bytes]
    """The digest of the other files that a result follows from (empty: it is alone), and its record."""
    Row = tuple[bytes, bytes, bytes]
    """The key of a result, and the two of :data:`Kept`."""
    T = TypeVar("T")

NAME = "results-1.sqlite3"
"""With the number of the layout: releases of ours with another one do not meet in one file."""
_OURS = b"TFC1"
"""The application ID: SQLite has it at byte 68 of the file."""
_WAIT = 1.0
"""Seconds to wait for another run; it holds the file for some milliseconds."""
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


class CacheError(Exception):
    """The cache cannot be used; the message says why."""


class Database:
    """The results kept in *folder*, which is made when there is something to keep.

    The file is open only inside a method, so a run holds it neither while it lints nor across a fork.
    """

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, NAME)
        self._today = int(time.time()) // _DAY
        self._unmarked: list[bytes] = []
        """Keys that were asked for, and were last on an earlier day."""

    def look_up(self, keys: Iterable[bytes]) -> dict[bytes, Kept]:
        """What is kept under *keys*. Raises :class:`CacheError`."""
        if not os.path.exists(self.path):
            return {}
        wanted = list(keys)
        return self._with(lambda connection: self._read(connection, wanted)) or {}

    def store(self, rows: Sequence[Row]) -> None:
        """Keep *rows*, and drop what is too old or too much. Raises :class:`CacheError`."""
        if rows or self._unmarked:
            _make_folder(os.path.dirname(self.path))
            self._with(lambda connection: self._write(connection, rows))

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
            connection.execute(f"PRAGMA application_id = {int.from_bytes(_OURS, 'big')}")
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

    def _with(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """What *action* gives; ``None`` where the file is ours but damaged, and was removed."""
        try:
            import sqlite3
        except ImportError:
            raise CacheError("this Python lacks sqlite3") from None
        self._refuse_foreign()
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            try:
                # Losing the newest results in a power cut is no harm, and each keeps its own digest.
                connection.execute("PRAGMA synchronous = OFF")
                connection.text_factory = bytes
                return action(connection)
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            raise CacheError(f"{self.path}: {error}") from None
        except sqlite3.DatabaseError as error:
            try:
                os.remove(self.path)
            except OSError:
                raise CacheError(f"{self.path}: {error}") from None
            return None
        except OSError as error:
            raise CacheError(f"{self.path}: {error.strerror or error}") from None

    def _refuse_foreign(self) -> None:
        """Raise :class:`CacheError` for a file that we did not begin; SQLite would write over a short one."""
        try:
            with open(self.path, "rb") as file:
                head = file.read(72)
        except FileNotFoundError:
            return
        except OSError as error:
            raise CacheError(f"{self.path}: {error.strerror or error}") from None
        if head and not (head.startswith(b"SQLite format 3\0") and head[68:] == _OURS):
            raise CacheError(f"{self.path}: somebody else's file")


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing was kept yet."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'results'").fetchone() is None


def _digest(key: bytes, others: bytes, value: bytes) -> bytes:
    """What tells a row that was written by us from one that a damaged disk made of it."""
    return blake2b(b"%d %d " % (len(key), len(others)) + key + others + value, digest_size=8).digest()


def _make_folder(folder: str) -> None:
    """Make the folder of a cache, one that Git leaves alone. Raises :class:`CacheError`."""
    try:
        os.makedirs(folder)
        with open(os.path.join(folder, ".gitignore"), "x", encoding="ascii") as file:
            file.write("*\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise CacheError(f"{folder}: {error.strerror or error}") from None
