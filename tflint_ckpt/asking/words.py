"""Which files of a run may hold a word: after some questions from an index, so that none reads all texts."""

from __future__ import annotations

from tflint_ckpt.source import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
        self._odd_words = ""
        """Those with letters that are not ASCII, and words beside other signs that are not."""
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

    def with_word(self, word: str) -> Sequence[str]:
        """The same for *word* as a whole one: less work where many are asked for."""
        if not self._all_words or not word.isascii() or not word.isidentifier():
            return self.holding(word)
        numbers = {*self._files.get(word, ())}
        if word in self._odd_words:
            for each in _with_piece(self._odd_words, word):
                numbers.update(self._files[each])
        return [self._paths[number] for number in sorted(numbers)]

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
        self._all_words = _lines(files)
        self._odd_words = _lines(each for each in files if not each.isascii())

    def _look_up(self, word: str) -> Sequence[str]:
        """The files with words of which *word* may be a part, or that are together one."""
        numbers: set[int] | None = None
        for piece in words_of(word):
            holding = {number for each in _with_piece(self._all_words, piece) for number in self._files[each]}
            numbers = holding if numbers is None else numbers & holding
        if numbers is None:
            return self._paths
        return [self._paths[number] for number in sorted(numbers)]


def _lines(words: Iterable[str]) -> str:
    """*words*, each between two line ends."""
    return "\n" + "\n".join(words) + "\n"


def _with_piece(lines: str, piece: str) -> list[str]:
    """The words among *lines* that *piece* is a part of."""
    found = []
    place = lines.find(piece)
    while place >= 0:
        end = lines.index("\n", place)
        found.append(lines[lines.rindex("\n", 0, place) + 1 : end])
        place = lines.find(piece, end)
    return found
