"""The folder that is the project of a file."""

from __future__ import annotations

import os

from tflint_ckpt import looks

OWN = "tflint-ckpt.toml"
"""A folder of a project may have one for its files alone: it marks a project where nothing above does."""
MARKERS = (".git", "pyproject.toml", "setup.py", "setup.cfg", OWN)
"""What a folder holds that is a project."""


class Root:
    """The project of a file.

    Attributes:
        folder: its absolute path.
        marked: whether it holds one of :data:`MARKERS`; the folders below an unmarked one that do are
            projects of their own.
        deep: whether what is below the folder belongs to it.
    """

    __slots__ = ("deep", "folder", "marked")

    def __init__(self, folder: str, *, marked: bool, deep: bool = True) -> None:
        self.folder = folder
        self.marked = marked
        self.deep = deep


class Roots:
    """The projects of a run's files; what is found of a folder is kept for those below it."""

    def __init__(self) -> None:
        self._home = os.path.abspath(os.path.expanduser("~"))
        self._found: dict[str, tuple[str | None, str | None]] = {}

    def of(self, folder: str) -> Root:
        """The project of the files in *folder*, an absolute path.

        The nearest repository around it, else the nearest folder with another marker: in one repository any
        package may name the files of another. Neither the home of the user nor the root of the file system
        is a project, whatever dotfiles it holds; without a marker the folder itself is, and there only its
        files where it is one of those two.
        """
        repository, nearest = self._around(folder)
        marked = repository or nearest
        if marked is not None:
            return Root(marked, marked=True)
        return Root(folder, marked=False, deep=not self._is_everything(folder))

    def _around(self, folder: str) -> tuple[str | None, str | None]:
        """The nearest repository around a folder, or else the nearest folder with another marker."""
        if self._is_everything(folder):
            return None, None
        found = self._found.get(folder)
        if found is None:
            if looks.exists(os.path.join(folder, ".git")):
                found = folder, None
            else:
                found = self._around(os.path.dirname(folder))
                markers = MARKERS if found == (None, None) else MARKERS[:-1]
                if found[0] is None and any(looks.exists(os.path.join(folder, name)) for name in markers):
                    found = None, folder
            self._found[folder] = found
        return found

    def _is_everything(self, folder: str) -> bool:
        return folder == self._home or os.path.dirname(folder) == folder
