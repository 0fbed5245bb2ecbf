"""The folder of the cache where none was named: that of the user, by the custom of the system."""

from __future__ import annotations

import os
import sys


def user_folder() -> str | None:
    """``~/.cache/tflint-ckpt`` and its like; ``None`` where nobody's home is known."""
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
