"""How a path is written: for the user, and for patterns that start from a folder."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec


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


def gitignore_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns of a ``.gitignore``, compiled. Raises ``ValueError`` if one of *lines* is none."""
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # ``[[:alpha:]]`` and ``[a--z]`` become sets that a later ``re`` may read otherwise, says this one.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return GitIgnoreSpec.from_lines(lines)
        except re.error as error:  # ``[z-a]`` is no range; no ValueError, unlike what pathspec refuses itself
            raise ValueError(str(error)) from None
