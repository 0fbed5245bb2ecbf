"""Regular expressions of modules, compiled when the first text is looked at; and ``re``, imported no sooner.

Most modules have some, and most runs need few of them: compiling all took 19 ms of a file with a checkpoint.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from re import Pattern
    from typing import Any, AnyStr

__all__ = ["pattern", "re"]


_ASCII, _UNICODE = 256, 32
"""What ``re`` adds to the flags of a pattern for texts; none in this package sets flags in its text."""


class _Later:
    """As ``re.Pattern``."""

    __slots__ = (
        *("flags", "pattern"),
        *("findall", "finditer", "fullmatch", "groupindex", "groups", "match"),
        *("search", "split", "sub", "subn"),
    )

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self.flags = flags if isinstance(text, bytes) or flags & _ASCII else flags | _UNICODE

    def __getattr__(self, name: str) -> Any:
        """What is not known yet: from now on it is, and nobody comes here again."""
        if name not in self.__slots__:
            raise AttributeError(name)
        import re

        compiled = re.compile(self.pattern, self.flags)
        for each in self.__slots__[2:]:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Later, (self.pattern, self.flags)


def pattern(text: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """The pattern *text* as ``re.compile`` makes it; an error in it raises ``re.error`` when it is used."""
    made: Any = _Later(text, flags)
    return made  # type: ignore[no-any-return]


class _Module:
    """As the module ``re``, which takes 3 ms to import. Its flags are the same in any Python."""

    compile = staticmethod(pattern)

    ASCII, IGNORECASE, MULTILINE, DOTALL, VERBOSE = _ASCII, 2, 8, 16, 64
    I = IGNORECASE  # noqa: E741

    def __getattr__(self, name: str) -> Any:
        import re as module

        found = getattr(module, name)
        setattr(self, name, found)
        return found


if not TYPE_CHECKING:
    re = _Module()
