"""Which files import a module, as their import statements show unparsed."""

from __future__ import annotations

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.unparsed import import_statements, words_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_ckpt.source import Source

    Statement = tuple[str, tuple[str, ...]]
    """Where a statement imports from, empty for ``import …``, and the words behind ``import``."""


_SOURCE_FOLDERS = ("", "src/", "lib/", "python/")
"""Where packages stand below the folder of a project."""


def parts(path: str) -> list[str]:
    """The parts of a file's module name, from the folder that its path begins in."""
    found = [part for part in path.removesuffix(".py").split("/") if part not in ("", ".")]
    return found[:-1] if found and found[-1] == "__init__" else found


def stem(path: str) -> str:
    """The last part of a file's module name: ``train`` of ``a/train.py``, ``a`` of ``a/__init__.py``."""
    own = parts(path)
    return own[-1] if own else ""


def joined(origin: str, name: str) -> str:
    """The dotted name of *name* in the module *origin*, which may be dots alone."""
    return f"{origin}{name}" if origin.endswith(".") else f"{origin}.{name}"


def means(path: str, imported: str, module: str, holds: Callable[[str], bool]) -> bool:
    """Whether the module name *imported*, as the file at *path* writes it, is the file at *module*.

    An absolute name fits any file whose path ends in it, but for one where the importing file has one
    of that name beside it; *holds* says whether the project has a file.
    """
    wanted = _wanted(imported)
    own = parts(module)
    if imported.startswith("."):
        return own == _resolved(path, imported)
    if not wanted or own[-len(wanted) :] != wanted:
        return False
    beside = _beside(path, wanted)
    return beside == module or not holds(beside)


def file_meant(path: str, imported: str, beside: str, holds: Callable[[str], bool]) -> str | None:
    """The file of the project that the module name *imported* means in the file at *path*.

    An absolute name is looked for in the folders above that file, and above the one at *beside*.
    """
    dots = len(imported) - len(imported.lstrip("."))
    wanted = "/".join(part for part in imported.split(".") if part)
    folder = path.split("/")[:-1]
    if dots:
        starts = ["/".join(folder[: len(folder) - dots + 1])] if dots <= len(folder) + 1 else []
    else:
        above = beside.split("/")[:-1]
        starts = ["/".join(folder[:depth]) for depth in range(len(folder), -1, -1)]
        starts += ["/".join(above[:depth]) for depth in range(len(above), -1, -1)]
    for start in dict.fromkeys(starts):
        for between in ("",) if dots else _SOURCE_FOLDERS:
            place = "/".join(part for part in (start, f"{between}{wanted}") if part)
            for file in (f"{place}.py", f"{place}/__init__.py" if place else "__init__.py"):
                if holds(file):
                    return file
    return None


def may_import(path: str, text: str, module: str, name: str, holds: Callable[[str], bool]) -> bool:
    """Whether the file at *path* imports *name* from the file at *module*, or that file itself.

    Somewhere in its imports stands the name of the file.
    """
    return stem(module) in text and _imports(path, ImportsOf(text), module, name, holds)


def _imports(path: str, imports: ImportsOf, module: str, name: str, holds: Callable[[str], bool]) -> bool:
    if stem(module) not in imports.words:
        return False
    for origin, words in imports.statements:
        if origin and (name in (origin, *words) or "*" in words) and means(path, origin, module, holds):
            return True
        if any(means(path, joined(origin, word) if origin else word, module, holds) for word in words):
            return True
    return False


class ImportsOf:
    """The import statements of one text.

    Attributes:
        statements: in order.
        words: all words in them.
    """

    __slots__ = ("statements", "words")

    def __init__(self, text: str) -> None:
        self.statements: list[Statement] = []
        statements = import_statements(text)
        self.words: set[str] = words_in(statements)
        for statement in statements:
            words = statement.replace("(", " ").replace(",", " ").split()
            if words[0] == "import":
                self.statements.append(("", tuple(words[1:])))
            else:
                self.statements.append((words[1], tuple(words[3:])))

    def modules(self) -> Iterator[str]:
        """The dotted names of all that may be a module here."""
        for origin, words in self.statements:
            if origin:
                yield origin
            yield from (joined(origin, word) if origin else word for word in words)


class Importers:
    """Which of the files at *paths* import a module or a word, each looked through once."""

    def __init__(
        self, paths: Sequence[str], load: Callable[[str], Source | None], holds: Callable[[str], bool]
    ) -> None:
        self._paths = paths
        self._load = load
        self._holds = holds

    @cached_property
    def _imports(self) -> dict[str, ImportsOf]:
        sources = ((path, self._load(path)) for path in self._paths)
        return {path: ImportsOf(source.text) for path, source in sources if source is not None}

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, imports in self._imports.items():
            for word in imports.words:
                found.setdefault(word, []).append(path)
        return found

    @cached_property
    def _by_module(self) -> dict[tuple[str, ...], dict[str, None]]:
        """The files that may import a module: by its parts where its name is whole, behind a dot where it may
        be the end of a longer one, and by its path where it is the file beside."""
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for path, imports in self._imports.items():
            for imported in set(imports.modules()):
                wanted = _wanted(imported)
                beside = _beside(path, wanted)
                if imported.startswith("."):
                    key = tuple(_resolved(path, imported))
                elif self._holds(beside):
                    key = ("/", beside)
                else:
                    key = (".", *wanted)
                found.setdefault(key, {})[path] = None
        return found

    def with_word(self, word: str) -> Sequence[str]:
        """The files with *word* in an import statement, in their order."""
        return self._by_word.get(word, ())

    def of(self, module: str, name: str) -> list[str]:
        """The files that import *name* from the file at *module*, or that file itself; sorted."""
        own = tuple(parts(module))
        keys = [own, ("/", module), *((".", *own[place:]) for place in range(len(own)))]
        candidates = {path for key in keys for path in self._by_module.get(key, ())}
        return [
            path
            for path in sorted(candidates)
            if _imports(path, self._imports[path], module, name, self._holds)
        ]


def _wanted(imported: str) -> list[str]:
    return [part for part in imported.split(".") if part]


def _resolved(path: str, imported: str) -> list[str]:
    """The parts of the module that a name with dots before it means in the file at *path*."""
    dots = len(imported) - len(imported.lstrip("."))
    folder = [part for part in path.split("/")[:-1] if part not in ("", ".")]
    return folder[: len(folder) - dots + 1] + _wanted(imported)


def _beside(path: str, wanted: Sequence[str]) -> str:
    return "/".join([*path.split("/")[:-1], *wanted]) + ".py"
