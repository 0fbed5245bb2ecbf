"""Where results and words are kept: two SQLite files, which any number of runs may use at the same time."""

from __future__ import annotations

import os
import time

from tflint_ckpt.digests import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeVar

    from tflint_ckpt.around.words import Words

    T = TypeVar("T")
    KeptResult = tuple[bytes, bytes]
    """The run whose answers a result depends on (empty: on none), and its record."""
    Run = tuple[bytes, bytes, bytes]
    """The key of a run, the digest of all files there were, and what was asked of them."""
    ResultRow = tuple[bytes, bytes, bytes]
    """The key of a result, and the two parts of :data:`KeptResult`."""
    FileState = tuple[int, int, int]
    """When a file and its directory entry changed, in nanoseconds, and its size in bytes."""
    KeptWords = tuple[FileState, bytes, Words]
    """The state of a file when it was read, the digest of its content, and its words."""

RESULTS_NAME, WORDS_NAME = "results-2.sqlite3", "words-1.sqlite3"
"""With the number of the layout, so that releases with different layouts do not share a file. That of words
also changes when other words are kept of the same text."""
_APPLICATION_ID = b"TFC1"
"""What tells our files from those of others: SQLite has it at byte 68 of the file."""
_SECONDS_TO_WAIT = 1.0
"""The time to wait for another run, which locks the file for some milliseconds."""
_DAY = 24 * 60 * 60
_MOST_DAYS = 30
"""A result, or the words of a project, that no run looked up in so many days is dropped."""
_MOST_RESULT_BYTES, _MOST_WORD_BYTES = 64 * 1024 * 1024, 256 * 1024 * 1024
_MOST_VARIABLES = 900
"""SQLite before 3.32 takes 999 in one statement."""


class CacheError(Exception):
    """The cache cannot be used; the message says why."""


