"""What was asked of other files for the sake of one, and what was answered: so much its facts hang on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tflint_ckpt.asking.search import Search


class Asked:
    """The questions for the sake of one file, each with its answer.

    Attributes:
        read: the files into which was looked, so that all of their text may count.
        followed: those of them that were parsed: what was asked for their sake counts as well.
        there, missing: the paths of which it was asked whether they are Python files of the project.
        found: for each search, the files that have it, as far as somebody wanted to know.
        finished: the searches that went through all files.
        told: whether one file has what a search is for, for each of which just that was asked.
        folders: for each folder, whether the project ships it.
        unsearched: why some file was not searched; ``None`` where nobody asked.
    """

    __slots__ = ("finished", "folders", "followed", "found", "missing", "read", "there", "told", "unsearched")

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.followed: set[str] = set()
        self.there: set[str] = set()
        self.missing: set[str] = set()
        self.found: dict[Search, set[str]] = {}
        self.finished: set[Search] = set()
        self.told: dict[tuple[str, Search], bool] = {}
        self.folders: dict[str, bool] = {}
        self.unsearched: str | None = None

    @property
    def asks_files(self) -> bool:
        """Whether anything was asked but for folders."""
        asked = self.read or self.there or self.missing or self.found or self.told
        return bool(asked) or self.unsearched is not None

    def add(self, other: Asked) -> None:
        """Add what was asked for the sake of the same file elsewhere: in another process."""
        self.read |= other.read
        self.followed |= other.followed
        self.there |= other.there
        self.missing |= other.missing
        for search, paths in other.found.items():
            self.found.setdefault(search, set()).update(paths)
        self.finished |= other.finished
        self.told.update(other.told)
        self.folders.update(other.folders)
        self.unsearched = other.unsearched if self.unsearched is None else self.unsearched


def reachable(asked: Mapping[str, Asked], paths: Iterable[str]) -> set[str]:
    """*paths*, and the files that those follow, one after the other."""
    found, left = set[str](), list(paths)
    while left:
        path = left.pop()
        if path not in found:
            found.add(path)
            left += asked[path].followed if path in asked else ()
    return found


def dependents(asked: Mapping[str, Asked], broken: Iterable[str]) -> set[str]:
    """*broken*, and the files that follow those, one after the other."""
    followers: dict[str, list[str]] = {}
    for path, each in asked.items():
        for followed in each.followed:
            followers.setdefault(followed, []).append(path)
    found, left = set[str](), list(broken)
    while left:
        path = left.pop()
        if path not in found:
            found.add(path)
            left += followers.get(path, ())
    return found
