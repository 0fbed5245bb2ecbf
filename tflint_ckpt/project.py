"""The other files of a run, for facts that span files: who calls a function, by which keywords."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source


class Project:
    """The files of one run, read and parsed only when a rule asks about one.

    ``paths`` are as shown to the user. *load* gives the current text of a file, or ``None`` where it
    cannot be read; *parse* turns it into a module, or ``None`` where it does not parse.
    """

    def __init__(
        self,
        paths: Sequence[str],
        load: Callable[[str], Source | None],
        parse: Callable[[Source], Module | None],
    ) -> None:
        self.paths = tuple(paths)
        self._load = load
        self._parse = parse
        self._modules: dict[str, tuple[Source, Module | None]] = {}
        self._indexes: dict[re.Pattern[str], dict[str, list[str]]] = {}

    def mentioning(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, whose text contains *word*, in order of path."""
        for path in self.paths:
            if path != besides:
                source = self._load(path)
                if source is not None and word in source.text:
                    yield source

    def importing(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with *word* in an import statement, in order of path."""
        return self._indexed(_IMPORT, word, besides)

    def calling(self, method: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, with a call ``….method(``, in order of path."""
        return self._indexed(_METHOD, method, besides)

    def _indexed(self, pattern: re.Pattern[str], word: str, besides: str) -> Iterator[Source]:
        """The files with *word* in a match of *pattern*.

        The first question reads all files; fixes are taken not to change who imports or calls what.
        """
        index = self._indexes.get(pattern)
        if index is None:
            index = self._indexes[pattern] = defaultdict(list)
            for path in self.paths:
                source = self._load(path)
                matches = pattern.findall(source.text) if source is not None else ()
                for name in {name for match in matches for name in _WORD.findall(match)}:
                    index[name].append(path)
        for path in index.get(word, ()):
            source = self._load(path) if path != besides else None
            if source is not None:
                yield source

    def module(self, source: Source) -> Module | None:
        """The parsed module of a file of the run; parsed once for each text it had."""
        kept = self._modules.get(source.path)
        if kept is None or kept[0] is not source:
            if len(self._modules) >= _MOST_MODULES:
                del self._modules[next(iter(self._modules))]
            kept = (source, self._parse(source))
            self._modules[source.path] = kept
        return kept[1]


_MOST_MODULES = 64
"""Modules kept: a tree takes a hundred times the memory of its text."""
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t][^\n(#]*import[ \t]*\([^)]*\)|(?:from|import)[ \t](?:[^\n\\]|\\\r?\n)*)",
    re.MULTILINE,
)
_METHOD = re.compile(r"\.(\w+)\(")
_WORD = re.compile(r"\w+")


def import_statements(text: str) -> list[str]:
    """The import statements of a text, as written, with what looks like one in a string."""
    return [match.strip() for match in _IMPORT.findall(text)]
