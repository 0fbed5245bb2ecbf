"""The folder that is the project of a file."""

from __future__ import annotations

import os

MARKERS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "tflint-ckpt.toml")
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


def root_of(folder: str) -> Root:
    """The project of the files in *folder*, an absolute path.

    The nearest repository around it, else the nearest folder with another marker: in one repository any
    package may name the files of another. Neither the home of the user nor the root of the file system is
    a project, whatever dotfiles it holds; without a marker the folder itself is, and there only its files
    where it is one of those two.
    """
    home = os.path.abspath(os.path.expanduser("~"))
    nearest = None
    here = folder
    while not _is_everything(here, home):
        if os.path.exists(os.path.join(here, ".git")):
            return Root(here, marked=True)
        if nearest is None and any(os.path.exists(os.path.join(here, name)) for name in MARKERS):
            nearest = here
        here = os.path.dirname(here)
    if nearest is not None:
        return Root(nearest, marked=True)
    return Root(folder, marked=False, deep=not _is_everything(folder, home))


def _is_everything(folder: str, home: str) -> bool:
    return folder == home or os.path.dirname(folder) == folder
