"""One look through a project: which files set ``TF_USE_LEGACY_KERAS``, and what its modules import."""

from __future__ import annotations

import os

from tflint_ckpt import looks
from tflint_ckpt.evidence import flags
from tflint_ckpt.evidence.in_file import addons_source
from tflint_ckpt.evidence.modules import may_say, said
from tflint_ckpt.evidence.one_command import only_for
from tflint_ckpt.evidence.source import Source
from tflint_ckpt.evidence.text import decoded, line_at, read_file
from tflint_ckpt.files import EXCLUDED_FOLDERS
from tflint_ckpt.paths import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Marks = dict[str, tuple[bool, bool, bool]]
    """What was found in folders: a repository, what makes a project, and a configuration of ours."""

ROOTS = (".git", "pyproject.toml", "setup.py", "setup.cfg")
"""A folder that has one of these is a project's."""
OWN = "tflint-ckpt.toml"
"""And one with this, where no folder above is: a folder of a project may have one for its files alone."""
_MOST_ENTRIES = 50_000
_MOST_ENTRIES_OF_ANY_FOLDER = 5_000
"""Where nothing says that it is a project: it may be somebody's home."""
_MOST_BYTES = 64_000_000
"""Of all files that are read; what lies behind is not looked at."""
_MOST_IN_FILE = 1_000_000
_FOREIGN = frozenset({"pyvenv.cfg", "conda-meta", ".git"})
_BY_MODULES = 5
"""The rank of what modules say of themselves, behind all that sets the variable for others."""
_TESTS = ("conftest.py",)
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})
"""What is set there is set for the tests."""
_ENOUGH = {"tf_keras": 10, "TF_USE_LEGACY_KERAS": 10, "tensorflow_addons": 20}
"""One module of so many that says something decides for the whole project, fewer for their own folders.

An installed ``tensorflow_addons`` is there for all modules, so a smaller share will do.
"""

_ENOUGH_OF_ANY_FOLDER = 3
"""The same where nothing says that it is a project: its modules need not have to do with each other."""


class Word:
    """What one file says, and where that holds.

    Attributes:
        source: the place, and what it says.
        folder: the absolute path of the folder in and below which it holds, or of the one file.
        deep: whether it holds below that folder, too.
    """

    __slots__ = ("deep", "folder", "source")

    def __init__(self, source: Source, folder: str, *, deep: bool = True) -> None:
        self.source = source
        self.folder = folder
        self.deep = deep


class Places:
    """Words by where they hold, to find the nearest."""

    __slots__ = ("_by_folder",)

    def __init__(self, words: Iterable[Word]) -> None:
        self._by_folder: dict[str, list[Word]] = {}
        for word in words:
            self._by_folder.setdefault(word.folder, []).append(word)

    def nearest(self, folder: str, path: str = "") -> Source | None:
        """What decides for the files in *folder*, or for that at *path*."""
        if not self._by_folder:
            return None
        found = _first(self._by_folder.get(path, ())) or _first(self._by_folder.get(folder, ()))
        while found is None:
            above = os.path.dirname(folder)
            if above == folder:
                return None
            folder = above
            found = _first(word for word in self._by_folder.get(folder, ()) if word.deep)
        return found


def _first(words: Iterable[Word]) -> Source | None:
    """What is to be believed of what is said of the same place."""
    sources = [word.source for word in words]
    return min(sources, key=lambda source: (source.rank, source.place)) if sources else None


