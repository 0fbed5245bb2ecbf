"""The calls of a module that read, write or test a file, by the names of the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.roles import READING, Role, file_argument
from tflint_ckpt.semantics.paths.shape import normal
from tflint_ckpt.semantics.paths.suffix import without_suffix
from tflint_ckpt.semantics.values.kinds import Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class Handled:
    """A call, what it does with the file, and the values of the argument that names it."""

    call: cst.Call
    role: Role
    values: tuple[Value, ...]


class HandledFiles:
    """Those calls of one module, in source order; each answer is too.

    A path that is written out whole can only be a file of the same name: the others need not be asked.

    Attributes:
        every: all of them.
        calls: the calls by themselves.
    """

    def __init__(self, module: Module) -> None:
        self.every: list[Handled] = []
        self._names: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._unnamed: list[int] = []
        self._open: list[int] = []
        for call in module.facts.calls:
            found = file_argument(module, call)
            if found is not None:
                self._add(Handled(call, found[1], tuple(module.evaluate(found[0]))))
        self.calls = dict.fromkeys(handled.call for handled in self.every)

    def _add(self, handled: Handled) -> None:
        place = len(self.every)
        self.every.append(handled)
        if handled.role in READING and len(handled.values) == 1 and not isinstance(handled.values[0], Text):
            self._open.append(place)
        for value in handled.values:
            if not isinstance(value, Text):
                continue
            name = whole_name(value)
            if name is None:
                self._open.append(place)
            else:
                self._names.setdefault(name, []).append(place)
            if value.literal:
                stem = without_suffix(value.literal.rpartition("/")[2])
                self._stems.setdefault(stem, []).append(place)
            else:
                self._unnamed.append(place)

    def like(self, texts: Iterable[Text]) -> Iterator[Handled]:
        """The calls whose file may be one of *texts*, or is not known."""
        names = [whole_name(text) for text in texts]
        if None in names:
            return iter(self.every)
        return self._at([self._open, *(self._names.get(name, []) for name in names if name is not None)])

    def with_stems(self, stems: Iterable[str]) -> Iterator[Handled]:
        """The calls whose file may have a name that is one of *stems* and any suffix."""
        return self._at([self._unnamed, *(self._stems.get(stem, []) for stem in stems)])

    def _at(self, places: list[list[int]]) -> Iterator[Handled]:
        return (self.every[place] for place in sorted(set().union(*places)))


def whole_name(text: Text) -> str | None:
    """The file name of a path that is known whole; ``None`` for one with unknown parts or fields."""
    if text.literal is None or "{" in text.literal:
        return None
    return normal(text.literal).rpartition("/")[2]
