"""Searches in the texts of a project: what is looked for, and whether one text has it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

WORD, LINE, ANYWHERE, SOMEWHERE, QUOTED = "word", "line", "anywhere", "somewhere", "quoted"
WORD_IMPORTED, IMPORTED, CALLED, TEXT = "word imported", "imported", "called", "text"
"""The kinds of a search. Python that holds the word; with a line that has the word and the pattern; in which
the pattern is found anywhere; the same, where it is asked only whether there is any, or where what is found
ends in the word and a quote; with the word in an import; that imports the word, or the module itself, from
the module whose path stands for the pattern; with a call of a method of that name; and a text that is no
Python and holds the word."""


class Search(tuple[str, str, str, int]):
    """What is looked for: the kind, one of the above, the word, a regular expression, and the flags of that.

    Each text that has it holds the word; kinds without a pattern have an empty one.
    """

    __slots__ = ()

    def __new__(cls, kind: str, word: str, pattern: str = "", flags: int = 0) -> Search:
        return super().__new__(cls, (kind, word, pattern, flags))

    def __getnewargs__(self) -> tuple[str, str, str, int]:
        """For a copy in another process."""
        return self[0], self[1], self[2], self[3]

    @property
    def kind(self) -> str:
        """How it is looked for."""
        return self[0]

    @property
    def word(self) -> str:
        """What each text holds that has it."""
        return self[1]

    @property
    def pattern(self) -> str:
        """The regular expression, or the path of the module that is imported."""
        return self[2]

    @classmethod
    def of(cls, kind: str, word: str, pattern: re.Pattern[str]) -> Search:
        """A search for a compiled *pattern*."""
        return cls(kind, word, pattern.pattern, pattern.flags)

    @property
    def is_python(self) -> bool:
        """Whether scripts and notebooks are searched, not the other texts."""
        return self.kind != TEXT

    def finds(self, path: str, text: str, holds: Callable[[str], bool]) -> bool:
        """Whether the file at *path* with this *text* has it, in a project that *holds* some files."""
        kind, word, pattern, flags = self
        if kind == IMPORTED:
            from tflint_ckpt.asking.imports import may_import

            return may_import(path, text, pattern, word, holds)
        if word not in text or (kind == QUOTED and f'{word}"' not in text and f"{word}'" not in text):
            return False
        if kind == CALLED and f".{word}(" not in text:
            return False
        if kind == WORD_IMPORTED:
            from tflint_ckpt.unparsed import imported_words

            if word not in imported_words(text):
                return False
        if not pattern:
            return True
        import re

        compiled = re.compile(pattern, flags)
        return _is_in_a_line(text, compiled, word) if kind == LINE else compiled.search(text) is not None


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
