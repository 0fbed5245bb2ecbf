"""The other files of a run, for facts that span files: who calls a function, by which keywords."""

from __future__ import annotations

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

    def mentioning(self, word: str, *, besides: str) -> Iterator[Source]:
        """The files, other than *besides*, whose text contains *word*, in order of path."""
        for path in self.paths:
            if path != besides:
                source = self._load(path)
                if source is not None and word in source.text:
                    yield source

    def module(self, source: Source) -> Module | None:
        """The parsed module of a file of the run; parsed once for each text it had."""
        kept = self._modules.get(source.path)
        if kept is None or kept[0] is not source:
            kept = (source, self._parse(source))
            self._modules[source.path] = kept
        return kept[1]
