"""Which tool gave a result: the releases of this package, of Python and of LibCST."""

from __future__ import annotations

import os
import sys

import tflint_ckpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.abspath(tflint_ckpt.__file__))


def identity() -> tuple[str, ...]:
    """The releases of this tool, of Python and of LibCST: together the same only if the results are."""
    return (tflint_ckpt.__version__, _code(_PACKAGE), sys.version, _libcst())


def here() -> tuple[str, ...]:
    """The same for this machine only, and sooner: where the tool is, and when it was put there."""
    record = _record(_PACKAGE)
    try:
        installed = _number(record, os.stat(record))
    except OSError:
        installed = _code(_PACKAGE)
    return (tflint_ckpt.__version__, _PACKAGE, installed, sys.version, _libcst())


def _record(package: str) -> str:
    return f"{package}-{tflint_ckpt.__version__}.dist-info/RECORD"


def _number(name: str, status: os.stat_result) -> str:
    return f"{_state(name, status)} {status.st_ctime_ns} {status.st_ino}"


def _code(package: str) -> str:
    """The hashes that an installer noted of a *package*; of a checkout, when each file changed.

    Different states of one release may be installed from a repository.
    """
    name = os.path.basename(package)
    try:
        with open(_record(package), encoding="utf-8") as file:
            hashes = [line for line in file if line.startswith(f"{name}/") and ",sha256=" in line]
    except OSError:
        hashes = []
    return "".join(sorted(hashes) or _changes(package))


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
    """The release of LibCST. To import it, or ``importlib.metadata``, would take too long."""
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
