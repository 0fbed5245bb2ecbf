"""The files of a project that the run was not given: read for the sake of others, never linted or written."""

from __future__ import annotations

import os
import time

from tflint_ckpt import files, limits, looks
from tflint_ckpt.around.kinds import PYTHON, kind_of
from tflint_ckpt.around.names import as_named, as_shown
from tflint_ckpt.around.root import MARKERS, Root, Roots
from tflint_ckpt.around.words import Words, pieces
from tflint_ckpt.light_functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_ckpt.cache.database import FileState, KeptWords

MOST_ENTRIES = 200_000
"""Files and folders of any kind that are looked at for one project: two seconds."""
MOST_FILES, MOST_BYTES = 20_000, 100_000_000
"""Files that are searched, and bytes in them: some seconds, where nothing of them is kept."""
MOST_TEXT = 10_000_000
"""Bytes of a file that is neither a script nor a notebook; more than that is data."""
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again gets another time, on any file system."""


class Neighbour:
    """A file of a project that is not one of the run.

    Attributes:
        path: as it is shown, by which it can be opened.
        kind: one of those of :mod:`tflint_ckpt.around.kinds`.
        words: what it is searched by.
        content: the digest of its content; empty where nothing is kept.
    """

    __slots__ = ("content", "kind", "path", "words")

    def __init__(self, path: str, kind: str, words: Words, content: bytes) -> None:
        self.path = path
        self.kind = kind
        self.words = words
        self.content = content


class Around:
    """The projects of the files *named*, paths as shown; nothing is looked at before something is asked.

    *text_of* gives the text of a script or notebook with some content, or ``None``. What is read is kept
    in the folder *kept_in* from run to run, unless that is ``None``.
    """

    def __init__(
        self, named: Sequence[str], text_of: Callable[[str, bytes], str | None], kept_in: str | None
    ) -> None:
        self._named = named
        self._text_of = text_of
        self._kept_in = kept_in
        self._roots = Roots()
        self._holding: dict[tuple[str, tuple[str, ...]], list[Neighbour]] = {}

    # Questions

    def holding(self, word: str, kinds: tuple[str, ...] = (PYTHON,)) -> list[Neighbour]:
        """The files that may hold *word*, in no order; looked for once, as texts may be long."""
        found = self._holding.get((word, kinds))
        if found is None:
            found = [each for each in self._files if each.kind in kinds]
            for part in pieces(word):
                found = [each for each in found if part in each.words.tokens]
            self._holding[word, kinds] = found
        return found

    def importing(self, name: str) -> list[Neighbour]:
        """The Python files that may have *name* in an import statement, in no order."""
        return [each for each in self._files if each.kind == PYTHON and each.words.may_import(name)]

    def calling(self, method: str) -> list[Neighbour]:
        """The Python files that may call a method of that name, in no order."""
        return [each for each in self._files if each.kind == PYTHON and each.words.may_call(method)]

    def holds(self, path: str) -> bool:
        """Whether the file at *path*, as shown, is a Python file of a project."""
        return path in self._python

    def ships(self, folder: str, path: str) -> bool:
        """Whether the project of the file at *path* has a file that git would track in or below *folder*.

        Or whether *folder* is such a file itself, of a model.
        *folder* is relative, with forward slashes: to the root of the project or to the folder of the file.
        """
        here = os.path.dirname(os.path.abspath(path))
        root = self._roots.of(here).folder
        candidates = [os.path.normpath(os.path.join(base, folder)) for base in (root, here)]
        return any(self._walks.ships(each, root, here) for each in candidates)

    def text(self, path: str) -> str:
        """The text of a file that is not Python, as far as it is UTF-8; empty where it cannot be read."""
        try:
            with open(path, "rb") as file:
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""

    @property
    def is_known(self) -> bool:
        """Whether the files were looked for, since somebody asked."""
        return "_found" in self.__dict__

    @property
    def unsearched(self) -> str:
        """Why some file of a project was not searched; empty where all were."""
        return self._found[1]

    @property
    def newest(self) -> int:
        """When the file that changed last did, in nanoseconds since 1970."""
        return self._found[2]

    def command_folder(self, path: str) -> str:
        """The folder of the project of a file, as it is written behind a command: ``.`` for the current."""
        root = self._roots.of(os.path.dirname(os.path.abspath(path)))
        return os.path.abspath(root.folder) if os.path.isabs(path) else as_shown(root.folder) or os.curdir

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that the answers follow from: folders, and every file by its path and content."""
        from tflint_ckpt.digests import blake2b

        digest = blake2b(self.unsearched.encode(), digest_size=16)
        digest.update(self.folder_digest)
        for each in sorted(self._files, key=lambda each: each.path):
            for part in (each.path.encode("utf-8", "surrogatepass"), each.kind.encode(), each.content):
                digest.update(b"%d " % len(part) + part)
        return digest.digest()

    def contents(self) -> Iterator[tuple[str, str, bytes]]:
        """The path, the kind and the digest of the content of every file, in no order."""
        for each in self._files:
            yield each.path, each.kind, each.content

    @cached_property
    def folder_digest(self) -> bytes:
        """A digest of the folders that :meth:`ships` goes by."""
        from tflint_ckpt.digests import blake2b

        digest = blake2b(digest_size=16)
        for shown in sorted(self._walks.shown_folders()):
            name = shown.encode("utf-8", "surrogatepass")
            digest.update(b"%d " % len(name) + name)
        return digest.digest()

    @property
    def newest_folder(self) -> int:
        """When a file that shows a folder to be shipped changed last, in nanoseconds since 1970."""
        return self._walks.newest_folder

    # Finding and reading them

    @cached_property
    def _python(self) -> frozenset[str]:
        return frozenset(each.path for each in self._files if each.kind == PYTHON)

    @property
    def _files(self) -> list[Neighbour]:
        return self._found[0]

    @cached_property
    def _walks(self) -> _Walks:
        """What there is, before any of it is read."""
        walks = _Walks(self._named)
        folders = {os.path.dirname(os.path.abspath(path)): path for path in reversed(self._named)}
        for folder, path in sorted(folders.items(), key=lambda each: each[1]):
            root = self._roots.of(folder)
            if not walks.has(folder, root.folder):
                walks.walk(root, absolute=os.path.isabs(path))
            if not walks.has(folder):  # what git ignores there has its own folder only for a project
                walks.walk(Root(folder, marked=False), absolute=os.path.isabs(path))
        return walks

    @cached_property
    def _found(self) -> tuple[list[Neighbour], str, int]:
        """The files, why some were left out, and when the last one changed."""
        walks = self._walks
        found: list[Neighbour] = []
        for root_folder, candidates in walks.found.items():
            read = self._read(root_folder, {inside: each.state for inside, each in candidates.items()})
            for inside, candidate in candidates.items():
                if inside in read:
                    content, words = read[inside]
                    found.append(Neighbour(candidate.path, _kind(inside), words, content))
                else:
                    walks.give_up(f"{candidate.path} cannot be read")
        states = [each.state for candidates in walks.found.values() for each in candidates.values()]
        return found, walks.why, max((max(state[:2]) for state in states), default=0)

    def _read(self, root: str, states: dict[str, FileState]) -> dict[str, tuple[bytes, Words]]:
        """The content, as a digest, and the words of each file, by its path from *root*."""
        if self._kept_in is None:
            raw = {inside: _raw(os.path.join(root, inside)) for inside in states}
            return {inside: read for inside, read in raw.items() if read is not None}
        from tflint_ckpt.cache.database import CacheError, WordStore

        store = WordStore(self._kept_in)
        kept: dict[str, KeptWords]
        try:
            kept = store.load(root)
        except CacheError:  # as for results: what cannot be kept is read once more
            kept = {}
        now, new = time.time_ns(), {}
        told: dict[str, tuple[bytes, Words]] = {}
        for inside, state in states.items():
            known = kept.get(inside)
            if known is not None and known[0] == state:
                told[inside] = known[1:]
                continue
            read = self._words(os.path.join(root, inside))
            if read is not None:
                told[inside] = read
                if max(state[:2]) < now - _SETTLED:
                    new[inside] = (state, *read)
        gone = [each for each in kept.keys() - states if not os.path.exists(os.path.join(root, each))]
        if new or gone:
            from contextlib import suppress

            with suppress(CacheError):
                store.store(root, new, gone)
        return told

    def _words(self, path: str) -> tuple[bytes, Words] | None:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        python = kind_of(os.path.basename(path)) == PYTHON
        text = self._text_of(path, data) if python else None
        if text is None:
            text = data.decode("utf-8", "replace")
        from tflint_ckpt.digests import blake2b

        return blake2b(data, digest_size=16).digest(), Words.of(text, python=python)


