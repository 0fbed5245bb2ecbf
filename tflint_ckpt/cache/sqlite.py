"""A SQLite file of the cache, which any number of runs may use at once."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

_OURS = b"TFC1"
"""The application ID: SQLite has it at byte 68 of the file."""
_WAIT = 1.0
"""Seconds to wait for another run; it holds the file for some milliseconds."""


class CacheError(Exception):
    """The cache cannot be used; the message says why."""


class SqliteFile:
    """The file at *path*, which is made when something is written.

    It is open only inside a method, so a run holds it neither while it lints nor across a fork.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def use(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """What *action* gives; ``None`` where the file is ours but damaged, and was removed.

        Raises :class:`CacheError`.
        """
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


def begin(connection: sqlite3.Connection) -> None:
    """Make a new file one of ours."""
    connection.execute(f"PRAGMA application_id = {int.from_bytes(_OURS, 'big')}")


def make_folder(folder: str) -> None:
    """Make the folder of a cache, one that Git leaves alone. Raises :class:`CacheError`."""
    try:
        os.makedirs(folder)
        with open(os.path.join(folder, ".gitignore"), "x", encoding="ascii") as file:
            file.write("*\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise CacheError(f"{folder}: {error.strerror or error}") from None
