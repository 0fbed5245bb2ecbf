"""Modules of this package, found without looking for them: a command imports some hundred small ones.

Python's own finders ask each other, each folder of a path and each kind of file: 0.1 ms a module. A module of
this package can only be in one place, and its compiled code is taken where it is that of its source, by the
same figures that Python compares. Whatever is not as expected is left to Python.
"""

from __future__ import annotations

import os
import sys
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

_PACKAGE = __name__.partition(".")[0]
_BELOW = f"{_PACKAGE}."
_MOST = 1 << 16
"""Bytes that are read at once: hardly any module has more."""
_BINARY: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_HEAD = 16
"""Bytes before the code in a compiled file (PEP 552): a number for the release of Python, flags, and the time
and the size of the source."""


def install() -> None:
    """Let this process find the modules of the package in this way, if it is a usual installation."""
    package = sys.modules[_PACKAGE]
    spec, tag = package.__spec__, sys.implementation.cache_tag
    if spec is None or type(spec.loader).__name__ != "SourceFileLoader" or not spec.origin:
        return
    if not tag or sys.flags.optimize or not spec.cached:
        return
    root = spec.origin[: -len("__init__.py")]
    folder, suffix = "__pycache__/", f".{tag}.pyc"
    if spec.cached != f"{root}{folder}__init__{suffix}":  # PYTHONPYCACHEPREFIX, or another separator
        return
    try:
        with open(spec.cached, "rb") as file:
            number = file.read(4)
    except OSError:
        return
    sys.meta_path.insert(0, Finder(root, suffix, number + bytes(4), type(spec), type(spec.loader)))


class Finder:
    """Finds the modules of the package in the folder *root*, whose compiled files begin with *head*."""

    def __init__(
        self,
        root: str,
        suffix: str,
        head: bytes,
        spec: type[ModuleSpec],
        ordinary: Callable[[str, str], object],
    ) -> None:
        self._root = root
        self._suffix = suffix
        self._head = head
        self._spec = spec
        self._ordinary = ordinary

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, with its code; ``None`` where Python is to look for it."""
        if not path or not name.startswith(_BELOW):
            return None
        folder, _, last = name[len(_BELOW) :].replace(".", "/").rpartition("/")
        folder = f"{self._root}{folder}/" if folder else self._root
        found = self._code(f"{folder}{last}.py", f"{folder}__pycache__/{last}{self._suffix}")
        inside = None
        if found is None:
            inside = f"{folder}{last}"
            found = self._code(f"{inside}/__init__.py", f"{inside}/__pycache__/__init__{self._suffix}")
            if found is None:
                return None
        code, source, cached = found
        loader = Loader(code, self._ordinary(name, source))
        spec = self._spec(name, loader, origin=source, is_package=inside is not None)  # type: ignore[arg-type]
        spec.has_location, spec.cached = True, cached
        if inside is not None:
            spec.submodule_search_locations = [inside]
        return spec

    def _code(self, source: str, cached: str) -> tuple[CodeType, str, str] | None:
        try:
            status = os.stat(source)
            file = os.open(cached, os.O_RDONLY | _BINARY)  # a file object takes twice as long
        except OSError:
            return None
        try:
            data = part = os.read(file, _MOST)
            while len(part) == _MOST:
                part = os.read(file, _MOST)
                data += part
        except OSError:
            return None
        finally:
            os.close(file)
        figures = (int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)
        told = b"".join(figure.to_bytes(4, "little") for figure in figures)
        if data[:_HEAD] != self._head + told:
            return None
        code: CodeType = loads(memoryview(data)[_HEAD:])
        _fix_co_filename(code, source)
        return code, source, cached


class Loader:
    """Runs code that was found; all else that a module is asked for its *ordinary* loader tells."""

    def __init__(self, code: CodeType, ordinary: object) -> None:
        self._code = code
        self._ordinary = ordinary

    def create_module(self, spec: ModuleSpec) -> None:
        """The module is made as for any other."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill a module."""
        assert module.__spec__ is not None
        module.__loader__ = module.__spec__.loader = self._ordinary  # type: ignore[assignment]
        exec(self._code, module.__dict__)