def _raw(path: str) -> tuple[bytes, Words] | None:
    """The content of a file in the place of its words: to search it once or twice is sooner done."""
    try:
        with open(path, "rb") as file:
            return b"", Words(file.read().decode("latin-1"))
    except OSError:
        return None


class _Candidate:
    """A file that is to be searched: its path as it is shown, and its state."""

    __slots__ = ("path", "state")

    def __init__(self, path: str, state: FileState) -> None:
        self.path = path
        self.state = state


class _Walks:
    """The walks through the projects of a run, and what they found.

    Attributes:
        found: per folder of a project, the files by their paths from there.
        why: why some file is not searched, for a message; empty where all are.
        newest_folder: when a file changed last that shows a folder to be shipped, in nanoseconds since 1970.
    """

    def __init__(self, named: Sequence[str]) -> None:
        self.found: dict[str, dict[str, _Candidate]] = {}
        self.why = ""
        self.newest_folder = 0
        self._shipped: dict[str, dict[str, str]] = {}
        self._files, self._bytes = MOST_FILES, MOST_BYTES
        self._folders: set[str] = set()
        self._seen = {os.path.abspath(path) for path in named}
        self._numbers = set()
        for path in named:
            try:
                status = os.stat(path)  # noted when the file is read
            except OSError:  # stdin, under the name of a file that is not there yet
                continue
            if status.st_ino:
                self._numbers.add((status.st_dev, status.st_ino))

    def has(self, folder: str, root: str | None = None) -> bool:
        """Whether *folder* was walked, or the project *root* it is said to be in."""
        return folder in self._folders or root in self.found

    def walk(self, root: Root, *, absolute: bool) -> None:
        """Add the files of one project, but for those of the run."""
        found = self.found.setdefault(root.folder, {})
        self._folders.add(root.folder)
        stops = () if root.marked else MARKERS
        shipped: dict[str, os.DirEntry[str]] = {}
        entries = files.tracked(
            root.folder,
            lambda name: kind_of(name) != "",
            most=MOST_ENTRIES,
            stops_at=stops,
            deep=root.deep,
            shipped=shipped,
        )
        if entries is None:
            self.give_up(f"the project has more than {MOST_ENTRIES:,} files")
            return
        self._note_shipped(root.folder, shipped, absolute=absolute)
        for inside, entry in sorted(entries, key=lambda each: each[0]):
            path = os.path.join(root.folder, inside.replace("/", os.sep))
            self._folders.add(os.path.dirname(path))
            try:
                status = entry.stat()
            except OSError:
                continue
            if path in self._seen or (status.st_dev, status.st_ino) in self._numbers:
                continue
            self._seen.add(path)
            shown = as_named(path, absolute=absolute)
            looks.measured(path, status)
            if self._takes(shown, status.st_size):
                state = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
                found[inside] = _Candidate(shown, state)

    def _note_shipped(self, root: str, shipped: dict[str, os.DirEntry[str]], *, absolute: bool) -> None:
        """Note the folders with files, by their paths from *root*, those above them, and files of models."""
        folders = self._shipped[root] = {}
        for inside, entry in shipped.items():
            if inside:  # the root is there
                try:
                    status = entry.stat()
                except OSError:  # gone since
                    pass
                else:
                    self.newest_folder = max(self.newest_folder, status.st_mtime_ns, status.st_ctime_ns)
            parts = inside.removesuffix("/").split("/") if inside else []
            for depth in range(len(parts) + 1):
                path = os.path.join(root, *parts[:depth])
                if path not in folders:
                    folders[path] = as_named(path, absolute=absolute)

    def ships(self, path: str, root: str, here: str) -> bool:
        """Whether a file that git would track lies in or below the folder at *path*, an absolute path.

        It is asked for a file in the folder *here*, whose project is in the folder *root*, and other projects
        of the run do not count.
        """
        own = [self._shipped[each] for each in (root, here) if each in self._shipped]
        if not own and path.startswith(here + os.sep):  # without a marker, below another folder of the run
            own = [each for above, each in self._shipped.items() if here.startswith(above + os.sep)]
        return any(path in each for each in own)

    def shown_folders(self) -> Iterator[str]:
        """All that :meth:`ships` goes by, as it is shown."""
        for root, folders in self._shipped.items():
            yield from (f"{folders.get(root, '')}:{shown}" for shown in folders.values())

    def _takes(self, path: str, size: int) -> bool:
        """Whether a file of *size* bytes is read."""
        most = MOST_TEXT
        if _kind(path) == PYTHON:
            most = limits.MOST_BYTES["a notebook" if path.endswith(".ipynb") else "a file"]
        if size > most:
            self.give_up(f"{path} is too large to be searched, with {size / 1e6:,.0f} MB")
            return False
        self._files -= 1
        self._bytes -= size
        if self._files < 0:
            self.give_up(f"the project has more than {MOST_FILES:,} files besides those of this run")
        elif self._bytes < 0:
            most = MOST_BYTES // 1_000_000
            self.give_up(f"the project has more than {most} MB besides the files of this run")
        return self._files >= 0 and self._bytes >= 0

    def give_up(self, why: str) -> None:
        """Note why some file is not searched."""
        self.why = self.why or why


def _kind(path: str) -> str:
    return kind_of(path.rpartition("/")[2])
