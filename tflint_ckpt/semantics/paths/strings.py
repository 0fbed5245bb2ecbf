"""The strings of a module that are no documentation, by the words in them."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.paths.readers import is_own_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WORD = pattern(r"\w+")


class Strings:
    """The string tokens of one module, in source order; each answer is too.

    Attributes:
        tokens: all of them.
    """

    def __init__(self, module: Module) -> None:
        self._module = module
        self.tokens: list[cst.CSTNode] = [
            node
            for node in module.facts.among(cst.SimpleString, cst.FormattedStringText)
            if not isinstance(module.parent(node), cst.Expr)
        ]

    def saying(self, values: Iterable[str | None]) -> list[cst.SimpleString]:
        """The strings by themselves that have one of *values*."""
        places = {place for value in values if value is not None for place in self._by_value.get(value, ())}
        found = (self.tokens[place] for place in sorted(places))
        return [token for token in found if isinstance(token, cst.SimpleString)]

    def with_words(self, text: str) -> list[cst.CSTNode]:
        """The tokens in whose source every word of *text* stands by itself; all for a text without any."""
        words = _WORD.findall(text)
        if not words:
            return self.tokens
        found = [self._by_word.get(word, set()) for word in words]
        return [self.tokens[place] for place in sorted(min(found, key=len).intersection(*found))]

    def written(self, token: cst.CSTNode) -> str:
        """The source of a token."""
        return self._module.source.text[slice(*self._module.span(token))]

    @cached_property
    def own_files(self) -> list[cst.CSTNode]:
        """The tokens that end as the files do that make up one of TensorFlow's own checkpoints."""
        return [token for token in self.tokens if is_own_file(self.written(token).rstrip("\"'"))]

    @cached_property
    def _by_value(self) -> dict[object, list[int]]:
        found: dict[object, list[int]] = {}
        for place, token in enumerate(self.tokens):
            if isinstance(token, cst.SimpleString):
                found.setdefault(token.evaluated_value, []).append(place)
        return found

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for place, token in enumerate(self.tokens):
            for word in _WORD.findall(self.written(token)):
                found.setdefault(word, set()).add(place)
        return found
