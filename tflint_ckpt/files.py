"""Arguments to files: what is named is taken, folders are walked without what is excluded or ignored.

What git ignores is left out as far as the repository says it: every ``.gitignore`` and
``.git/info/exclude``. The user's own list, ``core.excludesFile``, is not read, though Ruff and ripgrep
do: what is linted would then hang on whose machine it is, and a commit that passes here fail in CI.
"""

from __future__ import annotations

import os
import stat

from tflint_ckpt import looks
from tflint_ckpt.gitignore import Patterns
from tflint_ckpt.paths import relative
from tflint_ckpt.settings import DEFAULT_EXCLUDE, FILE_NAMES, ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tflint_ckpt.settings import Settings

    Scoped = tuple[Patterns, str]

SUFFIXES = (".py", ".pyi", ".ipynb")
"""What a walk takes; a file that is named is taken whatever its suffix."""

_MODELS = (".keras", ".h5", ".hdf5")
"""Files of models and weights, of which a project may ship some."""

EXCLUDED_FOLDERS = frozenset(DEFAULT_EXCLUDE)
"""Folders a walk does not enter, at any depth, unless ``exclude`` is set."""


class Collected:
    """What the arguments came to.

    Attributes:
        files: the paths to lint, as the user would write them, with forward slashes, in order.
        problems: one line each for an argument or folder that cannot be used.
    """

    __slots__ = ("files", "problems")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.problems: list[str] = []


def collect(paths: Iterable[str], settings: Settings) -> Collected:
    """The files that *paths* stand for, each once however many ways lead to it.

    As in Ruff, what is named is taken even if it is excluded or ignored, unless ``force_exclude`` says
    otherwise; exclusion is for what a walk meets. Each folder goes by the configuration file nearest to it,
    whether it is entered by that of the folder above. A walk follows links to files but not to folders: those
    often lead to data outside the project, or round in a circle. Hard links are files of their own: a fix
    gives each its own content. Raises ``ConfigError`` for a pattern that is none, and where the configuration
    file nearest to one of the files cannot be used.
    """
    collected = Collected()
    found = _Found()
    for path in paths:
        shown = _shown(path)
        looks.kind(path)
        try:
            status = os.stat(path)
            mode = status.st_mode
        except (FileNotFoundError, NotADirectoryError):
            collected.problems.append(f"{shown or repr(path)}: no such file or folder")
        except OSError as error:
            collected.problems.append(f"{shown}: cannot be read: {error.strerror or error}")
        else:
            if settings.force_exclude and _is_excluded(path, settings, folder=stat.S_ISDIR(mode)):
                continue
            if stat.S_ISDIR(mode):
                collected.problems += _walk(path, shown, settings, found)
            elif stat.S_ISREG(mode):
                looks.measured(path, status)  # of two names of one file only one is read
                found.add(shown, os.path.realpath(path))
            else:  # opening a pipe would wait for its other end
                collected.problems.append(f"{shown}: is neither a file nor a folder")
    collected.files = found.shown()
    for path in collected.files:
        settings.of(path)
    return collected


class _Found:
    """The files so far by their real path."""

    __slots__ = ("_paths",)

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}

    def add(self, shown: str, real: str) -> None:
        """Take a file; of two ways to it the one without links is shown, else the first in order."""
        other = self._paths.get(real)
        if other is None or _rank(shown, real) < _rank(other, real):
            self._paths[real] = shown

    def shown(self) -> list[str]:
        return sorted(self._paths.values())


def _rank(shown: str, real: str) -> tuple[bool, str]:
    return os.path.abspath(shown) != real, shown


class _Folder:
    """A folder to read.

    ``shown`` is what goes before the names in it. ``ignored`` and ``excluded`` are the patterns that
    hold in it, the nearest last, each with the way from where the patterns are written to this folder;
    ``settings`` are those that ``excluded`` is of (``None``: those by default).
    """

    __slots__ = ("excluded", "ignored", "path", "real", "settings", "shown")

    def __init__(
        self,
        path: str,
        shown: str,
        real: str,
        ignored: list[Scoped],
        excluded: list[Scoped],
        settings: Settings | None,
    ) -> None:
        self.path = path
        self.shown = shown
        self.real = real
        self.ignored = ignored
        self.excluded = excluded
        self.settings = settings

    def leaves_out(self, name: str) -> bool:
        """Whether an entry, a folder's name with a slash at its end, is ignored or excluded."""
        if _verdict(self.ignored, name):
            return True
        excluded = _verdict(self.excluded, name)
        return _by_default(name, self.settings) if excluded is None else excluded

    def configure(self, settings: Settings) -> None:
        """Go by the configuration file nearest to this folder, where it has one of its own."""
        own = settings.of(os.path.join(self.path, ""))
        if own is not self.settings:
            self.settings, self.excluded = own, _excluded(own, self.path)

    def child(self, name: str) -> _Folder:
        return _Folder(
            os.path.join(self.path, name),
            f"{self.shown}{name}/",
            os.path.join(self.real, name),
            [(spec, f"{way}{name}/") for spec, way in self.ignored],
            [(spec, f"{way}{name}/") for spec, way in self.excluded],
            self.settings,
        )


