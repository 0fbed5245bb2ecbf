"""The files of one run and of the projects around them, as texts.

What is asked of other files, such as who calls a function, is asked of all files of the project, whichever
of them the run was given. Nothing is parsed here.
"""

from __future__ import annotations

from tflint_ckpt.unparsed import called_methods, imported_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tflint_ckpt.around.around import Around, Neighbour
    from tflint_ckpt.source import Source


class ProjectFiles:
    """The files of one run, and those that *around* gives, read only when they are asked for.

    ``paths``, those of the run, are as shown to the user; the others are of the same projects. *load* gives
    the current text of a file, or ``None`` where it cannot be read.
    """

    def __init__(
        self,
        paths: Sequence[str],
        load: Callable[[str], Source | None],
        around: Callable[[], Around] | None = None,
    ) -> None:
        self.paths = tuple(paths)
        self._find_around = around
        self._named = frozenset(paths)
        self._load = load
        self.looked_at_others: set[str] = set()
        """The files for whose facts other files were looked at, also where a third file asked for those."""
        self.folder_askers: set[str] = set()
        """The same for the folders that a project ships, which no fix changes."""
        self._asked = False
        self._at = ""
        self._indexes: dict[str, dict[str, list[str]]] = {}

    def begin(self, path: str) -> None:
        """Note from now on whether facts of the file at *path* hang on others; see :attr:`asked`."""
        self._at, self._asked = path, False

    @property
    def asked(self) -> bool:
        """Whether other files were looked at for the sake of the one that was begun with."""
        return self._asked

    def _note(self, besides: str) -> None:
        self.looked_at_others.add(besides)
        self._asked |= besides == self._at

    @property
    def around(self) -> Around | None:
        """The files around those of the run; nobody looks for them before something is asked."""
        return self._find_around() if self._find_around is not None else None

    def holds(self, path: str, *, besides: str) -> bool:
        """Whether the file at *path* is one of the project, asked for a fact of the file *besides*."""
        self._note(besides)
        return path in self._named or (self.around is not None and self.around.holds(path))

    def ships(self, folder: str, *, besides: str) -> bool:
        """Whether *folder*, relative as in the code of the file *besides*, is in each copy of the project.

        The code may run in the root of the project or in the folder of the file.
        """
        self.folder_askers.add(besides)
        return self.around is not None and self.around.ships(folder, besides)

    def is_named(self, path: str) -> bool:
        """Whether the run was given the file at *path*, so that it may be edited."""
        return path in self._named

    def source(self, path: str, *, besides: str = "") -> Source | None:
        """The current text of a file of the project; ``None`` where it cannot be read.

        *besides* is the file for a fact of which it is asked, if it is.
        """
        if besides:
            self._note(besides)
        return self._load(path)

    def mentioning(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, whose text contains *word*, in order of path."""
        self._note(besides)
        near = [each.path for each in self.around.holding(word)] if self.around is not None else []
        for path in _in_order(self.paths, near):
            if path != besides:
                source = self._load(path)
                if source is not None and word in source.text:
                    yield source

    def unsearched(self, *, besides: str) -> str:
        """Why some file of the project was not searched for the sake of *besides*, for a message.

        Empty where all were: a limit of size or number keeps such files out of every other answer.
        """
        self._note(besides)
        return self.around.unsearched if self.around is not None else ""

    def texts(self, word: str, *, besides: str) -> Iterator[tuple[Neighbour, str]]:
        """The files that are not Python and may contain *word*, and their texts, in order of path."""
        from tflint_ckpt.around.kinds import MACHINE, PEOPLE

        self._note(besides)
        near = self.around.holding(word, (MACHINE, PEOPLE)) if self.around is not None else ()
        for each in sorted(near, key=lambda each: each.path):
            text = self.around.text(each.path) if self.around is not None else ""
            if word in text:
                yield each, text

    def matching(self, pattern: re.Pattern[str], word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with a line in which *pattern* is found, in order of path.

        What the pattern finds holds *word*, and lies within a line.
        """
        for source in self.mentioning(word, besides=besides):
            if _is_in_a_line(source.text, pattern, word):
                yield source

    def importing(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with *word* in an import statement, in order of path."""
        near = self.around.importing(word) if self.around is not None else ()
        return self._indexed(imported_words, near, word, besides)

    def calling(self, method: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with a call ``….method(``, in order of path."""
        near = self.around.calling(method) if self.around is not None else ()
        return self._indexed(called_methods, near, method, besides)

    def _indexed(
        self, words_of: Callable[[str], set[str]], near: Iterable[Neighbour], word: str, besides: str
    ) -> Iterator[Source]:
        """The files with *word* among those that *words_of* finds in their text.

        The first question reads all files of the run; fixes are taken not to change who imports or calls
        what. Of the files *near* it, those that may have it are read.
        """
        self._note(besides)
        index = self._indexes.get(words_of.__name__)
        if index is None:
            index = self._indexes[words_of.__name__] = self._index(words_of)
        for path in _in_order(index.get(word, ()), [each.path for each in near]):
            source = self._load(path) if path != besides else None
            if source is not None and (path in self._named or word in words_of(source.text)):
                yield source

    def _index(self, words_of: Callable[[str], set[str]]) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for path in self.paths:
            source = self._load(path)
            for name in words_of(source.text) if source is not None else ():
                index.setdefault(name, []).append(path)
        return index


def _in_order(named: Sequence[str], near: Sequence[str]) -> Sequence[str]:
    return sorted((*named, *near)) if near else named


def _is_in_a_line(text: str, pattern: re.Pattern[str], word: str) -> bool:
    """Whether *pattern* is found in a line with *word*; the whole text would take ten times as long."""
    place = text.find(word)
    while place >= 0:
        end = text.find("\n", place + len(word))
        line = text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
        if pattern.search(line):
            return True
        place = text.find(word, end) if end >= 0 else -1
    return False