class Scan:
    """What the files in and below *root* say, as far as they were looked at.

    *is_project*: whether something says that it is one. Where it is not *deep*, only what starts something
    counts, in *root* and its usual folders for that.

    Attributes:
        legacy: what is said of ``tf.keras``.
        addons: the imports of ``tensorflow_addons``.
    """

    def __init__(self, root: str, *, is_project: bool = True, deep: bool = True) -> None:
        self._root = root
        self._is_project = is_project
        self._most_entries = _MOST_ENTRIES if is_project else _MOST_ENTRIES_OF_ANY_FOLDER
        self._modules = 0
        self._few: dict[str, list[tuple[str, int, bool]]] = {word: [] for word in _ENOUGH}
        self.legacy: list[Word] = []
        self.addons: list[Word] = []
        self._look(deep=deep)
        if deep:
            self._count()
        self._explicit = Places(word for word in self.legacy if word.source.rank < _BY_MODULES)
        self._places, self._addons = Places(self.legacy), Places(self.addons)

    def _look(self, *, deep: bool) -> None:
        entries = size = 0
        pending = [self._root]
        while pending:
            folder = pending.pop(0)
            names, folders = _listed(folder, is_root=folder == self._root)
            entries += len(names) + len(folders)
            way = os.path.relpath(folder, self._root).replace(os.sep, "/")
            for name in names:
                rank = None if name.endswith(".py") else flags.rank_of_file(name, way)
                if rank is None and not name.endswith(".py"):
                    continue
                path = os.path.join(folder, name)
                data = read_file(path, _MOST_IN_FILE) or b""
                size += len(data)
                if rank is not None:
                    self._script(path, way, rank, data)
                else:
                    self._module(path, way, data)
            if entries > self._most_entries or size > _MOST_BYTES:
                return
            pending += (
                folders if deep else [each for each in folders if os.path.basename(each) in flags.USUAL]
            )

    def _script(self, path: str, way: str, rank: int, data: bytes) -> None:
        if flags.WORD.encode() not in data:
            return
        text = flags.unprinted(decoded(data))
        places = list(flags.places(text))
        if (found := flags.agreed(places)) is None:
            return
        names = only_for(text, [place for place, _ in places])
        kind = flags.WORD if names is None else f"{flags.WORD}, for this command"
        source = Source(f"{shown(path)}:{line_at(text, found[0])} ({kind})", legacy=found[1], rank=rank)
        owners = [self._owner(way)] if names is None else self._files(names, os.path.dirname(path), way)
        self.legacy += (Word(source, each) for each in owners)

    def _files(self, names: list[str], folder: str, way: str) -> list[str]:
        """The files, folders and modules of the project that a script in *folder* calls by *names*."""
        found = set()
        for base in (folder, self._owner(way), self._root):
            for name in names:
                path = os.path.normpath(os.path.join(base, *name.split("/")))
                each = next((each for each in (path, f"{path}.py") if looks.exists(each)), "")
                if _is_below(each, self._root):
                    found.add(each)
        return sorted(found)

    def _owner(self, way: str) -> str:
        """The folder that a script at the end of *way* is about."""
        parts = [] if way == "." else way.split("/")
        usual = [number for number, part in enumerate(parts) if part.lower() in flags.USUAL]
        return os.path.join(self._root, *parts[: usual[0]] if usual else parts)

    def _module(self, path: str, way: str, data: bytes) -> None:
        self._modules += 1
        if not may_say(data) or (found := said(decoded(data))) is None:
            return
        name, folder = os.path.basename(path), os.path.dirname(path)
        is_test = name.startswith("test_") or name.endswith("_test.py")
        if found.flag is not None and not is_test:
            line, yes = found.flag
            source = Source(f"{shown(path)}:{line} ({flags.WORD})", legacy=yes, rank=1)
            if name in _TESTS or _TEST_FOLDERS.intersection(way.lower().split("/")):
                source.rank = 4
                self.legacy.append(Word(source, folder))
            elif found.starts:
                self.legacy.append(Word(source, self._project_of(folder)))
            elif name == "__init__.py":
                self.legacy.append(Word(source, folder))
            else:
                self._few[flags.WORD].append((path, line, yes))
                self.legacy += (Word(source, each) for each in self._packages(found.imports, folder))
        if found.tf_keras:
            self._few["tf_keras"].append((path, found.tf_keras, True))
        if found.addons:
            self._few["tensorflow_addons"].append((path, found.addons, True))

    def _packages(self, imports: set[str], folder: str) -> list[str]:
        """The folders of the project that a script in *folder* imports: they run in the same process."""
        found = {os.path.join(base, name) for base in (self._root, folder) for name in imports}
        return sorted(each for each in found if looks.is_folder(each))

    def _project_of(self, folder: str) -> str:
        """The nearest folder, from *folder* up to the root, that is a project's."""
        while folder != self._root and _is_below(folder, self._root):
            if any(looks.exists(os.path.join(folder, name)) for name in ROOTS):
                return folder
            folder = os.path.dirname(folder)
        return self._root

    def _count(self) -> None:
        """Judge what single modules say by how many of them say it."""
        own = os.path.join(self._root, "tf_keras")
        if looks.is_folder(own) or looks.is_file(f"{own}.py"):
            del self._few["tf_keras"]  # another of that name
        for word, places in self._few.items():
            enough = _ENOUGH[word] if self._is_project else _ENOUGH_OF_ANY_FOLDER
            many = len(places) * enough >= self._modules
            for path, line, yes in places:
                share = f", in {len(places)} of {self._modules} modules" if self._modules > 1 else ""
                place = f"{shown(path)}:{line} ({word}{share})"
                folder = os.path.dirname(path)
                words = self.addons if word == "tensorflow_addons" else self.legacy
                if word == "tensorflow_addons":
                    source = addons_source(place, weak=not many)
                else:
                    source = Source(place, legacy=yes, rank=_BY_MODULES, weak=not many)
                # At the root stand scripts that need not have to do with each other.
                only_itself = not many and folder == self._root
                words.append(Word(source, path if only_itself else folder, deep=not only_itself))
                if many and folder != self._root:
                    words.append(Word(source, self._root))

    def legacy_in(self, folder: str, path: str = "") -> Source | None:
        """What decides on ``tf.keras`` of the file *path* in *folder*: the nearest that sets the variable.

        Where none does, the nearest import of ``tf_keras``.
        """
        return self._explicit.nearest(folder, path) or self._places.nearest(folder)

    def addons_in(self, folder: str) -> Source | None:
        """The import of ``tensorflow_addons`` that counts for the files in *folder*."""
        return self._addons.nearest(folder)


