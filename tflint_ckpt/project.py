"""The files of one run and the projects around them, with the module of each that is asked for."""

from __future__ import annotations

import gc
from _weakref import ref

from tflint_ckpt import gate, limits
from tflint_ckpt.project_files import ProjectFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_ckpt.around.around import Around
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Targets

_MOST_KEPT = 250_000
"""Characters of text whose modules are kept: a tree with its facts takes a hundred times the memory."""
_COLLECT_EVERY = 100
"""Modules given up between two garbage collections while one file is linted: the command switches the
automatic one off for speed, and a module and its facts refer to each other."""


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
        self._size = 0
        """Characters of their texts together."""
        self._given_up: list[ref[Module]] = []
        """Modules that are kept no more, but that facts of others may refer to."""
        self._since_collection = 0

    def begin(self, path: str) -> None:
        super().begin(path)
        around = self.around
        if around is not None and around.is_known and around.unsearched:
            self._drop(path)  # what was asked for its facts before would not be asked again

    def parse(self, source: Source) -> Module:
        """The module of a file, parsed once for each text it has.

        Raises ``libcst.ParserSyntaxError`` or ``RecursionError`` where LibCST cannot parse it.
        """
        kept = self._modules.get(source.path)
        if kept is None or kept.source is not source:
            self._drop(source.path)
            kept = self._module(source, self._targets_of(source))
        else:
            self._take(source.path)
        self._modules[source.path] = kept
        self._size += len(source.text)
        while self._size > _MOST_KEPT and len(self._modules) > 1:
            self._drop(next(iter(self._modules)))
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
        self._size = 0
        self._indexes.clear()

    def drop_dependents(self) -> None:
        """Drop the modules with facts that hang on other files, one of which has another text now."""
        for path in self.looked_at_others:
            self._drop(path)

    def module(self, source: Source) -> Module | None:
        """The module of a file, or ``None`` where it cannot be parsed, or is not linted itself."""
        from libcst import ParserSyntaxError

        kept = self._modules.get(source.path)
        if (kept is None or kept.source is not source) and self._is_too_much(source):
            return None
        try:
            kept = self.parse(source)
        except (ParserSyntaxError, RecursionError):
            return None
        kept.is_shared = True
        return kept

    def done(self, module: Module) -> None:
        """Free the memory of all modules that no rule will look at again: *module* has been linted.

        If no other file has asked for it, nobody else knows of it.
        """
        if not module.is_shared:
            if self._modules.get(module.path) is module:
                self._take(module.path)
            self._given_up.append(ref(module))
        needed: set[Code] = set(self._modules.values())
        stack = list(needed)
        while stack:
            others = {other for other in stack.pop().known_others() if other not in needed}
            needed |= others
            stack += others
        alive = {module for module in (each() for each in self._given_up) if module is not None}
        for unneeded in alive - needed:
            unneeded.dispose()
        self._given_up = [ref(module) for module in alive & needed]
        self._since_collection = 0

    def _take(self, path: str) -> Module | None:
        """The module that is kept of a file, kept no more."""
        module = self._modules.pop(path, None)
        if module is not None:
            self._size -= len(module.source.text)
        return module

    def _drop(self, path: str) -> None:
        """Keep the module of a file no longer; what other facts refer to stays with them."""
        module = self._take(path)
        if module is None:
            return
        self._given_up.append(ref(module))
        self._since_collection += 1
        if not self._since_collection % _COLLECT_EVERY and not gc.isenabled():
            del module
            gc.collect()

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
