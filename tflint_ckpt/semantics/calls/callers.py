"""Every call of a local function in the files of the run, and whether those are all there can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.project import import_statements
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import decorators, owner_of
from tflint_ckpt.semantics.names.scopes import Scope
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Mapping, Text

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source


@dataclass(frozen=True, slots=True)
class Site:
    """One call of a function.

    Attributes:
        module: the file it is in.
        call: the call, or the ``functools.partial(…)`` that holds some of its arguments.
        bound: whether the receiver fills the first parameter.
        skip: how many leading arguments are not the function's own.
    """

    module: Module
    call: cst.Call
    bound: bool = False
    skip: int = 0

    def keyword(self, name: str) -> cst.Arg | None:
        """The argument given under the keyword *name*."""
        for argument in self.call.args:
            if argument.keyword is not None and argument.keyword.value == name:
                return argument
        return None

    def value(self, function: cst.FunctionDef, name: str) -> cst.BaseExpression | None:
        """What is given to the parameter *name*; ``None`` where nothing is, or that cannot be seen."""
        argument = self.keyword(name)
        if argument is not None:
            return argument.value
        given = []
        for item in self.call.args[self.skip :]:
            if item.star:
                break
            if item.keyword is None:
                given.append(item.value)
        positional = [
            param.name.value for param in (*function.params.posonly_params, *function.params.params)
        ]
        place = positional.index(name) - self.bound if name in positional else -1
        return given[place] if 0 <= place < len(given) else None

    def unpacked(self, function: cst.FunctionDef, name: str) -> bool | None:
        """Whether ``**mapping`` brings the parameter *name*; ``None`` where it may."""
        if self.value(function, name) is not None:
            return False
        answer: bool | None = False
        for argument in self.call.args:
            if argument.star == "**":
                for value in self.module.evaluate(argument.value):
                    if isinstance(value, Mapping) and any(entry.key == name for entry in value.entries):
                        return True
                    if not isinstance(value, Mapping) or not value.complete:
                        answer = None
        return answer


@dataclass(slots=True)
class Callers:
    """The calls of one function in the files of the run.

    Attributes:
        sites: the calls that surely are of it.
        doubtful: calls of a method of its name on a receiver of unknown class.
        escapes: whether it is also used other than by a call: handed on, exported, redefined.
        redefined: whether its name has another definition, so that a call may mean that one.
        handed_on: whether it is used as a value, or inherited in another file: who got it may call it,
            by keyword too, where no search for its name finds the call.
    """

    sites: list[Site] = field(default_factory=list)
    doubtful: list[Site] = field(default_factory=list)
    escapes: bool = False
    redefined: bool = False
    handed_on: bool = False


def callers(module: Module, function: cst.FunctionDef, parameter: str, *, thorough: bool) -> Callers:
    """Find the calls of *function*, a function, method or constructor of *module*.

    Unless *thorough*, other files count only where their text shows a call by ``parameter=`` or with a
    string: to parse every file that imports this one would cost more than the rest of a run.
    """
    search = _Search(module, parameter, thorough)
    owner = owner_of(module, function)
    if owner is None:
        search.definition(function, bound=False)
    elif function.name.value == "__init__":
        search.constructor(owner, set())
    else:
        search.method(owner, function)
    return search.found


def is_script(module: Module) -> bool:
    """Whether the module does its work when it is run: a main guard, or calls at its top level."""
    if module.path.rsplit("/", 1)[-1] == "__init__.py":
        return False
    for statement in module.tree.body:
        if isinstance(statement, cst.If) and "__name__" in module.text(statement.test):
            return True
    top = module.facts.module
    for call in module.facts.calls:
        if module.facts.scopes[call] is top:
            trains = isinstance(call.func, cst.Attribute) and call.func.attr.value in _TRAINS
            if trains or module.local_function(call.func) is not None:
                return True
    return False


_TRAINS = ("fit", "fit_generator", "train_on_batch", "compile")


# Functions and classes


class _Search:
    """The search for the calls of one definition."""

    def __init__(self, module: Module, parameter: str, thorough: bool) -> None:
        self.module = module
        self.passes = rf"\b{parameter}\s*=(?!=)|[\"']{parameter}[\"']\s*:"
        self.thorough = thorough
        self.found = Callers()

    def definition(self, node: cst.FunctionDef | cst.ClassDef, *, bound: bool) -> None:
        """Add the uses of a function or class by its name."""
        module, found = self.module, self.found
        name = node.name.value
        home = module.facts.scopes[node].home(name)
        found.redefined |= len(home.bindings.get(name, ())) != 1
        found.escapes |= found.redefined or _is_exported(module, home, name)
        for use in module.uses(name, home):
            _add(module, use, found, bound=bound)
        if home is not module.facts.module:
            return
        for source in module.project.importing(_stem(module.path), besides=module.path):
            shown = rf"{self.passes}|\b{name}\([^)]*[\"']"
            if not (self.thorough or re.search(shown, source.text)):
                continue
            if not _may_import(source, module, name):
                continue
            other = module.project.module(source)
            if other is None:
                found.escapes = True
                continue
            for foreign in _foreign_uses(other, module, name):
                _add(other, foreign, found, bound=bound)
                found.handed_on |= bound and _is_base(other, foreign)
            if source.path.endswith("__init__.py") and _re_exports(other, module, name):
                found.escapes = True

    def constructor(self, owner: cst.ClassDef, seen: set[cst.ClassDef]) -> None:
        """Add the calls of a class, of subclasses without a constructor, and ``super().__init__``."""
        module, found = self.module, self.found
        seen.add(owner)
        self.definition(owner, bound=True)
        for derived in module.facts.classes:
            bases = (classes.local_class(module, base.value) for base in derived.bases if not base.star)
            if derived not in seen and owner in bases and "__init__" not in classes.methods(derived):
                self.constructor(derived, seen)
        for call, func in module.method_calls("__init__"):
            inside = module.enclosing_class(call)
            if inside is not None and _is_super(func.value) and owner in classes.ancestry(module, inside):
                found.sites.append(Site(module, call, bound=True))
            elif isinstance(func.value, cst.Name) and classes.local_class(module, func.value) is owner:
                found.sites.append(Site(module, call))

    def method(self, owner: cst.ClassDef, function: cst.FunctionDef) -> None:
        """Add the calls ``receiver.name(…)``; of other files only those that pass the parameter by name."""
        module, found = self.module, self.found
        name = function.name.value
        static = "staticmethod" in decorators(module, function)
        relatives = family(module, owner)
        found.redefined = any(name in classes.methods(one) for one in relatives if one is not owner)
        found.escapes |= found.redefined
        for node in module.facts.scopes:
            if not (isinstance(node, cst.Attribute) and node.attr.value == name):
                continue
            ours = receives(module, node.value, relatives)
            parent = module.parent(node)
            if ours is False:
                continue
            if not isinstance(parent, cst.Call) or parent.func is not node:
                found.escapes |= ours is True
                found.handed_on |= ours is True
                continue
            by_class = classes.local_class(module, node.value) is not None
            site = Site(module, parent, bound=not static and not by_class)
            (found.sites if ours else found.doubtful).append(site)
        for source in module.project.calling(name, besides=module.path):
            other = module.project.module(source) if re.search(self.passes, source.text) else None
            if other is not None:
                found.doubtful += [Site(other, call, bound=True) for call, _ in other.method_calls(name)]
        if any(module.project.importing(owner.name.value, besides=module.path)):
            found.escapes = True


def _add(module: Module, use: cst.BaseExpression, found: Callers, *, bound: bool) -> None:
    """Add one use of a function or class as an expression."""
    parent = module.parent(use)
    if isinstance(parent, cst.Call):
        found.sites.append(Site(module, parent, bound))
        return
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
        if module.is_named(above.func, "functools.partial") and above.args[0] is parent:
            found.sites.append(Site(module, above, bound, skip=1))
            found.escapes = True
            return
        if isinstance(above.func, cst.Name) and above.func.value in ("isinstance", "issubclass", "super"):
            return
    elif isinstance(parent, cst.Annotation) or (
        isinstance(parent, cst.Arg) and isinstance(above, cst.ClassDef)
    ):
        return
    elif bound and isinstance(parent, cst.Attribute):
        return  # ``Class.method``: not the constructor
    found.escapes = found.handed_on = True


def _is_base(module: Module, use: cst.BaseExpression) -> bool:
    parent = module.parent(use)
    return isinstance(parent, cst.Arg) and isinstance(module.parent(parent), cst.ClassDef)


def _is_exported(module: Module, home: Scope, name: str) -> bool:
    if home is not module.facts.module:
        return False
    for binding in home.bindings.get("__all__", ()):
        if binding.value is None or f'"{name}"' in module.text(binding.value).replace("'", '"'):
            return True
    return False


def _is_super(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "super"


# Methods


def family(module: Module, owner: cst.ClassDef) -> list[cst.ClassDef]:
    """The class, its local bases, and the classes of the module that derive from it."""
    bases = [base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef)]
    derived = [other for other in module.facts.classes if owner in classes.ancestry(module, other)]
    return [owner, *bases, *derived]


def receives(module: Module, receiver: cst.BaseExpression, relatives: list[cst.ClassDef]) -> bool | None:
    """Whether an expression is one of the classes, or an instance of one; ``None`` where nothing says."""
    if isinstance(receiver, cst.Name) and receiver.value in ("self", "cls"):
        return module.enclosing_class(receiver) in relatives
    if _is_super(receiver):
        return module.enclosing_class(receiver) in relatives
    named = classes.local_class(module, receiver)
    if named is not None:
        return named in relatives
    if module.resolve(receiver) is not None:
        return False  # a module or an object of another one
    answers: set[bool | None] = set()
    for value in module.evaluate(receiver):
        if isinstance(value, Instance):
            made = classes.local_class(module, value.call.func)
            resolved = module.resolve(value.call.func)
            answers.add(made in relatives if made is not None else False if resolved else None)
        else:
            answers.add(False if isinstance(value, (Text, Constant)) else None)
    return answers.pop() if len(answers) == 1 else None


# Other files


def _stem(path: str) -> str:
    """The last part of a file's module name: ``train`` of ``a/train.py``, ``a`` of ``a/__init__.py``."""
    parts = _parts(path)
    return parts[-1] if parts else ""


