"""What LibCST's node modules import, as light as they need it while their classes are made.

Nobody else gets to see these: they are handed to those modules' own import statements, and stand in no
``sys.modules``.
"""

from __future__ import annotations

import _collections_abc

from tflint_ckpt.fast_libcst import classes, deferred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Names:
    """As a module: the names that it is given."""

    def __init__(self, **names: object) -> None:
        self.__dict__.update(names)


class _Types(Names):
    """As ``typing``: what stands in annotations, which nobody looks at."""

    def __getattr__(self, name: str) -> object:
        return _ANY


class _AnyType:
    def __getitem__(self, key: object) -> _AnyType:
        return self

    def __call__(self, *args: object, **kwargs: object) -> _AnyType:
        return self

    def __or__(self, other: object) -> _AnyType:
        return self

    __ror__ = __or__


_ANY = _AnyType()


_SPACES = r"([ \f\t]|\\(\r\n?|\n))*"
"""The pattern by which LibCST tells white space."""


class _Pattern:
    """As a compiled pattern: compiled when it is first asked for."""

    __slots__ = ("_pattern", "fullmatch", "match")

    def __init__(self, pattern: str | Callable[[], str], flags: int = 0) -> None:
        self._pattern = pattern
        if pattern == _SPACES:
            self.fullmatch: Any = self._is_blank

    def _is_blank(self, text: str) -> object:
        """Whether a text is white space, as most nodes have it: nothing, or one blank."""
        if text not in ("", " "):
            del self.fullmatch
        return text in ("", " ") or self.fullmatch(text)

    def __getattr__(self, name: str) -> Any:
        import re

        pattern = re.compile(self._pattern if isinstance(self._pattern, str) else self._pattern())
        self.fullmatch, self.match = pattern.fullmatch, pattern.match
        return getattr(pattern, name)


def _fullmatch(pattern: _Pattern, text: str) -> object:
    """As ``re.fullmatch``, which LibCST asks of numbers; 10 and 0.5 are some without ``tokenize``."""
    if text.isascii():
        if pattern is _INTEGER and text.isdigit() and (text[0] != "0" or text == "0"):
            return True
        before, point, after = text.partition(".")
        if pattern is _FLOAT and point and before.isdigit() and after.isdigit():
            return True
    return pattern.fullmatch(text)


def _number(name: str) -> _Pattern:
    """A pattern of ``tokenize``, imported when a number is first looked at."""

    def pattern() -> str:
        import tokenize

        found: str = getattr(tokenize, name)
        return found

    return _Pattern(pattern)


_INTEGER = _number("Intnumber")
_FLOAT = _number("Floatnumber")


_MOST_DIGITS = 18
"""Of a number that needs no parser; Python refuses to read very long ones."""


def _literal_eval(text: str) -> object:
    """As ``ast.literal_eval``, whose functions refer to each other: rubbish at each call."""
    if _is_plain_text(text):
        return text[1:-1]
    if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) <= _MOST_DIGITS:
        return int(text)
    from _ast import Constant, PyCF_ONLY_AST

    tree: Any = compile(text.lstrip(" \t"), "<unknown>", "eval", PyCF_ONLY_AST, dont_inherit=True)
    body = tree.body
    if type(body) is Constant:
        return body.value
    from ast import literal_eval

    return literal_eval(text)


def _is_plain_text(text: str) -> bool:
    """Whether a literal is a text in two quotes, and what stands between them is that text."""
    quote = text[:1]
    if quote not in ('"', "'") or len(text) < 2 or text[-1] != quote:
        return False
    return text.count(quote) == 2 and text.isprintable() and "\\" not in text


def _deepcopy(value: object) -> object:
    from copy import deepcopy

    return deepcopy(value)


def _cleandoc(text: str) -> str:
    from inspect import cleandoc

    return cleandoc(text)


def _same(value: Any, *_: object) -> Any:
    return value


def _second(_: object, value: Any) -> Any:
    return value


def _context_manager(function: Any) -> Any:
    """As ``contextlib.contextmanager``, imported when the first block is entered."""
    manager: Any = None

    def made(*args: object, **kwargs: object) -> Any:
        nonlocal manager
        if manager is None:
            from contextlib import contextmanager

            manager = contextmanager(function)
        return manager(*args, **kwargs)

    made.__wrapped__ = function  # type: ignore[attr-defined]
    return made


class _Auto:
    """As ``enum.auto``: what becomes a member."""


class _Enum:
    """As ``enum.Enum``, of members that have a name and no value that anybody asks for."""

    name: str

    def __init_subclass__(cls) -> None:
        for name, value in list(vars(cls).items()):
            if type(value) is _Auto:
                member = object.__new__(cls)
                member.name = name
                setattr(cls, name, member)

    def __repr__(self) -> str:
        return f"<{self}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __reduce__(self) -> tuple[object, ...]:  # there is one of each, also of a copy
        return getattr, (type(self), self.name)


def modules() -> dict[str, Any]:
    """The stand-ins, by the name of the module that each stands for."""
    return {
        "abc": Names(ABC=classes.ABC, abstractmethod=_same),
        "ast": Names(literal_eval=_literal_eval),
        "collections.abc": _collections_abc,  # ``collections`` itself makes named tuples
        "contextlib": Names(contextmanager=_context_manager),
        "copy": Names(deepcopy=_deepcopy),
        "dataclasses": Names(
            dataclass=deferred.dataclass, field=classes.Field, fields=classes.fields, replace=classes.replace
        ),
        "enum": Names(Enum=_Enum, auto=_Auto),
        "inspect": Names(cleandoc=_cleandoc),
        "pathlib": Names(PurePath=str),
        "re": Names(compile=_Pattern, fullmatch=_fullmatch, UNICODE=0),
        "tokenize": Names(
            Floatnumber=_FLOAT,
            Imagnumber=_number("Imagnumber"),
            Intnumber=_INTEGER,
        ),
        # ``Sequence`` is also asked by isinstance.
        "typing": _Types(TYPE_CHECKING=False, cast=_second, final=_same, Sequence=_collections_abc.Sequence),
        "libcst._add_slots": Names(add_slots=_same),
        "libcst._metadata_dependent": Names(MetadataDependent=type("MetadataDependent", (), {})),
        "libcst._type_enforce": Names(is_value_of_type=None),
        "libcst._typed_visitor": Names(
            CSTTypedTransformerFunctions=type("ForTransformers", (), {}),
            CSTTypedVisitorFunctions=type("ForVisitors", (), {}),
        ),
    }
