"""The folder that results are kept in, and what is said of it."""

from __future__ import annotations

import os
import sys


def note(replayed: int, all_of_them: int, folder: str) -> str:
    """How many results are from the cache in *folder*, in one line."""
    return f"cache: {replayed} of {all_of_them} results are from {folder}"


def user_folder() -> str | None:
    """The user's cache folder for this tool, by the conventions of the system; ``None`` without a home."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # to be ignored, by the XDG Base Directory Specification
            base = os.path.join(home, ".cache")
    return os.path.join(base, "tflint-ckpt") if os.path.isabs(base) else None