def root_of(folder: str, known: Marks | None = None) -> tuple[str, bool]:
    """The root of the project that *folder* is in, and whether something says that it is one.

    That is the repository, else the nearest folder upward that a project's file is in, else what the
    package of *folder* is in. *known* is what was seen on the way from others.
    """
    known = known if known is not None else {}
    nearest = configured = None
    above, last = folder, ""
    while above != last:
        if above not in known:
            known[above] = _marks(above)
        is_repository, is_project, is_configured = known[above]
        if is_repository:
            return above, True
        if nearest is None and is_project:
            nearest = above
        if is_configured:
            configured = above
        above, last = os.path.dirname(above), above
    if nearest or configured:
        return nearest or configured or "", True
    while looks.exists(os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder, False


def _marks(folder: str) -> tuple[bool, bool, bool]:
    is_project = any(looks.exists(os.path.join(folder, name)) for name in ROOTS)
    return (
        is_project and looks.exists(os.path.join(folder, ".git")),
        is_project,
        looks.exists(os.path.join(folder, OWN)),
    )


def is_shared(folder: str) -> bool:
    """Whether *folder* holds things that have nothing to do with each other: scripts there speak for no one.

    The home of the user, the system's folder for temporary files, the root of the file system and what
    stands in it.
    """
    parent = os.path.dirname(folder)
    temporary = os.environ.get("TMPDIR") or os.environ.get("TEMP") or "/tmp"
    named = {os.path.realpath(os.path.expanduser("~")), os.path.realpath(temporary), "/var/tmp"}
    return parent in (folder, os.path.dirname(parent)) or os.path.realpath(folder) in named


def upward(folder: str) -> Iterator[str]:
    """*folder* and those above it, up to the repository's root, or all where there is none."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or looks.exists(os.path.join(folder, ".git")):
            return
        folder = parent


def _listed(folder: str, *, is_root: bool) -> tuple[list[str], list[str]]:
    """The names of the files in a folder, and the folders in it that are looked at, in order.

    Nothing of one below the root that is an environment, or a repository of its own.
    """
    names, folders = [], []
    try:
        with os.scandir(folder) as opened:
            entries = list(opened)
            looks.listed(folder, entries)
            for entry in entries:
                if entry.name in _FOREIGN and not is_root:
                    return [], []
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in EXCLUDED_FOLDERS:
                        folders.append(entry.path)
                elif looks.is_file_entry(entry):
                    names.append(entry.name)
    except (OSError, ValueError):
        looks.listed(folder, None)
        return [], []
    return sorted(names), sorted(folders)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)
