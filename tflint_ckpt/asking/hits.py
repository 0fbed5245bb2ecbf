"""The files that have what a search is for, found once, whoever asks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Hits:
    """Those of *candidates* that *has* says to have it, in order, each searched when somebody gets so far.

    What was found stays: a hundred functions of one name are a hundred times the same question.
    """

    __slots__ = ("_candidates", "_found", "_has", "_searched")

    def __init__(self, candidates: Sequence[str], has: Callable[[str], bool]) -> None:
        self._candidates = candidates
        self._has = has
        self._found: list[str] = []
        self._searched = 0
        """How many of the candidates were searched."""

    def __iter__(self) -> Iterator[str]:
        place = 0
        while place < len(self._found) or self._find_another():
            yield self._found[place]
            place += 1

    def _find_another(self) -> bool:
        while self._searched < len(self._candidates):
            path = self._candidates[self._searched]
            has = self._has(path)  # what is raised here leaves the path to whoever asks next
            self._searched += 1
            if has:
                self._found.append(path)
                return True
        return False
