"""Which files of a run may hold a word: after some questions from an index, so that none reads all texts."""

from __future__ import annotations

from tflint_ckpt.source import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_ckpt.source import Source

_WORTH_INDEX = 24
"""Questions that are answered from all texts; making the index takes as long as these."""


class WordIndex:
    """The words of the files at *paths*, whose texts *load* gives."""

    def __init__(self, paths: Sequence[str], load: Callable[[str], Source | None]) -> None:
        self._paths = paths
        self._load = load
        self._questions = 0
        self._files: dict[str, list[int]] = {}
        self._all_words = ""
        self._known: dict[str, Sequence[str]] = {}

    def holding(self, word: str) -> Sequence[str]:
        """The files that may hold *word*, in their order: all that do, and some that do not."""
        found = self._known.get(word)
        if found is None:
            self._questions += 1
            if self._questions <= _WORTH_INDEX:
                return self._paths
            if not self._all_words:
                self._read()
            found = self._known[word] = self._look_up(word)
        return found

    def _read(self) -> None:
        files = self._files
        for number, path in enumerate(self._paths):
            source = self._load(path)
            alone = [number]  # of all words that no other file has, as most have none: one list
            for each in words_of(source.text) if source is not None else ():
                known = files.setdefault(each, alone)
                if known is not alone:
                    if len(known) == 1:
                        files[each] = [*known, number]
                    else:
                        known.append(number)
        self._all_words = "\n" + "\n".join(files) + "\n"

    def _look_up(self, word: str) -> Sequence[str]:
        """The files with words of which *word* may be a part, or that are together one."""
        numbers: set[int] | None = None
        for piece in words_of(word):
            holding = {number for each in self._words_with(piece) for number in self._files[each]}
            numbers = holding if numbers is None else numbers & holding
        if numbers is None:
            return self._paths
        return [self._paths[number] for number in sorted(numbers)]

    def _words_with(self, piece: str) -> list[str]:
        """The words that *piece* is a part of."""
        found, words = [], self._all_words
        place = words.find(piece)
        while place >= 0:
            end = words.index("\n", place)
            found.append(words[words.rindex("\n", 0, place) + 1 : end])
            place = words.find(piece, end)
        return found
