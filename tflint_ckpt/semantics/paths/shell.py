"""The lines of a notebook that are not Python: those for a shell, for IPython, and what does not parse."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.source import Source

WORDS = lazy_pattern(r"[\s;&|'\"(){},]+")
"""What stands between the words of a command."""
_COMMENTED = lazy_pattern(r"^[ \t]*#[ \t#]*[!%](.*)$", re.MULTILINE)
"""How Jupytext writes a line for a shell in a script."""
_LINE = lazy_pattern(r"(?:\\\r?\n|[^\r\n])+")
_JOINT = lazy_pattern(r"\\\r?\n")
VARIABLE = lazy_pattern(r"\{([^{}]+)\}|\$\{?(\w+)")
"""What IPython puts into a command: ``{folder}``, ``$folder``."""


def foreign_lines(source: Source) -> Iterator[tuple[int, str]]:
    """The offset and the text, without its escape, of each line that is not Python.

    Lines that a backslash joins are one. The line that names the magic of a cell is left out.
    """
    text = source.text
    for match in _COMMENTED.finditer(text) if "#" in text and ("!" in text or "%" in text) else ():
        yield match.start(), match[1]
    for start, part in source.foreign:
        for match in _LINE.finditer(part):
            if not match[0].startswith("%%"):
                yield start + match.start(), _JOINT.sub(" ", match[0]).strip().lstrip("!%")


def variables(line: str) -> list[str]:
    """The Python expressions whose values IPython puts into a command."""
    return [match[1] or match[2] for match in VARIABLE.finditer(line)]


def globs(line: str, name: str) -> list[str]:
    """The words of a command that the shell replaces by the files they match, *name* among them."""
    patterns = [word.rpartition("/")[2] for word in WORDS.split(line) if re.search(r"[*?[]", word)]
    from fnmatch import fnmatchcase

    return [pattern for pattern in patterns if fnmatchcase(name, pattern)]
