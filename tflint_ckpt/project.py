"""The files of one run and the projects around them, with the module of each that is asked for."""

from __future__ import annotations

import gc
from contextlib import contextmanager

from tflint_ckpt import gate, limits
from tflint_ckpt.project_files import ProjectFiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator, Sequence

    from tflint_ckpt.around.around import Around
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Targets

_MOST_MODULES = 32
"""Modules kept: a tree takes a hundred times the memory of its text."""
_COLLECT_EVERY = 100
"""Modules given up between two garbage collections, which the command runs by itself, for speed.

A module and its facts refer to each other. That of a file that was linted is disposed of; whether facts of other
files still need one that they have asked for, only the collector can tell.
"""


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
        self._takes_skeletons = False
        self._given_up = 0
        self._told: tuple[Source, Targets] | None = None

    def begin(self, path: str) -> None:
        super().begin(path)
        around = self.around
        if around is not None and around.is_known and around.unsearched:
            self._modules.pop(path, None)  # what was asked for its facts before would not be asked again

    def targets_of(self, source: Source) -> Targets:
        """On which releases a file runs; kept for the file that was asked about last."""
        if self._told is None or self._told[0] is not source:
            self._told = source, self._targets_of(source)
        return self._told[1]

    @contextmanager
    def skeletons(self) -> Iterator[None]:
        """Give modules that LibCST has not parsed whole, whose methods may raise ``NeedsWhole``."""
        self._takes_skeletons = True
        try:
            yield
        finally:
            self._takes_skeletons = False

    def parse(self, source: Source, syntax: ast.Module | None = None) -> Module:
        """The module of a file, parsed once for each text it has; *syntax* is CPython's tree of it.

        Raises ``libcst.ParserSyntaxError`` or ``RecursionError`` where LibCST cannot parse it.
        """
        kept = self._modules.pop(source.path, None)
        if not self._takes_skeletons:
            syntax = None
        if kept is None or not self._serves(kept, source):
            kept = self._module(source, self.targets_of(source), syntax)
        self._modules[source.path] = kept
        if len(self._modules) > _MOST_MODULES:
            del self._modules[next(iter(self._modules))]
            self._given_up += 1
            if not self._given_up % _COLLECT_EVERY and not gc.isenabled():
                gc.collect()
        return kept

    def _serves(self, kept: Module, source: Source) -> bool:
        return kept.source is source and (kept.is_whole or self._takes_skeletons)

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
        self._modules.clear()
        self._indexes.clear()

    def drop_modules(self) -> None:
        """Drop all modules: what was asked of one takes another kind, and facts are half made."""
        self._modules.clear()

    def drop_dependents(self) -> None:
        """Drop the modules with facts that hang on other files, one of which has another text now."""
        for path in self.looked_at_others:
            self._modules.pop(path, None)

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
        """Free the memory of a module that no rule will look at again, if no other one knows of it."""
        if module.is_shared:
            return
        if self._modules.get(module.path) is module:
            del self._modules[module.path]
        module.dispose()

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