def _walk(path: str, shown: str, settings: Settings, found: _Found) -> list[str]:
    """Add the files in and below a folder that was named; returns what could not be read."""
    problems: list[str] = []
    own = settings.of(os.path.join(path, ""))
    start = _Folder(
        path,
        f"{shown}/" if shown.strip("/") else shown,
        os.path.realpath(path),
        _ignored_above(path),
        _excluded(own, path),
        own,
    )
    for folder, entry in _entries(start, lambda name: name.endswith(SUFFIXES), problems, settings=settings):
        real = os.path.realpath if entry.is_symlink() else os.fspath
        found.add(folder.shown + entry.name, real(os.path.join(folder.real, entry.name)))
    return problems


def tracked(
    path: str,
    takes: Callable[[str], bool],
    *,
    most: int,
    stops_at: Sequence[str] = (),
    deep: bool = True,
    shipped: dict[str, os.DirEntry[str]] | None = None,
) -> list[tuple[str, os.DirEntry[str]]] | None:
    """The files whose names *takes* takes, in and (if *deep*) below the folder at *path*, in no order.

    Each with its path from *path*, with forward slashes. What git ignores and what a walk never enters is
    left out, as for a folder that is named; so are folders below that hold an entry of a name in *stops_at*.
    ``None`` where there are more than *most* files and folders of any kind.

    Adds to *shipped* each folder with a file of any name that is not left out, by its path with a slash at
    its end (empty for the folder at *path*), and one of its files; and each file of a model, by its path.
    """
    start = _Folder(path, "", path, _ignored_above(path), [], None)
    left = [most]
    found = []
    for folder, entry in _entries(start, takes, [], left=left, stops_at=stops_at, deep=deep, shipped=shipped):
        found.append((folder.shown + entry.name, entry))
    return found if left[0] >= 0 else None


def _entries(
    start: _Folder,
    takes: Callable[[str], bool],
    problems: list[str],
    *,
    settings: Settings | None = None,
    left: list[int] | None = None,
    stops_at: Sequence[str] = (),
    deep: bool = True,
    shipped: dict[str, os.DirEntry[str]] | None = None,
) -> Iterator[tuple[_Folder, os.DirEntry[str]]]:
    """The files of a walk that begins with the folder *start*, each with its folder.

    With *settings* each folder leaves out what is excluded by the configuration file nearest to it.
    Adds to *problems* what could not be read, and to *shipped* what :func:`tracked` says. The walk ends when
    there were more entries than the number in *left*, which counts down.
    """
    pending = [start]
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(folder.path))
        except OSError as error:
            looks.listed(folder.path, None)
            name = folder.shown.rstrip("/") or folder.path
            problems.append(f"{name}: cannot be read: {error.strerror or error}")
            continue
        looks.listed(folder.path, entries)
        if left is not None:
            left[0] -= len(entries)
            if left[0] < 0:
                return
        names = {entry.name for entry in entries}
        if folder is not start and (_is_made(names) or not names.isdisjoint(stops_at)):
            continue
        if folder is not start and ".git" in names:
            # a repository in a repository has rules of its own
            folder.ignored = _patterns(_exclude_file(folder.path), folder.path, folder.path)
        if ".gitignore" in names:
            gitignore = os.path.join(folder.path, ".gitignore")
            folder.ignored = [*folder.ignored, *_patterns(gitignore, folder.path, folder.path)]
        if settings is not None and folder is not start and not names.isdisjoint(FILE_NAMES):
            folder.configure(settings)
        if shipped is not None:
            kept = _kept(folder, entries)
            if kept is not None:
                shipped[folder.shown] = kept
            for entry in entries:
                if entry.name.endswith(_MODELS) and _is_file(entry) and not folder.leaves_out(entry.name):
                    shipped[folder.shown + entry.name] = entry
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if deep and not folder.leaves_out(f"{entry.name}/"):
                    pending.append(folder.child(entry.name))
            elif takes(entry.name) and _is_file(entry) and not folder.leaves_out(entry.name):
                yield folder, entry


def _is_made(names: set[str]) -> bool:
    """Whether a folder of files with these names is no source: an environment, or pages made by Sphinx."""
    return "pyvenv.cfg" in names or ("searchindex.js" in names and "objects.inv" in names)


