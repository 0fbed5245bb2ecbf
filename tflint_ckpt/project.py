"""The files of one run and the projects around them, with the module of each that is asked for."""

from __future__ import annotations

import gc
from _weakref import ref

from tflint_ckpt import gate, limits
from tflint_ckpt.project_files import ProjectFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
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
        self.takes_skeletons = False
        self._told: dict[str, tuple[Source, Targets]] = {}
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

    def targets_of(self, source: Source) -> Targets:
        """On which releases a file runs; kept, as other files ask for it, too."""
        told = self._told.get(source.path)
        if told is None or told[0] is not source:
            told = self._told[source.path] = source, self._targets_of(source)
        return told[1]

    def skeletons(self) -> _Skeletons:
        """A block in which modules are given that LibCST has not parsed whole: they may raise ``NeedsWhole``.
        """
        return _Skeletons(self)

    def parse(self, source: Source, syntax: ast.Module | None = None) -> Module:
        """The module of a file, parsed once for each text it has; *syntax* is CPython's tree of it.

        Raises ``libcst.ParserSyntaxError`` or ``RecursionError`` where LibCST cannot parse it.
        """
        if not self.takes_skeletons:
            syntax = None
        kept = self._modules.get(source.path)
        if kept is None or not self._serves(kept, source):
            self._drop(source.path)
            kept = self._module(source, self.targets_of(source), syntax)
        else:
            self._take(source.path)
        self._modules[source.path] = kept
        self._size += len(source.text)
        while self._size > _MOST_KEPT and len(self._modules) > 1:
            self._drop(next(iter(self._modules)))
        return kept

    def _serves(self, kept: Module, source: Source) -> bool:
        return kept.source is source and (kept.is_whole or self.takes_skeletons)

    def _module(self, source: Source, targets: Targets, syntax: ast.Module | None) -> Module:
        from tflint_ckpt.semantics.module import Module

        if self.watch is None:
            return Module(source, targets, self, self.module, syntax)
        self.watch(source.path, True)
        try:
            module = Module(source, targets, self, self.module, syntax)
        except Exception:  # not what breaks the work off, such as a deadline: that is to be told of this file
            self.watch(source.path, False)
            raise
        self.watch(source.path, False)
        return module

    def forget(self) -> None:
        """Drop all modules: the work on one of them was broken off, and left facts half made."""
        self.drop_modules()
        self._told.clear()
        self._hits.clear()
        self._texts_asked.clear()

    def drop_modules(self) -> None:
        """Drop all modules: what was asked of one takes another kind, and facts are half made.

        They are taken apart when the next file is done with (:meth:`done`): nobody else frees them.
        """
        self._given_up += map(ref, self._modules.values())
        self._modules.clear()
        self._size = 0

    def drop_dependents(self) -> None:
        """Drop the modules with facts that hang on other files, one of which has another text now."""
        for path in self.looked_at_others:
            self._drop(path)

    def module(self, source: Source) -> Module | None:
        """The module of a file, or ``None`` where it cannot be parsed, or is not linted itself."""
        from libcst import ParserSyntaxError

        syntax = None
        kept = self._modules.get(source.path)
        if kept is None or not self._serves(kept, source):
            readable, syntax = self._syntax(source)
            if not readable:
                return None
        try:
            kept = self.parse(source, syntax)
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
        self._given_up = [ref(module) for module in alive & needed]
        self._since_collection = 0
        for unneeded in alive - needed:
            unneeded.dispose()

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

    def _syntax(self, source: Source) -> tuple[bool, ast.Module | None]:
        if self.watch is None:
            return _syntax(source)
        self.watch(source.path, True)  # CPython's parser gets the text first
        found = _syntax(source)
        self.watch(source.path, False)
        return found


def _syntax(source: Source) -> tuple[bool, ast.Module | None]:
    """Whether a text is one that LibCST's parser may see, and its tree if CPython knows the syntax."""
    if limits.why_not_parsed(source.code):
        return False, None
    try:
        tree = gate.read(source.code, source.path)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False, None
    return not limits.why_not_linted(tree, source.code), tree


class _Skeletons:
    __slots__ = ("_project",)

    def __init__(self, project: Project) -> None:
        self._project = project

    def __enter__(self) -> None:
        self._project.takes_skeletons = True

    def __exit__(self, *_: object) -> None:
        self._project.takes_skeletons = False
