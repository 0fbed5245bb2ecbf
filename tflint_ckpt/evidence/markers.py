"""The Pythons a project runs on, and whether an environment marker holds on one of them."""

from __future__ import annotations

from tflint_ckpt.evidence.versions import intervals, meet, series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

Pythons = tuple[int, ...]
"""Minor releases of Python 3."""

CURRENT: Pythons = (10, 11, 12, 13, 14)
"""Those that are in use where a project says nothing of them: the ones that still get fixes."""
_KNOWN = range(5, 15)
_LAST_TENSORFLOW = {5: (2, 3), 6: (2, 6), 7: (2, 11), 8: (2, 13), 9: (2, 20)}
"""The newest TensorFlow that has wheels for a Python, where that is not the newest of all."""
_SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)


def pythons_of(specifier: str) -> Pythons:
    """The Pythons that ``requires-python`` and its like allow: of those in use, else of all known."""
    allowed = intervals(specifier)
    found = tuple(minor for minor in _KNOWN if meet(allowed, series((3, minor))))
    return tuple(minor for minor in found if minor in CURRENT) or found or CURRENT


def newest_tensorflow(pythons: Pythons) -> tuple[int, int] | None:
    """The newest TensorFlow for *pythons*; ``None`` where that is the newest of all."""
    return _LAST_TENSORFLOW.get(max(pythons))


def holds(marker: str, pythons: Sequence[int]) -> bool:
    """Whether *marker*, as after a semicolon, holds on one of *pythons* and some system.

    One that is none, or that asks for an extra, holds: what it is about is asked for by somebody.
    """
    if not marker or "extra" in marker:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

    try:
        parsed = Marker(marker)
        for minor in pythons:
            python = {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0"}
            if any(parsed.evaluate({**system, **python}) for system in _SYSTEMS):
                return True
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, RecursionError):
        return True
    return False
