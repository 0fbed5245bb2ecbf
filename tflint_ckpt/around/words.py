"""Which files may hold a word, told without reading them again: a sieve that lets no file through too few."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = pattern(r"[\w.\-]+")
_PIECE = pattern(r"[A-Za-z0-9_.\-]+")
_NUMBER = "0123456789.-"


class Words:
    """What is kept of a text to search it by.

    Attributes:
        tokens: its words, or the whole text: what may hold a word has all :func:`pieces` of it here.
        imports: the names in its import statements, one a line; ``None`` where nobody looked.
        methods: the names of methods that it calls, likewise.
    """

    __slots__ = ("imports", "methods", "tokens")

    def __init__(self, tokens: str, imports: str | None = None, methods: str | None = None) -> None:
        self.tokens = tokens
        self.imports = imports
        self.methods = methods

    @classmethod
    def of(cls, text: str, *, python: bool) -> Words:
        """The words of a text; their order and number are forgotten."""
        tokens = _lines(token for token in set(_TOKEN.findall(text)) if token.strip(_NUMBER))
        if not python:
            return cls(tokens, "", "")
        from tflint_ckpt.unparsed import called_methods, imported_words

        return cls(tokens, _lines(imported_words(text)), _lines(called_methods(text)))

    def may_import(self, name: str) -> bool:
        """Whether *name* may stand in an import statement."""
        return _has_line(self.imports, name) if self.imports is not None else name in self.tokens

    def may_call(self, name: str) -> bool:
        """Whether a method *name* may be called."""
        return _has_line(self.methods, name) if self.methods is not None else name in self.tokens


def pieces(word: str) -> list[str]:
    """The parts of *word* that are each within one word of any text that holds it.

    A text is kept without its numbers, and some files by their bytes: numbers and what is not ASCII tell
    nothing.
    """
    if word.isidentifier() and word.isascii():
        return [word] if word.strip(_NUMBER) else []
    return [piece for piece in _PIECE.findall(word) if piece.strip(_NUMBER)]


def _lines(words: Iterable[str]) -> str:
    """*words* in order, one a line, each between two line ends."""
    return f"\n{joined}\n" if (joined := "\n".join(sorted(words))) else ""


def _has_line(lines: str, word: str) -> bool:
    return f"\n{word}\n" in lines
