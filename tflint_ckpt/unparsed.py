"""What a text imports and calls, found without parsing it: in strings and comments too."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORT = r"\n[ \t]*(?:from[ \t][^\n(#]*import[ \t]*\([^)]*\)|(?:from|import)[ \t](?:[^\n\\]|\\\r?\n)*)"
"""A statement and the line break before it: what begins with a sign is found in a quarter of the time of what
begins with ``^``."""
_METHOD = r"\.(\w+)\("


def import_statements(text: str) -> list[str]:
    """The import statements of a text, as written, with what looks like one in a string."""
    import re

    return [match.strip() for match in re.findall(_IMPORT, f"\n{text}")]


def imported_words(text: str) -> set[str]:
    """The words in the import statements of a text, and in what looks like one in a string."""
    return words_in(import_statements(text))


def words_in(statements: Iterable[str]) -> set[str]:
    """The words in some statements."""
    import re

    return set(re.findall(r"\w+", "\n".join(statements)))


def called_methods(text: str) -> set[str]:
    """The names behind a dot and before a parenthesis."""
    import re

    return set(re.findall(_METHOD, text))
