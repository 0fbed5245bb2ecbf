"""Path templates: the folder a text names, without placeholders, and what kind of place that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.values.kinds import Hole, Text, Values

HOLE = "\0"
"""Stands in a shape for a part of a text that the code does not tell; its mark may follow."""
FIRST_MARK = 0xF0000
_HOLES = lazy_pattern("\0[\U000f0000-\U0010ffff]?")

_REMOTE = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MOUNTED = frozenset(("drive", "gdrive", "mnt", "media", "content", "kaggle"))
_PROVIDED = frozenset(("input", "working"))
"""Beside the working folder of a Kaggle notebook lie ``../input`` and ``../working``."""


Marks = Callable[[Hole], str]
"""Gives each hole a character for what it holds, from ``FIRST_MARK`` on, or none where nobody can say."""


def shape(text: Text, marks: Marks | None = None) -> str:
    """The characters of a text, ``HOLE`` and what *marks* says of it for each part that is not known."""
    return "".join(
        (HOLE + (marks(part) if marks else "")) if isinstance(part, Hole) else part.text
        for part in text.parts
    )


def marks_of(path: str) -> list[str]:
    """The marks of the holes of a shape, in order; empty for a hole without."""
    return [hole[1:] for hole in _HOLES.findall(path)]


def normal(path: str) -> str:
    """A relative path without ``.``, empty parts, and ``..`` that takes back a known part."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != ".." and HOLE not in parts[-1]:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    root = "/" if path.startswith("/") else ""
    return root + "/".join(parts)


def is_rooted(path: str) -> bool:
    """Whether a path is not relative, or may turn out not to be."""
    drive = path[:1]
    has_drive = path[1:2] == ":" and drive.isascii() and drive.isalpha()
    return has_drive or path.startswith(("/", "~", "$", "%", "\\"))


def cut(path: str) -> int:
    """Offset of the last slash before the first placeholder of a shape; -1 where there is none."""
    brace = path.find("{")
    return path.rfind("/", 0, brace if brace >= 0 else len(path))


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """One path that an expression may be, such as ``ckpt/⟨run⟩/m_{epoch:02d}.h5``.

    Attributes:
        text: the path as it was evaluated.
        shape: the same as one string, see :func:`shape`.
    """

    text: Text
    shape: str

    @property
    def directory(self) -> str:
        """The normalized folder of the file, placeholders and holes included; empty for a bare name."""
        return normal(self.shape[: self.shape.rfind("/") + 1])

    @property
    def stable_directory(self) -> str:
        """The part of the folder that is the same for every file: what comes before a placeholder.

        Empty where that is the working folder or one above it, which is there.
        """
        found = normal(self.shape[: cut(self.shape) + 1])
        return found if set(found.split("/")) - {".."} else ""

    @property
    def is_remote(self) -> bool:
        """Whether this is the address of a remote store, ``gs://bucket/…``."""
        return "://" in self.shape and _REMOTE.match(self.shape) is not None

    @property
    def starts_unknown(self) -> bool:
        """Whether the folder begins with something that the code does not tell."""
        return self._first.startswith(HOLE)

    @property
    def is_own(self) -> bool:
        """Whether the folder is relative and begins with a name that the code gives.

        Not where the platform or the user provides it: absolute and home folders, mounted drives, the
        ``../input`` of Kaggle. Not a path that ends in a slash, which names no file.
        """
        first = self._first
        if is_rooted(self.shape) or self.is_remote or self.shape.endswith("/"):
            return False
        if first in _MOUNTED or (first in _PROVIDED and self.directory.startswith("../")):
            return False
        return bool(first) and not first.startswith(HOLE)

    @property
    def _first(self) -> str:
        """The first part of the folder that is a name; empty where there is none."""
        return next((part for part in self.directory.split("/") if part not in ("", "..")), "")


def templates(values: Values, marks: Marks | None = None) -> tuple[PathTemplate, ...] | None:
    """The paths an expression may be; ``None`` where one alternative is no text."""
    texts = [value for value in values if isinstance(value, Text)]
    if len(texts) != len(values):
        return None
    return tuple(PathTemplate(text, shape(text, marks)) for text in texts)


def lies_in(path: PathTemplate, folder: PathTemplate, *, itself: bool = False) -> bool:
    """Whether *path* names something in *folder*, or, with *itself*, that folder.

    Both have marks for all that is not known, so that the same mark stands for the same text. An absolute
    path is never in a relative folder, for all that can be told.
    """
    inner, outer = normal(path.shape), normal(folder.shape)
    if "\\" in path.shape + folder.shape or ".." in outer.split("/"):
        return False
    if not outer:  # the working folder
        known = not inner.startswith(("/", "~", "$", "%", "../", HOLE)) and not path.is_remote
        return known and bool(inner or itself)
    return inner.startswith(f"{outer.rstrip('/')}/") or (itself and inner == outer)


def covers(made: str, directory: str, differ: Callable[[str, str], bool] = lambda one, other: False) -> bool:
    """Whether making the folder or file *made* means that *directory* is there: it is that, or below.

    Both are normalized shapes. A hole in *made* may be anything but a hole that is known to *differ*, by
    their marks; a hole in *directory* only stands for itself, so that a known folder does not pass for
    an unknown one.
    """
    if not made or not directory or made.startswith(HOLE):
        return False
    if HOLE not in made:
        return made == directory or made.startswith(directory + "/")
    above = [made[:place] for place, character in enumerate(made) if character == "/"]
    # What a hole holds may itself go on below the folder, so that the rest need not be looked at.
    above += [made[: hole.end()] for hole in _HOLES.finditer(made)]
    holes = set(marks_of(directory))
    fillers = {mark: _filler([other for other in holes if differ(mark, other)]) for mark in marks_of(made)}
    return any(re.fullmatch(_pattern(one, fillers), directory) for one in (*above, made))


def _filler(other: list[str]) -> str:
    """A pattern for what a hole may hold: anything without the holes *other*."""
    return f"[^{''.join(other)}]*" if other else "(?s:.*)"


def _pattern(made: str, fillers: dict[str, str]) -> str:
    known = map(re.escape, _HOLES.split(made))
    return next(known) + "".join(
        fillers[mark] + text for mark, text in zip(marks_of(made), known, strict=True)
    )


def shown(directories: Iterable[str]) -> str:
    """Folders as a message names them."""
    return " or ".join(dict.fromkeys(f'"{_HOLES.sub("⟨…⟩", one)}"' for one in directories))