def _parts(path: str) -> list[str]:
    parts = [part for part in path.removesuffix(".py").split("/") if part not in ("", ".")]
    return parts[:-1] if parts and parts[-1] == "__init__" else parts


def _foreign_uses(other: Module, module: Module, name: str) -> Iterator[cst.BaseExpression]:
    """The expressions in *other* that mean the top-level definition *name* of *module*."""
    aliases = {name}
    for scope in set(other.facts.scopes.values()):
        for local, bindings in scope.bindings.items():
            if any((binding.imported or "").endswith(f".{name}") for binding in bindings):
                aliases.add(local)
    stars = [star for star in other.facts.module.star_imports if _means(other.path, star, module)]
    for node in other.facts.scopes:
        if isinstance(node, cst.Name) and node.value in aliases:
            unbound = other.facts.scopes[node].lookup(node.value) is None
            if unbound and stars and node.value == name:
                yield node
                continue
        elif not (isinstance(node, cst.Attribute) and node.attr.value == name):
            continue
        if _is_definition(other, other.spelled(node) or "", module, name):
            yield node


def _re_exports(other: Module, module: Module, name: str) -> bool:
    """Whether a package's ``__init__`` imports the definition, so that others may import it from there."""
    top = other.facts.module
    if any(_means(other.path, star, module) for star in top.star_imports):
        return True
    imported = [binding.imported or "" for bindings in top.bindings.values() for binding in bindings]
    return any(_is_definition(other, item, module, name) for item in imported)


