"""How a path is written: for the user, and for patterns that start from a folder."""

from __future__ import annotations

import os


def relative(path: str, folder: str) -> str:
    """*path* seen from *folder*, with forward slashes; outside it the absolute path without its root.

    Patterns that may match at any depth so work outside the folder too.
    """
    path, folder = os.path.abspath(path), os.path.abspath(folder)
    if path == folder:
        return ""
    prefix = folder if folder.endswith(os.sep) else folder + os.sep
    inside = path[len(prefix) :] if path.startswith(prefix) else os.path.splitdrive(path)[1].lstrip(os.sep)
    return inside.replace(os.sep, "/")


def shown(path: str) -> str:
    """How a file is named to the user: from the current folder if it is inside, with forward slashes."""
    current = os.getcwd()
    absolute = os.path.abspath(path)
    name = absolute[len(current) :].lstrip(os.sep) if absolute.startswith(current + os.sep) else absolute
    return name.replace(os.sep, "/")
