"""What was looked at on the disk: noted, so that a later run can tell that nothing of it is otherwise now.

Everything that findings may follow from is asked of the disk through here, or noted here by whoever asks
(``tests/test_looks.py`` holds that): the content of files, what is in folders, whether something is there.
Without :func:`begin` nothing is noted, and asking costs nothing more.
"""

from __future__ import annotations

import os
from stat import S_ISDIR, S_ISREG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    State = tuple[int, int, int, int]
    """When a file and its directory entry changed, in nanoseconds, its size in bytes, and its number."""

NOTHING, FILE, FOLDER, OTHER = range(4)
"""What is at a path, links followed."""


class Looks:
    """What was looked at, by path; see :meth:`add` for those of another process.

    Attributes:
        states: the state of each file that was read, when it was opened; ``None`` where it could not be.
        names: what was in each folder that was listed: see :func:`names_of`; ``None`` where it could not be.
        chosen: the same, where only the names of evidence count (``evidence/names.py``), and no others.
        kinds: what was at a path when it was only asked whether something is.
        is_steady: whether nothing was otherwise when it was looked at again.
    """

    __slots__ = ("chosen", "is_steady", "kinds", "names", "states")

    def __init__(self) -> None:
        self.states: dict[str, State | None] = {}
        self.names: dict[str, frozenset[str] | None] = {}
        self.chosen: dict[str, frozenset[str]] = {}
        self.kinds: dict[str, int] = {}
        self.is_steady = True

    def __bool__(self) -> bool:
        return bool(self.states or self.names or self.chosen or self.kinds or not self.is_steady)

    def add(self, others: Looks) -> None:
        """Add *others*."""
        for path, state in others.states.items():
            self.note_state(path, state)
        for path, names in others.names.items():
            self.note_names(path, names)
        for path, chosen in others.chosen.items():
            self.note_chosen(path, chosen)
        for path, kind in others.kinds.items():
            self.note_kind(path, kind)
        self.is_steady &= others.is_steady

    def note_state(self, path: str, state: State | None) -> None:
        """Note the state of a file."""
        if self.states.setdefault(path, state) != state:
            self.is_steady = False

    def note_names(self, path: str, names: frozenset[str] | None) -> None:
        """Note what is in a folder."""
        if self.names.setdefault(path, names) != names:
            self.is_steady = False

    def note_chosen(self, path: str, names: frozenset[str]) -> None:
        """Note which names of evidence are in a folder."""
        if self.chosen.setdefault(path, names) != names:
            self.is_steady = False

    def note_kind(self, path: str, kind: int) -> None:
        """Note what is at a path."""
        if self.kinds.setdefault(path, kind) != kind:
            self.is_steady = False


_looks: Looks | None = None


def begin() -> None:
    """Note from now on what is looked at."""
    global _looks
    _looks = Looks()


def end() -> None:
    """Note nothing any more."""
    global _looks
    _looks = None


def noted() -> Looks | None:
    """What was looked at since :func:`begin`; ``None`` where nothing is noted."""
    return _looks


def news() -> Looks | None:
    """The same, since the last time this was asked."""
    global _looks
    found = _looks
    if found is not None:
        _looks = Looks()
    return found


def kind(path: str) -> int:
    """What is at *path*."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        found = NOTHING
    else:
        found = FILE if S_ISREG(mode) else FOLDER if S_ISDIR(mode) else OTHER
    if _looks is not None:
        _looks.note_kind(path, found)
    return found


def exists(path: str) -> bool:
    """As ``os.path.exists``."""
    return kind(path) != NOTHING


def is_file(path: str) -> bool:
    """As ``os.path.isfile``."""
    return kind(path) == FILE


def is_folder(path: str) -> bool:
    """As ``os.path.isdir``."""
    return kind(path) == FOLDER


def is_file_entry(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder that was listed is a file, links followed. Raises ``OSError``."""
    if _looks is not None and entry.is_symlink():
        kind(entry.path)
    return entry.is_file()


def opened(path: str, descriptor: int) -> None:
    """Note that a file is about to be read."""
    if _looks is not None:
        _looks.note_state(path, state_of(os.fstat(descriptor)))


def measured(path: str, status: os.stat_result) -> None:
    """Note that a file is about to be read, or what was read from it in an earlier run is to hold."""
    if _looks is not None:
        _looks.note_state(path, state_of(status))


def not_opened(path: str) -> None:
    """Note that a file could not be opened."""
    if _looks is not None and kind(path) != NOTHING:
        _looks.note_state(path, None)


def listed(path: str, entries: Iterable[os.DirEntry[str]] | None) -> None:
    """Note what is in a folder; ``None`` where it could not be read."""
    if _looks is None:
        return
    if entries is not None:
        _looks.note_names(path, names_of(entries))
    elif kind(path) == FOLDER:
        _looks.note_names(path, None)


def named(path: str, names: list[str], *, chosen: bool) -> None:
    """Note the names of what is in a folder, or only those that were *chosen* of them."""
    if _looks is None:
        return
    if chosen:
        _looks.note_chosen(path, frozenset(names))
    else:
        with os.scandir(path) as entries:
            listed(path, entries)


def names_of(entries: Iterable[os.DirEntry[str]]) -> frozenset[str]:
    """The names of entries, those of folders with a slash at their end, those of links with an ``@``."""
    return frozenset(
        f"{entry.name}/"
        if entry.is_dir(follow_symlinks=False)
        else f"{entry.name}@"
        if entry.is_symlink()
        else entry.name
        for entry in entries
    )


def state_of(status: os.stat_result) -> State:
    """What tells one content of a file from another, without reading it."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