class _SqliteFile:
    """The file *name* in *folder*, both made when something is written. Subclasses say what is in it.

    The file is open only inside a method, so no run has it open while it lints, nor across a fork.
    """

    layout: tuple[str, ...]
    """The statements that make its tables."""
    main_table: str
    """The name of a table that is there once something was written."""

    def __init__(self, folder: str, name: str) -> None:
        self.path = os.path.join(folder, name)
        self._today = int(time.time()) // _DAY

    def use(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """The result of *action*; ``None`` where the file is ours but damaged, and was removed.

        Raises :class:`CacheError`.
        """
        try:
            import _sqlite3 as sqlite3  # ``sqlite3`` adds dates to it, with ``datetime``
        except ImportError:
            raise CacheError("this Python lacks sqlite3") from None
        self._refuse_foreign()
        try:
            connection = sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
            try:
                # To lose the newest results in a power cut does no harm, and each row has its own digest.
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
        """Raise :class:`CacheError` for a file of another program; SQLite would overwrite a short one."""
        try:
            with open(self.path, "rb") as file:
                head = file.read(72)
        except FileNotFoundError:
            return
        except OSError as error:
            raise CacheError(f"{self.path}: {error.strerror or error}") from None
        if head and not (head.startswith(b"SQLite format 3\0") and head[68:] == _APPLICATION_ID):
            raise CacheError(f"{self.path}: somebody else's file")

    def _has_tables(self, connection: sqlite3.Connection) -> bool:
        """Whether something was written before."""
        statement = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return connection.execute(statement, (self.main_table,)).fetchone() is not None

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begin to write: lock the file, and make it one of ours if it is new."""
        connection.execute("BEGIN IMMEDIATE")
        if not self._has_tables(connection):
            connection.execute(f"PRAGMA application_id = {int.from_bytes(_APPLICATION_ID, 'big')}")
            for statement in self.layout:
                connection.execute(statement)


class ResultStore(_SqliteFile):
    """The results kept in *folder*."""

    layout = (
        "CREATE TABLE IF NOT EXISTS results"
        " (key BLOB PRIMARY KEY, others BLOB, value BLOB, digest BLOB, used INTEGER) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS results_used ON results (used)",
        "CREATE TABLE IF NOT EXISTS runs (key BLOB PRIMARY KEY, state BLOB, value BLOB, digest BLOB)",
    )
    main_table = "results"

    def __init__(self, folder: str) -> None:
        super().__init__(folder, RESULTS_NAME)
        self._unmarked: list[bytes] = []
        """The keys that were looked up, and before that on an earlier day."""

    def look_up(self, keys: Iterable[bytes]) -> dict[bytes, KeptResult]:
        """The results with *keys*. Raises :class:`CacheError`."""
        if not os.path.exists(self.path):
            return {}
        wanted = list(keys)
        return self.use(lambda connection: self._read(connection, wanted)) or {}

    def runs(self, keys: Iterable[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """The state and the answers of the runs with *keys*. Raises :class:`CacheError`."""
        wanted = list(keys)
        return self.use(lambda connection: self._read_runs(connection, wanted)) or {}

    def store(self, rows: Sequence[ResultRow], run: Run | None = None) -> None:
        """Keep *rows*, and the *run* that some of them name.

        Drops old ones, and half of them if they are too many. Raises :class:`CacheError`.
        """
        if rows or self._unmarked:
            _make_folder(os.path.dirname(self.path))
            self.use(lambda connection: self._write(connection, rows, run))

    def _read_runs(
        self, connection: sqlite3.Connection, keys: list[bytes]
    ) -> dict[bytes, tuple[bytes, bytes]]:
        runs: dict[bytes, tuple[bytes, bytes]] = {}
        for key in keys:
            row = connection.execute("SELECT state, value, digest FROM runs WHERE key = ?", (key,)).fetchone()
            if row is not None and all(isinstance(each, bytes) for each in row):
                state, value, digest = row
                if digest == _result_digest(key, state, value):
                    runs[key] = (state, value)
        return runs

    def _read(self, connection: sqlite3.Connection, keys: list[bytes]) -> dict[bytes, KeptResult]:
        results: dict[bytes, KeptResult] = {}
        if not self._has_tables(connection):
            return results
        for start in range(0, len(keys), _MOST_VARIABLES):
            chunk = keys[start : start + _MOST_VARIABLES]
            marks = ",".join("?" * len(chunk))
            statement = f"SELECT key, others, value, digest, used FROM results WHERE key IN ({marks})"
            for key, others, value, digest, used in connection.execute(statement, chunk):
                has_bytes = isinstance(others, bytes) and isinstance(value, bytes)
                if has_bytes and digest == _result_digest(key, others, value):
                    results[key] = (others, value)
                    if used != self._today:
                        self._unmarked.append(key)
        return results

    def _write(self, connection: sqlite3.Connection, rows: Sequence[ResultRow], run: Run | None) -> None:
        self._begin(connection)
        if run is not None:
            row = (*run, _result_digest(*run))
            connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", row)
        connection.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)",
            ((*row, _result_digest(*row), self._today) for row in rows),
        )
        connection.executemany(
            "UPDATE results SET used = ? WHERE key = ?", ((self._today, key) for key in self._unmarked)
        )
        connection.execute("DELETE FROM results WHERE used < ?", (self._today - _MOST_DAYS,))
        self._drop_runs(connection)
        connection.execute("COMMIT")
        if os.path.getsize(self.path) > _MOST_RESULT_BYTES:
            connection.execute(
                "DELETE FROM results WHERE key IN "
                "(SELECT key FROM results ORDER BY used LIMIT (SELECT count(*) / 2 FROM results))"
            )
            self._drop_runs(connection)
            connection.execute("VACUUM")

    def _drop_runs(self, connection: sqlite3.Connection) -> None:
        """Drop the runs that no result names."""
        connection.execute("DELETE FROM runs WHERE key NOT IN (SELECT others FROM results)")


def _result_digest(key: bytes, others: bytes, value: bytes) -> bytes:
    """A checksum of a row, to recognize one that a damaged disk has changed."""
    return blake2b(b"%d %d " % (len(key), len(others)) + key + others + value, digest_size=8).digest()


class WordStore(_SqliteFile):
    """The words of the files in projects, kept in *folder*."""

    layout = (
        "CREATE TABLE IF NOT EXISTS projects (root BLOB PRIMARY KEY, number INTEGER, used INTEGER)",
        "CREATE TABLE IF NOT EXISTS files (project INTEGER, path BLOB, changed INTEGER, entry INTEGER,"
        " size INTEGER, content BLOB, tokens BLOB, imports BLOB, methods BLOB, digest BLOB,"
        " PRIMARY KEY (project, path))",
    )
    main_table = "files"

    def __init__(self, folder: str) -> None:
        super().__init__(folder, WORDS_NAME)

    def load(self, root: str) -> dict[str, KeptWords]:
        """The words of the files in the project *root*, by path from there. Raises :class:`CacheError`."""
        if not os.path.exists(self.path):
            return {}
        return self.use(lambda connection: self._read(connection, root)) or {}

    def store(self, root: str, new: Mapping[str, KeptWords], gone: Iterable[str]) -> None:
        """Keep *new* and drop *gone*, both by path. Raises :class:`CacheError`."""
        _make_folder(os.path.dirname(self.path))
        self.use(lambda connection: self._write(connection, root, new, gone))

    def _read(self, connection: sqlite3.Connection, root: str) -> dict[str, KeptWords]:
        from tflint_ckpt.around.words import Words

        files: dict[str, KeptWords] = {}
        if not self._has_tables(connection):
            return files
        rows = connection.execute(
            "SELECT path, changed, entry, size, content, tokens, imports, methods, digest FROM files"
            " WHERE project = (SELECT number FROM projects WHERE root = ?)",
            (_bytes(root),),
        )
        for path, changed, entry, size, content, *words, digest in rows:
            if digest == _words_digest(path, changed, entry, size, content, *words):
                kept_words = Words(*(part.decode("utf-8", "surrogatepass") for part in words))
                files[path.decode("utf-8", "surrogatepass")] = ((changed, entry, size), content, kept_words)
        return files

    def _write(
        self, connection: sqlite3.Connection, root: str, new: Mapping[str, KeptWords], gone: Iterable[str]
    ) -> None:
        self._begin(connection)
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
            ((number, *_words_row(path, kept)) for path, kept in new.items()),
        )
        is_too_large = os.path.getsize(self.path) > _MOST_WORD_BYTES
        self._drop_others(connection, number, all_of_them=is_too_large)
        connection.execute("COMMIT")
        if is_too_large:
            connection.execute("VACUUM")

    def _drop_others(self, connection: sqlite3.Connection, number: int, *, all_of_them: bool) -> None:
        """Drop the projects besides *number* that no run has looked up for long, or *all_of_them*."""
        condition = "number <> ?" if all_of_them else "number <> ? AND used < ?"
        values = (number,) if all_of_them else (number, self._today - _MOST_DAYS)
        numbers = connection.execute(f"SELECT number FROM projects WHERE {condition}", values).fetchall()
        connection.executemany("DELETE FROM files WHERE project = ?", numbers)
        connection.executemany("DELETE FROM projects WHERE number = ?", numbers)


def _words_row(path: str, kept: KeptWords) -> tuple[object, ...]:
    (changed, entry, size), content, words = kept
    parts = [_bytes(part or "") for part in (words.tokens, words.imports, words.methods)]
    values = (_bytes(path), changed, entry, size, content, *parts)
    return (*values, _words_digest(*values))


def _words_digest(*values: object) -> bytes:
    """A checksum of a row, to recognize one that a damaged disk has changed."""
    digest = blake2b(digest_size=8)
    for value in values:
        part = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _make_folder(folder: str) -> None:
    """Make the folder of a cache, which Git ignores. Raises :class:`CacheError`."""
    try:
        os.makedirs(folder)
        with open(os.path.join(folder, ".gitignore"), "x", encoding="ascii") as file:
            file.write("*\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise CacheError(f"{folder}: {error.strerror or error}") from None
