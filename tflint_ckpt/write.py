"""Replacing a file in one step, and only if it is still what was read."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEMPORARY_NAMES = 100
"""How many left-over temporary files of killed runs are stepped over before giving up."""


class WriteError(Exception):
    """A file was not written, and is as it was; the message is one line for the user."""


class Change:
    """New content for the file at *path*, which must still hold *expected*."""

    __slots__ = ("expected", "new", "path")

    def __init__(self, path: str, expected: bytes, new: bytes) -> None:
        self.path = path
        self.expected = expected
        self.new = new


def replace(changes: Sequence[Change]) -> None:
    """Give files their new content: all of them, or none where one cannot be written.

    Readers see the old content or the new, never part of it. A symbolic link stays a link, and the file
    that it leads to is replaced. The mode is kept, and so is the owner where the user may give files
    away. The file is a new one under the old name: its other hard links keep the old content.

    Everything that can fail for one file is done before the first is replaced.

    Raises :class:`WriteError` where a file changed meanwhile, has no write permission for its owner
    (for root too, who means it as well when making a file read-only), or cannot be written.
    """
    ready: list[tuple[str, str]] = []
    try:
        for change in changes:
            ready.append(_prepared(change))
        for change in changes:
            if _read(change.path) != change.expected:
                raise WriteError(f"{change.path}: not written: it changed while it was linted")
        while ready:
            temporary, target = ready[0]
            os.replace(temporary, target)
            ready.pop(0)
    except OSError as error:
        raise WriteError(f"{target}: not written: {error.strerror or error}") from error
    finally:
        for temporary, _ in ready:
            os.unlink(temporary)


def _prepared(change: Change) -> tuple[str, str]:
    """The new content of one file beside it, on disk, and the real path it is to replace."""
    path, target = change.path, os.path.realpath(change.path)
    try:
        status = os.stat(target)
        if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise WriteError(f"{path}: not written: the file is read-only")
        return _write_beside(target, change.new, status), target
    except OSError as error:
        raise WriteError(f"{path}: not written: {error.strerror or error}") from error


def _write_beside(target: str, data: bytes, status: os.stat_result) -> str:
    """A new file in the folder of *target* with its mode and owner, safely on disk; returns its path."""
    descriptor, temporary = _create_in(os.path.dirname(target))
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(temporary, status)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))  # after the owner: chown clears set-id bits
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _create_in(folder: str) -> tuple[int, str]:
    """A new file that nobody else can read yet: its descriptor and path."""
    # tempfile would do this, at the price of importing random, hashlib and shutil at every --fix.
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    for path in _temporary_paths(folder):
        try:
            return os.open(path, flags, 0o600), path
        except FileExistsError:
            continue
    raise FileExistsError(f"no free name for a temporary file in {folder}")


def _temporary_paths(folder: str) -> Iterator[str]:
    for number in range(_TEMPORARY_NAMES):
        yield os.path.join(folder, f".tflint-ckpt-{os.getpid()}-{number}.tmp")


def _keep_owner(path: str, status: os.stat_result) -> None:
    """Give the new file the owner and group of the old one, where the system and the user can."""
    if not hasattr(os, "chown"):  # Windows
        return
    own = os.stat(path)
    if (own.st_uid, own.st_gid) == (status.st_uid, status.st_gid):
        return
    try:
        os.chown(path, status.st_uid, status.st_gid)
    except PermissionError:
        return  # only root gives files away; the content matters more than whose it is


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
