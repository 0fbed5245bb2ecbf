"""How a file around those of a run is named to the user."""

from __future__ import annotations

import os


def as_shown(path: str) -> str:
    """An absolute path from the current folder, with forward slashes; empty for that folder."""
    current = os.getcwd()
    if path == current:
        return ""
    if path.startswith(current + os.sep):
        return path[len(current) + 1 :].replace(os.sep, "/")
    try:
        return os.path.relpath(path, current).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.replace(os.sep, "/")


def as_named(path: str, *, absolute: bool) -> str:
    """An absolute path as it is shown, where the files that were named are absolute or not."""
    return path.replace(os.sep, "/") if absolute else as_shown(path)
