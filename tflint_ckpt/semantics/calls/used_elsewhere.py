"""Where other files of the project use what is defined at the top of a module, and call it.

All uses are in sight, or none counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.sites import OTHER_FILES, CallSites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

Called = Callable[["Engine", cst.Call], "cst.CSTNode | None"]
Calls = tuple[tuple["Engine", cst.Call], ...]

_MOST_FILES = 8
"""Files that use one name of another."""
_MOST_CALLING = 4
"""Files that call one function, for the sake of its parameters: more give it different things."""


class CallsElsewhere:
    """The calls in other files of functions and classes of one module; answers are kept.

    Attributes:
        modules: for each call that was found, the file it stands in.
    """

    def __init__(self, module: Engine) -> None:
        self.module = module
        self.modules: dict[cst.Call, Engine] = {}
        self._known: dict[cst.FunctionDef, Calls | None] = {}

    def of(self, function: cst.FunctionDef, called: Called) -> Calls | None:
        """The calls in other files of a function at the top, or of a method or constructor of a class there.

        *called* says what a call of another file calls. ``None`` where there may be others, here or there,
        and where none of them is outside of tests.
        """
        if function not in self._known:
            self._known[function] = None  # while it is looked for
            found = self._of(function, called)
            self._known[function] = found
            self.modules.update((call, there) for there, call in found or ())
        return self._known[function]

    def _of(self, function: cst.FunctionDef, called: Called) -> Calls | None:
        module = self.module
        calls = module.fact(CallSites).calls_of(function)
        if calls.closed or calls.reason != OTHER_FILES or not calls.are_calls:
            return None
        from tflint_ckpt.semantics.calls.overrides import owner_of

        owner = owner_of(module, function)
        definition: cst.FunctionDef | cst.ClassDef = function
        if owner is not None:
            is_at_top = module.facts.scopes[owner] is module.facts.module
            if not is_at_top or len(module.fact(CallSites).receivers.with_heirs(owner)) != 1:
                return None
            if function.name.value != "__init__":
                return _besides_tests(self._calls_of_method(owner, function, called))
            definition = owner
        return _besides_tests(
            calls_of(module, definition) if self._seems_called(definition.name.value) else None
        )

    def _calls_of_method(self, owner: cst.ClassDef, method: cst.FunctionDef, called: Called) -> Calls | None:
        """The calls in other files of a method, each of them on an object whose class is seen."""
        if method.name.value.startswith("__") or not self._seems_called(owner.name.value):
            return None
        found = calls_of_method(self.module, method, called, _MOST_CALLING)
        on_class = any(
            there.spelled(cst.ensure_type(call.func, cst.Attribute).value) for there, call in found or ()
        )
        return None if found is None or on_class else tuple(found)

    def _seems_called(self, name: str) -> bool:
        """Whether the texts of other files, tests left out, seem to call it: asked before one is parsed."""
        call = re.compile(rf"\b{re.escape(name)}\s*\(|\b{re.escape(name)}\s+as\b")
        using = [path for path in _files_using(self.module, name) if not _is_test(path)]
        here, has = self.module.path, self.module.project.has
        return len(using) <= _MOST_CALLING and any(has(path, call, name, besides=here) for path in using)


def calls_of(
    module: Engine, definition: cst.FunctionDef | cst.ClassDef
) -> list[tuple[Engine, cst.Call]] | None:
    """The calls in other files of a function or class at the top of the module."""
    name, top = definition.name.value, module.facts.module
    if len(top.bindings.get(name, ())) != 1 or module.facts.scopes[definition].home(name) is not top:
        return None
    uses = uses_of(module, name)
    found: list[tuple[Engine, cst.Call]] = []
    for there, node in uses or ():
        call = there.parent(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            return None
        found.append((there, call))
    return found if uses is not None else None


def calls_of_method(
    module: Engine, method: cst.FunctionDef, called: Called, most: int = _MOST_FILES
) -> list[tuple[Engine, cst.Call]] | None:
    """The calls in other files of a method of a class of the module; *called* says what a call there calls.

    ``None`` where some may not show, or *most* files have calls of a method of that name.
    """
    from tflint_ckpt.semantics.calls import unseen

    name = method.name.value
    used = re.compile(rf"\.{re.escape(name)}\b")
    sources = list(module.project.containing(used, name, besides=module.path))
    if len(sources) > most or unseen.by_string(module, name):
        return None
    found: list[tuple[Engine, cst.Call]] = []
    for source in sources:
        there = module.located(source)
        if there is None:
            return None
        for node in there.attributes(name):
            call = there.parent(node)
            if not isinstance(call, cst.Call) or call.func is not node:
                return None
            meant = called(there, call)
            if meant is method:
                found.append((there, call))
            elif meant is None and there.resolve(node) is None and there.fact(CallSites).callee(call) is None:
                return None
    return found


def uses_of(module: Engine, name: str) -> list[tuple[Engine, cst.BaseExpression]] | None:
    """The expressions in other files that mean the top-level *name* of *module*.

    ``None`` if some may not show.
    """
    from tflint_ckpt.semantics.calls import unseen
    from tflint_ckpt.semantics.calls.imports import foreign_uses

    found: list[tuple[Engine, cst.BaseExpression]] = []
    paths = _files_using(module, name)
    if len(paths) > _MOST_FILES or unseen.by_string(module, name):
        return None
    for path in paths:
        source = module.project.source(path, besides=module.path)
        there = module.located(source) if source is not None else None
        if there is None or _is_renamed(module, there, name):
            return None
        for node, surely in foreign_uses(there, module, name):
            if surely is None:
                return None
            found.append((there, node))
    return found


def _is_renamed(module: Engine, there: Engine, name: str) -> bool:
    """Whether others may get the definition from the file *there* by another name."""
    for local in re.findall(rf"\b{re.escape(name)}\s+as\s+(\w+)", there.source.text):
        taken = re.compile(rf"import\b[^\n]*\b{re.escape(local)}\b|\.{re.escape(local)}\b")
        if any(path != there.path for path in module.project.having(taken, local, besides=module.path)):
            return True
    return False


def _files_using(module: Engine, name: str) -> list[str]:
    """The other files that may use the top-level *name* of *module*; some of them, if there are too many."""
    project, here = module.project, module.path
    importing, naming = set[str](), set[str]()
    for path in project.paths_importing(name, besides=here):
        if path not in importing and project.has(path, None, name, besides=here):
            naming.add(path)
            if len(naming) > _MOST_FILES:
                return sorted(naming)  # too many for all who ask, where many files have a ``build``
        importing.add(path)
    for path in sorted(importing):
        if path.endswith("__init__.py"):
            from tflint_ckpt.semantics.calls.imports import is_passed_on

            source = project.source(path, besides=here)
            package = module.other(source) if source is not None else None
            if package is None or is_passed_on(package, module, name):
                used = re.compile(rf"\.{re.escape(name)}\b")
                naming.update(project.having(used, name, besides=here))
                break
    return sorted(naming)


def _besides_tests(calls: Sequence[tuple[Engine, cst.Call]] | None) -> Calls | None:
    """*calls*, unless there are none outside of tests."""
    return tuple(calls) if calls and not all(_is_test(there.path) for there, _ in calls) else None


def _is_test(path: str) -> bool:
    """Whether the file at *path* is one of tests, going by its name and folder."""
    *folders, last = path.replace("\\", "/").split("/")
    return last.startswith("test_") or last.endswith("_test.py") or any(each == "tests" for each in folders)
