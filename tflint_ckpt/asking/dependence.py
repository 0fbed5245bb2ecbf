"""Which files were told something of another that is another answer, once that has another text."""

from __future__ import annotations

from tflint_ckpt.asking.asked import Asked, dependents
from tflint_ckpt.asking.search import IMPORTED, WORD_IMPORTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_ckpt.result import FileResult
    from tflint_ckpt.source import Source


class Dependence:
    """What was asked of other files in one run, in whichever process."""

    def __init__(self, results: Iterable[FileResult]) -> None:
        self._asked: dict[str, Asked] = {}
        self._unknown: set[str] = set()
        """The files that asked, nobody knows what."""
        for result in results:
            self.add(result)

    def add(self, result: FileResult) -> None:
        """Add what was asked while a file was linted."""
        for path, asked in result.asked.items():
            self._asked.setdefault(path, Asked()).add(asked)
        if not result.is_self_contained and result.path not in self._asked:
            self._unknown.add(result.path)

    def told_of(self, before: Source | None, now: Source) -> set[str]:
        """The files whose findings may hang on a file having the text *before*, and not the one it has *now*.

        Its own are not among them, unless a file that it looks at looks at it.
        """
        asked = self._asked
        told = {path for path, each in asked.items() if path != now.path and _tells(each, before, now)}
        told.update(path for path, each in asked.items() if now.path in each.followed)
        return dependents(asked, told) | self._unknown


def _tells(asked: Asked, before: Source | None, now: Source) -> bool:
    """Whether one of the questions that were *asked* has another answer now."""
    if before is None or now.path in asked.read:
        return True
    if any(
        path == now.path and search.finds(path, now.text, _anything) != has
        for (path, search), has in asked.told.items()
    ):
        return True
    return any(
        search.finds(before.path, before.text, _anything) != search.finds(now.path, now.text, _anything)
        for search in asked.found
        # Fixes are taken not to change who imports what, as the indexes of the project take them.
        if search.is_python and search.kind not in (IMPORTED, WORD_IMPORTED)
    )


def _anything(path: str) -> bool:
    return True