def _is_definition(other: Module, imported: str, module: Module, name: str) -> bool:
    """Whether the dotted name *imported*, as *other* writes it, is the definition *name* of *module*."""
    if imported.rpartition(".")[2] != name:
        return False
    head = imported[: -len(name)]
    return _means(other.path, head if not head.strip(".") else head[:-1], module)


def _means(path: str, imported: str, module: Module) -> bool:
    """Whether the module name *imported*, as the file at *path* writes it, is the file of *module*.

    An absolute name fits any file whose path ends in it, but for one where the importing file has one
    of that name beside it.
    """
    dots = len(imported) - len(imported.lstrip("."))
    wanted = [part for part in imported.split(".") if part]
    own = _parts(module.path)
    folder = [part for part in path.split("/")[:-1] if part not in ("", ".")]
    if dots:
        return own == folder[: len(folder) - dots + 1] + wanted
    if not wanted or own[-len(wanted) :] != wanted:
        return False
    beside = "/".join([*path.split("/")[:-1], *wanted]) + ".py"
    return beside == module.path or not module.project.holds(beside, besides=module.path)


def imported_elsewhere(module: Module, name: str) -> bool:
    """Whether another file of the run may import the top-level *name* of *module*, or *module* itself."""
    sources = module.project.importing(_stem(module.path), besides=module.path)
    return any(_may_import(source, module, name) for source in sources)


def _may_import(source: Source, module: Module, name: str) -> bool:
    """Whether a text imports *name* from *module*, or *module* itself; asked before it is parsed."""
    for statement in import_statements(source.text):
        words = statement.replace("(", " ").replace(",", " ").split()
        if words[0] == "import":
            if any(_means(source.path, word, module) for word in words[1:]):
                return True
            continue
        origin = words[1]
        if _means(source.path, origin, module) and (name in words or "*" in words):
            return True
        dot = "" if origin.endswith(".") else "."
        if any(_means(source.path, f"{origin}{dot}{word}", module) for word in words[3:]):
            return True
    return False
