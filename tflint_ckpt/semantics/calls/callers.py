"""Every call of a local function in the files of the run, and whether those are all there can be."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls import classes, unseen
from tflint_ckpt.semantics.calls.imports import foreign_uses, is_passed_on
from tflint_ckpt.semantics.calls.named import is_bound
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.names.scopes import Scope
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Mapping, Text
from tflint_ckpt.syntax.forms import is_self_or_cls, is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
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

    module: Engine
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
        doubtful: calls that may be of it: of a method of its name on a receiver of unknown class, of a name
            that a lazy import or a package of the project makes.
        escapes: whether it is also used other than by a call: handed on, exported, redefined.
        redefined: whether its name has another definition, so that a call may mean that one.
        handed_on: whether it is used as a value, or inherited in another file: who got it may call it,
            by keyword too, where no search for its name finds the call.
        unseen: where it is named so that it may be called by keyword, and no call shows: in a string that
            is looked up, in a configuration, in a snippet of a text; empty where it is not.
    """

    sites: list[Site] = field(default_factory=list)
    doubtful: list[Site] = field(default_factory=list)
    escapes: bool = False
    redefined: bool = False
    handed_on: bool = False
    unseen: str = ""


def callers(module: Engine, function: cst.FunctionDef, parameter: str, *, thorough: bool) -> Callers:
    """Find the calls of *function*, a function, method or constructor of *module*.

    Unless *thorough*, other files count only where they import the module and their text shows a call by
    ``parameter=`` or with a string; a call by keyword in one of the others is ``unseen``. To parse every
    file that may use the function would cost more than the rest of a run.
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


# Functions and classes


class _Search:
    """The search for the calls of one definition."""

    def __init__(self, module: Engine, parameter: str, thorough: bool) -> None:
        self.module = module
        self.parameter = parameter
        # Here and below: a pattern that begins with a word written out is found forty times as fast.
        self.passes = rf"{parameter}(?:(?<=\b{parameter})\s*=(?!=)|(?<=[\"']{parameter})[\"']\s*:)"
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
        found.unseen = found.unseen or unseen.by_string(module, name)
        called, named = unseen.in_other_texts(module, name, self.parameter)
        found.unseen = found.unseen or called
        found.escapes |= bool(named)
        for source in self._may_use(name):
            other = module.located(source)
            if other is None:
                found.escapes = True
                continue
            for foreign, surely in foreign_uses(other, module, name):
                if surely:
                    _add(other, foreign, found, bound=bound)
                else:
                    _add_doubtful(other, foreign, found, bound=bound)
                found.handed_on |= bound and _is_base(other, foreign)
            if source.path.endswith("__init__.py") and is_passed_on(other, module, name):
                found.escapes = True
                found.handed_on |= re.search(rf"\b{name}\s+as\s+(?!{name}\b)\w", source.text) is not None

    def _may_use(self, name: str) -> Iterator[Source]:
        """The other files in which the definition may be used; see :func:`callers`."""
        module, project = self.module, self.module.project
        by_path: dict[str, Source] = {}
        imports = list(project.importers(name, besides=module.path))
        if self.thorough:
            imports += project.importing(name, besides=module.path)
        for source in imports:
            shown = unseen.is_kept(source.text, name) or source.path.endswith("__init__.py")
            if shown if self.thorough else self._is_given(name, source.text):
                by_path[source.path] = source
        used = re.compile(rf"{name}(?:(?<=\b{name})\s*\(|(?<=\.{name})\b)")
        for source in project.containing(used, name, besides=module.path):
            if source.path in by_path:
                continue
            at = unseen.keyword_call(source.text, name, self.parameter)
            if self.thorough and (at is not None or re.search(rf"\.{name}\b(?!\s*\()", source.text)):
                by_path[source.path] = source
            elif at is not None:
                self.found.unseen = f"{source.path}, {source.place(at).spoken}"
        for path in sorted(by_path):
            yield by_path[path]

    def _is_given(self, name: str, text: str) -> bool:
        """Whether *text* passes the parameter by name, or a string to what is called so."""
        return bool(re.search(self.passes, text) or re.search(rf"{name}(?<=\b{name})\([^)]*[\"']", text))

    def constructor(self, owner: cst.ClassDef, seen: set[cst.ClassDef]) -> None:
        """Add the calls of a class, of subclasses without a constructor, and ``super().__init__``."""
        module, found = self.module, self.found
        seen.add(owner)
        self.definition(owner, bound=True)
        heirs = []
        for derived in module.facts.classes:
            bases = (classes.local_class(module, base.value) for base in derived.bases if not base.star)
            if derived in seen or owner not in bases:
                continue
            if "__init__" in classes.methods(derived):
                heirs.append(derived)
            else:
                self.constructor(derived, seen)
        for call, func in module.method_calls("__init__"):
            inside = module.enclosing_class(call)
            if inside is not None and is_super(func.value) and owner in classes.ancestry(module, inside):
                found.sites.append(Site(module, call, bound=True))
            elif isinstance(func.value, cst.Name) and classes.local_class(module, func.value) is owner:
                found.sites.append(Site(module, call))
        for call in module.facts.calls:
            if module.fact(Receivers).own_class(call.func) is owner:
                (found.doubtful if heirs else found.sites).append(Site(module, call, bound=True))

    def method(self, owner: cst.ClassDef, function: cst.FunctionDef) -> None:
        """Add the calls ``receiver.name(…)``; of other files only those that pass the parameter by name."""
        module, found = self.module, self.found
        name = function.name.value
        receivers = module.fact(Receivers)
        relatives = family(module, owner)
        found.redefined = any(name in classes.methods(one) for one in relatives if one is not owner)
        found.escapes |= found.redefined
        found.unseen = unseen.by_attribute(module, name, self.parameter)
        for use in module.uses(name, module.facts.scopes[function]):
            _add(module, use, found, bound=False)  # by its name, in the body of the class
        for node in module.attributes(name):
            ours = receives(module, node.value, relatives)
            parent = module.parent(node)
            if ours is False:
                continue
            if not isinstance(parent, cst.Call) or parent.func is not node:
                found.escapes = True
                found.handed_on |= ours is True
                continue
            site = Site(module, parent, bound=is_bound(module, receivers, function, node))
            (found.sites if ours else found.doubtful).append(site)
        passing = re.compile(self.passes)
        for source in module.project.calling(name, besides=module.path, pattern=passing):
            other = module.located(source)
            if other is not None:
                found.doubtful += [Site(other, call, bound=True) for call, _ in other.method_calls(name)]
        for source in module.project.importing(owner.name.value, besides=module.path):
            found.escapes = True
            found.redefined |= re.search(rf"\bdef\s+{name}\s*\(", source.text) is not None


def _add(module: Engine, use: cst.BaseExpression, found: Callers, *, bound: bool) -> None:
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


def _add_doubtful(module: Engine, use: cst.BaseExpression, found: Callers, *, bound: bool) -> None:
    """Add what may be a use of a function or class."""
    parent = module.parent(use)
    if isinstance(parent, cst.Call) and parent.func is use:
        found.doubtful.append(Site(module, parent, bound))
    else:
        found.escapes = True


def _is_base(module: Engine, use: cst.BaseExpression) -> bool:
    parent = module.parent(use)
    return isinstance(parent, cst.Arg) and isinstance(module.parent(parent), cst.ClassDef)


def _is_exported(module: Engine, home: Scope, name: str) -> bool:
    if home is not module.facts.module:
        return False
    for binding in home.bindings.get("__all__", ()):
        if binding.value is None or f'"{name}"' in module.text(binding.value).replace("'", '"'):
            return True
    return False


# Methods


def family(module: Engine, owner: cst.ClassDef) -> list[cst.ClassDef]:
    """The class, its local bases, and the classes of the module that derive from it."""
    bases = [base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef)]
    derived = [other for other in module.facts.classes if owner in classes.ancestry(module, other)]
    return [owner, *bases, *derived]


def receives(module: Engine, receiver: cst.BaseExpression, relatives: list[cst.ClassDef]) -> bool | None:
    """Whether an expression is one of the classes, or an instance of one; ``None`` where nothing says."""
    if is_self_or_cls(receiver):
        return module.enclosing_class(receiver) in relatives
    if is_super(receiver):
        return module.enclosing_class(receiver) in relatives
    named = classes.local_class(module, receiver)
    if named is not None:
        return named in relatives
    if module.resolve(receiver) is not None:
        return False  # a module or an object of another one
    answers: set[bool | None] = set()
    for value in module.evaluate_nearby(receiver):
        if isinstance(value, Instance):
            made = classes.local_class(module, value.call.func)
            resolved = module.resolve(value.call.func)
            answers.add(made in relatives if made is not None else False if resolved else None)
        else:
            answers.add(False if isinstance(value, (Text, Constant)) else None)
    return agreed(answers)
