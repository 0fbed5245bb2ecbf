"""Regular expressions of modules, compiled when the first text is looked at.

Most modules have some, and most runs need few of them: compiling all took 19 ms of a file with a checkpoint.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern
    from typing import Any, AnyStr


class _Later:
    """As ``re.Pattern``."""

    __slots__ = (
        *("_flags", "_text", "findall", "finditer", "flags", "fullmatch", "groupindex", "groups"),
        *("match", "pattern", "search", "split", "sub", "subn"),
    )

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """What is not known yet: from now on it is, and nobody comes here again."""
        if name not in self.__slots__:
            raise AttributeError(name)
        import re

        compiled = re.compile(self._text, self._flags)
        for each in self.__slots__[2:]:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Later, (self._text, self._flags)


def pattern(text: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """The pattern *text* as ``re.compile`` makes it; an error in it raises ``re.error`` when it is used."""
    made: Any = _Later(text, flags)
    return made  # type: ignore[no-any-return]
