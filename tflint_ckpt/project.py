"""The files of one run and the projects around them, with the module of each that is asked for."""

from __future__ import annotations

import gc

from tflint_ckpt import gate, limits
from tflint_ckpt.project_files import ProjectFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_ckpt.around.around import Around
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Targets

_MOST_MODULES = 32
"""Modules kept: a tree takes a hundred times the memory of its text."""
_COLLECT_EVERY = 100
"""Modules parsed between two garbage collections; the command switches the automatic one off for speed,
and a module and its facts refer to each other."""


class Project(ProjectFiles):
    """The files of one run, and those around them, parsed only when they are asked for.

    *targets_of* says on which releases a file runs; for the others see :class:`ProjectFiles`.
    """

    def __init__(
        self,
        paths: Sequence[str],
        load: Callable[[str], Source | None],
        targets_of: Callable[[Source], Targets],
        around: Callable[[], Around] | None = None,
    ) -> None:
        super().__init__(paths, load, around)
        self._targets_of = targets_of
        self.watch: Callable[[str, bool], None] | None = None
        """Called with the path of a file and ``True`` before a parser gets its text, with ``False`` after."""
        self._modules: dict[str, Module] = {}
        self._parsed = 0

    def begin(self, path: str) -> None:
        super().begin(path)
        around = self.around
        if around is not None and around.is_known and around.unsearched:
            self._modules.pop(path, None)  # what was asked for its facts before would not be asked again

    def parse(self, source: Source) -> Module:
        """The module of a file, parsed once for each text it has.

        Raises ``libcst.ParserSyntaxError`` or ``RecursionError`` where LibCST cannot parse it.
        """
        kept = self._modules.pop(source.path, None)
        if kept is None or kept.source is not source:
            self._parsed += 1
            if not self._parsed % _COLLECT_EVERY and not gc.isenabled():
                gc.collect()
            kept = self._module(source, self._targets_of(source))
        self._modules[source.path] = kept
        if len(self._modules) > _MOST_MODULES:
            del self._modules[next(iter(self._modules))]
        return kept

    def _module(self, source: Source, targets: Targets) -> Module:
        from tflint_ckpt.semantics.module import Module

        if self.watch is None:
            return Module(source, targets, self, self.module)
        self.watch(source.path, True)
        try:
            module = Module(source, targets, self, self.module)
        except Exception:  # not what breaks the work off, such as a deadline: that is to be told of this file
            self.watch(source.path, False)
            raise
        self.watch(source.path, False)
        return module

    def forget(self) -> None:
        """Drop all modules: the work on one of them was broken off, and left facts half made."""
        self._modules.clear()
        self._indexes.clear()

    def drop_dependents(self) -> None:
        """Drop the modules with facts that hang on other files, one of which has another text now."""
        for path in self.looked_at_others:
            self._modules.pop(path, None)

    def module(self, source: Source) -> Module | None:
        """The module of a file, or ``None`` where it cannot be parsed, or is not linted itself."""
        from libcst import ParserSyntaxError

        kept = self._modules.get(source.path)
        if (kept is None or kept.source is not source) and self._is_too_much(source):
            return None
        try:
            return self.parse(source)
        except (ParserSyntaxError, RecursionError):
            return None

    def _is_too_much(self, source: Source) -> bool:
        if self.watch is None:
            return _is_too_much(source)
        self.watch(source.path, True)  # CPython's parser gets the text first
        is_too_much = _is_too_much(source)
        self.watch(source.path, False)
        return is_too_much


def _is_too_much(source: Source) -> bool:
    """Whether a text is one that LibCST's parser is not to see."""
    if limits.why_not_parsed(source.code):
        return True
    try:
        return limits.why_not_linted(gate.read(source.code, source.path), source.code) != ""
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
