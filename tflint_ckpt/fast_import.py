"""Modules of this package, imported without looking for them: a command needs more than a hundred small ones.

Python's own finders ask each other, each folder of a path and each kind of file. A module of this package can
only be in one place, and its compiled code is taken where it is that of its source, by the same figures that
Python compares. What surrounds a finder (locks, and a specification for each question) takes several times as
long as a small module itself, so the ``import`` statements of the modules that were found do not ask Python
when they name another module of the package. Whatever is not as expected is left to Python.
"""

from __future__ import annotations

import _collections_abc
import builtins
import os
import sys
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from _thread import _count as other_threads
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

_PACKAGE = __name__.partition(".")[0]
_BELOW = f"{_PACKAGE}."
_MOST = 1 << 16
"""Bytes that are read at once: hardly any module has more."""
_BINARY: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_MOST_KNOWN = 1_000
"""Statements that only ask for a module again, after which nearly all are there: Python does that faster."""
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
    importer = Importer(root, suffix, number + bytes(4), type(spec), type(spec.loader))
    sys.meta_path.insert(0, Finder(importer))


class Importer:
    """Imports the modules of the package in the folder *root*, whose compiled files begin with *head*."""

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
        self._module: type[ModuleType] = type(sys)
        self.builtins = {**vars(builtins), "__import__": self._import}
        """Those of Python, but for what an ``import`` statement calls; in the end that, too."""
        self._known = 0

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> object:
        """As ``__import__``."""
        if name == "collections.abc" and fromlist:
            return _collections_abc  # which it is; ``collections`` itself makes named tuples: 1 ms
        if fromlist and not level and (name.startswith(_BELOW) or name == _PACKAGE):
            module = sys.modules.get(name)
            if module is not None:
                self._known += 1
                if self._known == _MOST_KNOWN:
                    self.builtins["__import__"] = builtins.__import__
            else:
                module = self.load(name)
            if module is not None:
                names = module.__dict__
                for each in fromlist:
                    if each not in names and ("__path__" not in names or self.load(f"{name}.{each}") is None):
                        break
                else:
                    return module
        return builtins.__import__(name, globals, locals, fromlist, level)

    def load(self, name: str) -> ModuleType | None:
        """The module *name*, imported now; ``None`` where Python is to import it."""
        if other_threads():  # two could import one module: Python has locks for that
            return None
        above, _, last = name.rpartition(".")
        parent = sys.modules.get(above) or self.load(above)
        found = self.find(name) if parent is not None else None
        if found is None:
            return None
        code, spec = found
        module = self._module(name)
        names = module.__dict__
        names["__builtins__"] = self.builtins
        names["__loader__"] = spec.loader = self._ordinary(name, spec.origin)  # type: ignore[arg-type,assignment]
        names["__spec__"] = spec
        names["__package__"] = above
        names["__file__"] = spec.origin
        names["__cached__"] = spec.cached
        if spec.submodule_search_locations is not None:
            names["__package__"] = name
            names["__path__"] = spec.submodule_search_locations
        sys.modules[name] = module
        try:
            exec(code, names)
        except BaseException:
            del sys.modules[name]
            raise
        setattr(parent, last, module)
        return module

    def find(self, name: str) -> tuple[CodeType, ModuleSpec] | None:
        """The code of a module, and where it is, yet without a loader."""
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
        spec = self._spec(name, None, origin=source, is_package=inside is not None)
        spec.has_location, spec.cached = True, cached
        if inside is not None:
            spec.submodule_search_locations = [inside]
        return code, spec

    def ordinary(self, spec: ModuleSpec) -> object:
        """What loads a module usually."""
        assert spec.origin is not None
        return self._ordinary(spec.name, spec.origin)

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


class Finder:
    """Finds the modules of the package for what is not one of them, or asks by name."""

    def __init__(self, importer: Importer) -> None:
        self._importer = importer

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, with its code; ``None`` where Python is to look for it."""
        if not path or not name.startswith(_BELOW):
            return None
        found = self._importer.find(name)
        if found is None:
            return None
        code, spec = found
        spec.loader = Loader(code, self._importer)  # type: ignore[assignment]
        return spec


class Loader:
    """Runs code that was found; all else that a module is asked for its ordinary loader tells."""

    def __init__(self, code: CodeType, importer: Importer) -> None:
        self._code = code
        self._importer = importer

    def create_module(self, spec: ModuleSpec) -> None:
        """The module is made as for any other."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill a module."""
        spec = module.__spec__
        assert spec is not None
        module.__loader__ = spec.loader = self._importer.ordinary(spec)  # type: ignore[assignment]
        module.__dict__["__builtins__"] = self._importer.builtins
        exec(self._code, module.__dict__)
