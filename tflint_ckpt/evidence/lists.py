"""Lists of requirements as pip reads them, with the files that they include."""

from __future__ import annotations

import os

from tflint_ckpt.evidence.requirement import Requirement
from tflint_ckpt.evidence.text import read_text
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_INCLUDE = pattern(r"\s*(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?<=-[rc]))([^\s#]+)")
ENDINGS = ("txt", "in", "lock", "pip")
_MOST_FILES = 30
"""Lists that one list may include."""
_MOST_BYTES = 300_000
_FIRST = frozenset("requirements base common core main prod production install runtime default".split())
_LAST = frozenset("ci dev develop doc docs lint test tests".split())
"""Words in the names of lists for all, and for developers."""


def read_list(text: str, path: str, seen: set[str] | None = None) -> Iterator[Requirement]:
    """The requirements of a list, and of those that it includes, each once."""
    seen = seen if seen is not None else {_real(path)}
    for number, line in enumerate(text.splitlines(), 1):
        if (file := include(line, path)) is not None:
            for requirement in included(file, seen):
                requirement.narrows |= line.lstrip().startswith(("-c", "--c"))
                yield requirement
        elif parsed := Requirement.parse(line, number):
            yield parsed


def include(line: str, path: str) -> str | None:
    """The list that a line of the file at *path* includes, if it does."""
    match = _INCLUDE.match(line)
    return os.path.join(os.path.dirname(path), match[1].strip("\"'")) if match else None


def included(path: str, seen: set[str]) -> Iterator[Requirement]:
    """The requirements of the list at *path*, unless it is one of *seen*."""
    real = _real(path)
    if real in seen or len(seen) > _MOST_FILES:
        return
    seen.add(real)
    text = read_text(path, _MOST_BYTES)
    for requirement in read_list(text, path, seen) if text is not None else ():
        requirement.path = requirement.path or path
        yield requirement


def is_list(name: str) -> bool:
    """Whether a file in a project's folder is such a list, by its name."""
    stem, dot, suffix = name.rpartition(".")
    if dot != "." or suffix not in ENDINGS:
        return False
    return "requirements" in stem or (stem.startswith("constraints") and suffix in ("txt", "in"))


def order(name: str) -> tuple[bool, bool, bool, str]:
    """For sorting: ``requirements.txt`` first, then what is for all, and last what is for developers."""
    words = set(re.split(r"[-_.]", os.path.splitext(os.path.basename(name))[0]))
    return name != "requirements.txt", not words <= _FIRST, bool(words & _LAST), name


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path
