"""The files of one run and of the projects around them, as texts.

What is asked of other files, such as who calls a function, is asked of all files of the project, whichever
of them the run was given. Each answer is noted for the file that it was asked for: while all are the same, so
is what is found there. Nothing is parsed here.
"""

from __future__ import annotations

from tflint_ckpt.asking.asked import Asked
from tflint_ckpt.asking.hits import Hits
from tflint_ckpt.asking.search import (
    ANYWHERE,
    CALLED,
    IMPORTED,
    LINE,
    QUOTED,
    SOMEWHERE,
    TEXT,
    WORD,
    WORD_IMPORTED,
    Search,
)
from tflint_ckpt.asking.words import WordIndex
from tflint_ckpt.light_functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence

    from tflint_ckpt.around.around import Around, Neighbour
    from tflint_ckpt.asking.imports import Importers
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
        self._questions: dict[str, Asked] = {}
        self._untold: set[str] = set()
        """The files for whose sake something was asked since :meth:`news` was called."""
        self._asked = False
        self._at = ""
        self._words = WordIndex(self.paths, load)
        self._hits: dict[Search, Hits] = {}
        self._texts_asked: dict[tuple[str, Search], bool] = {}
        self._rewritten: set[str] = set()

    def begin(self, path: str) -> None:
        """Note from now on whether facts of the file at *path* hang on others; see :attr:`asked`."""
        self._at, self._asked = path, False

    @property
    def asked(self) -> bool:
        """Whether other files were looked at for the sake of the one that was begun with."""
        return self._asked

    def without_doubt(self, ask: Callable[[], bool], *, besides: str) -> bool:
        """What *ask* finds in other files for a fact of the file *besides*, on which no fix of it hangs.

        One of them that was not searched makes none less safe.
        """
        asked, found = self._asked, ask()
        if besides == self._at:
            self._asked = asked
        return found

    def news(self) -> dict[str, Asked]:
        """What was asked since the last time, and before that, for the sake of which files."""
        news = {path: self._questions[path] for path in self._untold}
        self._untold.clear()
        return news

    def _note(self, besides: str) -> Asked:
        """The questions for the sake of *besides*, to which one is added."""
        self.looked_at_others.add(besides)
        self._asked |= besides == self._at
        return self._questions_for(besides)

    def _questions_for(self, besides: str) -> Asked:
        self._untold.add(besides)
        asked = self._questions.get(besides)
        if asked is None:
            asked = self._questions[besides] = Asked()
        return asked

    @property
    def around(self) -> Around | None:
        """The files around those of the run; nobody looks for them before something is asked."""
        return self._find_around() if self._find_around is not None else None

    def holds(self, path: str, *, besides: str) -> bool:
        """Whether the file at *path* is one of the project, asked for a fact of the file *besides*."""
        asked = self._note(besides)
        is_there = self._holds(path)
        (asked.there if is_there else asked.missing).add(path)
        return is_there

    def ships(self, folder: str, *, besides: str) -> bool:
        """Whether *folder*, relative as in the code of the file *besides*, is in each copy of the project.

        It may be a file of a model as well.
        The code may run in the root of the project or in the folder of the file.
        """
        self.folder_askers.add(besides)
        is_shipped = self.around is not None and self.around.ships(folder, besides)
        self._questions_for(besides).folders[folder] = is_shipped
        return is_shipped

    def is_named(self, path: str) -> bool:
        """Whether the run was given the file at *path*, so that it may be edited."""
        return path in self._named

    def source(self, path: str, *, besides: str) -> Source | None:
        """The current text of a file of the project; ``None`` where it cannot be read.

        *besides* is the file for a fact of which it is asked.
        """
        self._note(besides).read.add(path)
        return self._load(path)

    def follow(self, path: str, *, besides: str) -> None:
        """Note that facts of the file at *path* count for those of *besides*."""
        asked = self._note(besides)
        asked.read.add(path)
        asked.followed.add(path)
        self._questions_for(path)

    def mentioning(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, whose text contains *word*, in order of path."""
        return self._found(Search(WORD, word), besides)

    def matching(self, pattern: re.Pattern[str], word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with a line in which *pattern* is found, in order of path.

        What the pattern finds holds *word*, and lies within a line.
        """
        return self._found(Search.of(LINE, word, pattern), besides)

    def containing(self, pattern: re.Pattern[str], word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with *word* in which *pattern* is found, in order of path."""
        return self._found(Search.of(ANYWHERE, word, pattern), besides)

    def quoting(self, pattern: re.Pattern[str], word: str, *, besides: str) -> Iterator[Source]:
        """The same, where what *pattern* finds ends in *word* and a quote."""
        return self._found(Search.of(QUOTED, word, pattern), besides)

    def having(
        self, pattern: re.Pattern[str], word: str, *, besides: str, in_line: bool = False
    ) -> Iterator[str]:
        """The paths of the same, or of those that :meth:`matching` gives, for who does not look into them."""
        for source in self._searched(Search.of(LINE if in_line else ANYWHERE, word, pattern), besides):
            yield source.path

    def has(self, path: str, pattern: re.Pattern[str] | None, word: str, *, besides: str) -> bool:
        """Whether the file at *path* holds *word*, and *pattern* is found in it: only that counts."""
        search = Search.of(ANYWHERE, word, pattern) if pattern is not None else Search(WORD, word)
        has = self._texts_asked.get((path, search))
        if has is None:
            source = self._load(path)
            has = source is not None and search.finds(path, source.text, self._holds)
            self._texts_asked[path, search] = has
        self._note(besides).told[path, search] = has
        return has

    def somewhere(self, pattern: re.Pattern[str], word: str, *, besides: str) -> bool:
        """Whether there is any of these."""
        return next(self._searched(Search.of(SOMEWHERE, word, pattern), besides), None) is not None

    def importing(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with *word* in an import statement, in order of path."""
        return self._found(Search(WORD_IMPORTED, word), besides)

    def is_imported(self, name: str, *, besides: str) -> bool:
        """Whether some file imports *name* from the file *besides*, or that file itself."""
        return next(self._searched(Search(IMPORTED, name, besides), besides), None) is not None

    def importers(self, name: str, *, besides: str) -> Iterator[Source]:
        """The files that import *name* from the file *besides*, or that file itself, in order of path."""
        return self._found(Search(IMPORTED, name, besides), besides)

    def paths_importing(self, name: str, *, besides: str) -> Iterator[str]:
        """The paths of the files that :meth:`importers` gives, and then of those of :meth:`importing`."""
        for search in (Search(IMPORTED, name, besides), Search(WORD_IMPORTED, name)):
            for source in self._searched(search, besides):
                yield source.path

    def calling(
        self, method: str, *, besides: str, pattern: re.Pattern[str] | None = None
    ) -> Iterator[Source]:
        """The files, other than *besides*, with a call ``….method(``, and *pattern*, in order of path."""
        search = Search.of(CALLED, method, pattern) if pattern is not None else Search(CALLED, method)
        return self._found(search, besides)

    def unsearched(self, *, besides: str) -> str:
        """Why some file of the project was not searched for the sake of *besides*, for a message.

        Empty where all were: a limit of size or number keeps such files out of every other answer.
        """
        asked = self._note(besides)
        asked.unsearched = self.around.unsearched if self.around is not None else ""
        return asked.unsearched

    def texts(self, word: str, *, besides: str) -> Iterator[tuple[Neighbour, str]]:
        """The files that are not Python and may contain *word*, and their texts, in order of path."""
        from tflint_ckpt.around.kinds import MACHINE, PEOPLE

        asked = self._note(besides)
        has = asked.found.setdefault(Search(TEXT, word), set())
        near = self.around.holding(word, (MACHINE, PEOPLE)) if self.around is not None else ()
        for each in sorted(near, key=lambda each: each.path):
            text = self.around.text(each.path) if self.around is not None else ""
            if word in text:
                has.add(each.path)
                asked.read.add(each.path)
                yield each, text
        asked.finished.add(Search(TEXT, word))

    def _found(self, search: Search, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, that have what *search* is for, all of whose text counts."""
        read = self._questions_for(besides).read
        for source in self._searched(search, besides):
            read.add(source.path)
            yield source

    def _searched(self, search: Search, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, that have what *search* is for, in order of path."""
        has = self._note(besides).found.setdefault(search, set())
        for path in self._hits_of(search):
            source = self._load(path) if path != besides else None
            if source is not None:
                has.add(path)
                yield source
        self._questions_for(besides).finished.add(search)

    def _hits_of(self, search: Search) -> Hits:
        """The files that have what *search* is for, whoever asks."""
        hits = self._hits.get(search)
        if hits is None:
            named, near = self._candidates(search)
            paths = sorted((*named, *(each.path for each in near))) if near else named
            hits = self._hits[search] = Hits(paths, lambda path: self._has(path, search))
        return hits

    def _has(self, path: str, search: Search) -> bool:
        source = self._load(path)
        if source is None:
            return False
        is_known = search.kind in (IMPORTED, WORD_IMPORTED) and path in self._named  # by the index
        return is_known or search.finds(path, source.text, self._holds)

    def _candidates(self, search: Search) -> tuple[Sequence[str], Sequence[Neighbour]]:
        """The files of the run, and those around it, that may have what *search* is for."""
        around, word = self.around, search.word
        if search.kind == IMPORTED:
            from tflint_ckpt.asking.imports import stem

            near = around.importing(stem(search.pattern)) if around is not None else ()
            if self.paths == (search.pattern,):
                return (), near  # who asks is the only file of the run
            return self._importers.of(search.pattern, word), near
        if search.kind == WORD_IMPORTED:
            near = around.importing(word) if around is not None else ()
            return self._importers.with_word(word), near
        if search.kind == CALLED:
            near = around.calling(word) if around is not None else ()
        else:
            near = around.holding(word) if around is not None else ()
        is_whole = search.kind in (CALLED, QUOTED)
        named = self._words.with_word(word) if is_whole else self._words.holding(word)
        return self._with_rewritten(named), near

    def _holds(self, path: str) -> bool:
        return path in self._named or (self.around is not None and self.around.holds(path))

    @cached_property
    def _importers(self) -> Importers:
        """Who imports what; fixes are taken not to change that."""
        from tflint_ckpt.asking.imports import Importers

        return Importers(self.paths, self._load, self._holds)

    def _with_rewritten(self, paths: Sequence[str]) -> Sequence[str]:
        """*paths*, from an index, and those of the files that have other words now."""
        if not self._rewritten:
            return paths
        among = self._rewritten.union(paths)
        return [path for path in self.paths if path in among]

    def note_rewritten(self, path: str) -> None:
        """Note that the file at *path* has another text now."""
        self._rewritten.add(path)
        self._hits.clear()
        self._texts_asked.clear()
