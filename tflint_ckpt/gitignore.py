"""Patterns of a ``.gitignore``: the usual ones are read here, all others by pathspec.

To import pathspec takes 15 ms, a third of what a good script takes, and nearly every repository has a
``.gitignore``. Here is read what most lines are: names and paths with ``*``, ``?`` and plain sets such as
``[cod]``. As long as no line with ``!`` speaks of a path, the order of lines does not matter. Where one
does, or a line holds anything else, pathspec is asked about all; ``tests/test_gitignore.py`` compares both.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

    Tokens = tuple[str | frozenset[str], ...]
    """A sign, one of several signs (none: any of all), or :data:`_ANY`."""

_ANY = "*"
"""Any number of any signs."""


class Patterns:
    """The patterns in *lines*. Raises ``ValueError`` if one of them is none."""

    __slots__ = ("_endings", "_lines", "_names", "_negated", "_others", "_spec")

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._spec: GitIgnoreSpec | None = None
        self._names: set[str] = set()
        """Names that are left out in all folders, whatever has them."""
        self._endings: tuple[str, ...] = ()
        """And their endings."""
        self._others: list[_Path] = []
        self._negated: list[_Path] = []
        for line in self._lines:
            if not line or line[0] == "#":
                continue
            path = _read(line.removeprefix("!"))
            if path is None:
                self._spec = _compiled(self._lines)
                return
            if line[0] == "!":
                self._negated.append(path)
            elif path.is_name and not any(sign in line for sign in "*?["):
                self._names.add(line)
            elif path.is_name and line[0] == _ANY and not any(sign in line[1:] for sign in "*?["):
                self._endings += (line[1:],)
            else:
                self._others.append(path)

    def check(self, path: str) -> bool | None:
        """Whether *path* is left out, ``None`` where no pattern speaks of it.

        It starts in the folder of the patterns, with forward slashes; that of a folder ends in one.
        """
        if self._spec is None:
            parts = path.split("/")
            is_folder = not parts[-1]
            if is_folder:
                del parts[-1]
            folders = len(parts) if is_folder else len(parts) - 1
            if "\n" not in path and not any(each.fits(parts, folders) for each in self._negated):
                left_out = not self._names.isdisjoint(parts)
                left_out = left_out or any(part.endswith(self._endings) for part in parts)
                return left_out or any(each.fits(parts, folders) for each in self._others) or None
            self._spec = _compiled(self._lines)
        include: bool | None = self._spec.check_file(path).include
        return include

    def leave_out(self, path: str) -> bool:
        """Whether *path* is left out."""
        return self.check(path) is True


class _Path:
    """A pattern: *segments* from the folder of the patterns or, if *is_floating*, from any below it."""

    __slots__ = ("is_floating", "is_folder", "is_name", "segments")

    def __init__(self, segments: list[str | Tokens], *, is_floating: bool, is_folder: bool) -> None:
        self.segments = segments
        self.is_floating = is_floating
        self.is_folder = is_folder
        """Whether a file by itself is not meant."""
        self.is_name = is_floating and not is_folder and len(segments) == 1

    def fits(self, parts: Sequence[str], folders: int) -> bool:
        """Whether *parts*, the first *folders* of which are folders, or a folder in them is meant."""
        length = len(self.segments)
        last = (folders if self.is_folder else len(parts)) - length
        return any(
            all(
                part == segment if isinstance(segment, str) else _fits(segment, part)
                for segment, part in zip(self.segments, parts[start : start + length], strict=True)
            )
            for start in (range(last + 1) if self.is_floating else range(min(last + 1, 1)))
        )


def _read(pattern: str) -> _Path | None:
    """A pattern without its ``!``, if it is of a usual kind."""
    if pattern.strip() != pattern or "\\" in pattern:
        return None
    segments = pattern.split("/")
    is_folder = len(segments) > 1 and segments[-1] in ("", "**")
    if is_folder:
        # ``name/`` is meant in all folders, ``name/**`` in that of the patterns.
        is_floating = segments[-1] == "" and len(segments) == 2
        del segments[-1]
    else:
        is_floating = len(segments) == 1
    if len(segments) > 1 and segments[0] in ("", "**"):
        is_floating = segments[0] == "**"
        del segments[0]
    read = []
    for segment in segments:
        tokens = _tokens(segment) if segment not in ("", "**") else None
        if tokens is None:
            return None
        read.append(tokens)
    return _Path(read, is_floating=is_floating, is_folder=is_folder)


def _tokens(segment: str) -> str | Tokens | None:
    """What a part between two slashes consists of; itself where it is a name."""
    if not any(sign in segment for sign in "*?["):
        return segment
    found: list[str | frozenset[str]] = []
    at = 0
    while at < len(segment):
        sign = segment[at]
        at += 1
        if sign == "[":
            end = segment.find("]", at)
            inside = segment[at:end]
            if end <= at or not inside.isalnum():  # a range, or what is none of several signs
                return None
            found.append(frozenset(inside))
            at = end + 1
        else:
            found.append(frozenset() if sign == "?" else sign)
    return tuple(found)


def _fits(tokens: Tokens, name: str) -> bool:
    """Whether *name* is one that *tokens* describe; after the last ``*`` nothing has to be tried twice."""
    token = at = 0
    after_star, star_at = -1, 0
    while at < len(name):
        wanted = tokens[token] if token < len(tokens) else None
        if wanted == _ANY:
            token += 1
            after_star, star_at = token, at
        elif wanted is not None and (
            name[at] == wanted if isinstance(wanted, str) else not wanted or name[at] in wanted
        ):
            token += 1
            at += 1
        elif after_star >= 0:
            star_at += 1
            token, at = after_star, star_at
        else:
            return False
    return all(rest == _ANY for rest in tokens[token:])


def _compiled(lines: Sequence[str]) -> GitIgnoreSpec:
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # ``[[:alpha:]]`` and ``[a--z]`` become sets that a later ``re`` may read otherwise, says this one.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return GitIgnoreSpec.from_lines(lines)
        except re.error as error:  # ``[z-a]`` is no range; no ValueError, unlike what pathspec refuses itself
            raise ValueError(str(error)) from None