def _kept(folder: _Folder, entries: list[os.DirEntry[str]]) -> os.DirEntry[str] | None:
    """A file of *folder* that git would track, of any name; ``None`` where there is none."""
    # Beside much data that is ignored, what keeps the folder mostly is ``.gitkeep`` or ``.gitignore``.
    for entry in sorted(entries, key=lambda entry: not entry.name.startswith(".")):
        if entry.is_dir(follow_symlinks=False) or not _is_file(entry) or folder.leaves_out(entry.name):
            continue
        return entry
    return None


def _is_excluded(path: str, settings: Settings, *, folder: bool) -> bool:
    """Whether ``--force-exclude`` leaves out what was named."""
    from tflint_ckpt.excluded import is_excluded

    return is_excluded(path, settings.of(os.path.abspath(path)), folder=folder)


def _excluded(settings: Settings, path: str) -> list[Scoped]:
    """The patterns of *settings* that exclude, seen from the folder at *path*."""
    if settings.exclude == DEFAULT_EXCLUDE and not settings.extend_exclude:
        return []
    from tflint_ckpt.excluded import pattern_lists

    return [_scoped(patterns, root, path) for patterns, root in pattern_lists(settings)]


def _by_default(name: str, settings: Settings | None) -> bool:
    """Whether what no pattern speaks of is left out: a folder, whose name has a slash at its end."""
    is_default = settings is None or settings.exclude == DEFAULT_EXCLUDE
    return is_default and name.endswith("/") and name[:-1] in EXCLUDED_FOLDERS


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return looks.is_file_entry(entry)
    except OSError:  # a link that leads to itself
        return False


def _verdict(scoped: list[Scoped], name: str) -> bool | None:
    """What the nearest patterns that say anything about an entry say; ``None`` where none does."""
    for patterns, way in reversed(scoped):
        include = patterns.check(way + name)
        if include is not None:
            return include
    return None


def _ignored_above(path: str) -> list[Scoped]:
    """The patterns of the repository that hold in the folder at *path* from above, the nearest last."""
    found: list[Scoped] = []
    folder = os.path.abspath(path)
    while not looks.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []  # no repository
        folder = parent
        found[:0] = _patterns(os.path.join(folder, ".gitignore"), folder, path)
    return [*_patterns(_exclude_file(folder), folder, path), *found]


def _exclude_file(root: str) -> str:
    """Where the repository at *root* keeps patterns that are in no commit; see gitrepository-layout(5).

    In a worktree or submodule ``.git`` is a file that says where the repository is, and what worktrees
    share is named in ``commondir``.
    """
    folder = os.path.join(root, ".git")
    place = _lines(folder)[:1]
    if place and place[0].startswith("gitdir: "):
        folder = os.path.join(root, place[0].removeprefix("gitdir: "))
    shared = _lines(os.path.join(folder, "commondir"))[:1]
    return os.path.join(folder, *shared, "info", "exclude")


def _patterns(file: str, folder: str, path: str) -> list[Scoped]:
    """The patterns in *file*, written for *folder*, seen from the folder at *path* in or below it."""
    patterns = [line for line in _lines(file) if _is_pattern(line)]
    return [_scoped(patterns, folder, path)] if patterns else []


def _lines(path: str) -> list[str]:
    """The lines of a file of git's; none where it cannot be read."""
    try:
        if not looks.is_file(path):
            return []  # opening a pipe would wait for its other end
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            looks.opened(path, file.fileno())
            return file.read().split("\n")
    except OSError:
        looks.not_opened(path)
        return []


def _is_pattern(line: str) -> bool:
    """Whether a line of a ``.gitignore`` is a pattern; git passes over those that are malformed."""
    try:
        return not line.startswith("#") and line.strip() != "" and _compiled([line]) is not None
    except ConfigError:
        return False


def _scoped(patterns: Sequence[str], root: str, path: str) -> Scoped:
    """*patterns*, written in *root*, for a walk that starts at *path*, and the way from one to the other.

    A folder that is named is walked even if a pattern leaves it out, so such a pattern is dropped.
    """
    way = relative(path, root)
    if not way:
        return _compiled(patterns), ""
    way += "/"
    return _compiled([pattern for pattern in patterns if not _compiled([pattern]).leave_out(way)]), way


def _compiled(patterns: Sequence[str]) -> Patterns:
    try:
        return Patterns(patterns)
    except ValueError as error:
        raise ConfigError(f"not a gitignore pattern: {error}") from None


def _shown(path: str) -> str:
    """*path* as the user would write it: forward slashes, no ``./``, nothing doubled."""
    parts = path.replace(os.sep, "/").split("/")
    start = "/" if parts[0] == "" and len(parts) > 1 else ""
    return start + "/".join(part for part in parts if part not in ("", "."))
