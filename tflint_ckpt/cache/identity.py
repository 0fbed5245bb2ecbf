"""Which tool gives the results: the release of it, of LibCST and of Python, or the state of a checkout."""

from __future__ import annotations

import os
import sys

import tflint_ckpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.abspath(tflint_ckpt.__file__))


def identity() -> tuple[str, ...]:
    """What differs between two tools whose results may differ."""
    return (tflint_ckpt.__version__, _code(_PACKAGE), sys.version, _libcst())


def _code(package: str) -> str:
    """The code of an installed *package* as its installer noted it; of any other, when each file changed.

    Two states of one release may well be installed from a repository.
    """
    name = os.path.basename(package)
    record = f"{package}-{tflint_ckpt.__version__}.dist-info/RECORD"
    try:
        with open(record, encoding="utf-8") as file:
            noted = [line for line in file if line.startswith(f"{name}/") and ",sha256=" in line]
    except OSError:
        noted = []
    return "".join(sorted(noted) or _changes(package))


def _changes(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.is_dir():
                yield _state(entry.name, entry.stat())
            elif entry.name != "__pycache__":
                yield f"{entry.name}/\n"
                yield from _changes(entry.path)


def _state(name: str, status: os.stat_result) -> str:
    return f"{name} {status.st_mtime_ns} {status.st_size}\n"


def _libcst() -> str:
    """The release of LibCST, without importing it: that, or asking ``importlib.metadata``, takes too long."""
    for finder in sys.meta_path:
        spec = finder.find_spec("libcst", None)
        if spec is not None and spec.origin:
            release = os.path.join(os.path.dirname(spec.origin), "_version.py")
            try:
                with open(release, encoding="utf-8") as file:
                    return file.read()
            except OSError:
                return _state(spec.origin, os.stat(spec.origin))
    return ""
