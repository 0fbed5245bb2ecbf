"""The calls of one function that a module shows: by name, on objects, of its class, of a ``partial``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import decorators, owner_of
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.names.scopes import BindingKind, Scope
from tflint_ckpt.semantics.values.kinds import Instance, Piece, Text, Unknown, Value
from tflint_ckpt.syntax.forms import is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

Function = cst.FunctionDef | cst.Lambda
_PROPERTIES = ("property", "functools.cached_property", "abc.abstractproperty")
_LOOKING = ("isinstance", "issubclass", "callable", "print", "repr", "id", "hash", "help", "type")
"""Builtins that do not call the function they are given."""
_ABOUT = frozenset("__name__ __qualname__ __doc__ __module__ __annotations__ cache_clear cache_info".split())
_WITHIN = (
    *(cst.Arg, cst.Tuple, cst.List, cst.Element, cst.Subscript, cst.SubscriptElement, cst.Index),
    *(cst.ComparisonTarget, cst.BinaryOperation),
)
"""What a type may stand in, as in ``isinstance(x, (T, U))`` and ``x: dict[str, T | None]``."""
_DEEPEST = 6
_BY_NAME = "it may be looked up by its name"
_UNKNOWN_RECEIVER = "an object of an unknown class has a method of that name"


@dataclass(frozen=True, slots=True)
class CallSite:
    """One place where a function is called.

    Attributes:
        node: the call; for a property the attribute that reads it; for a ``functools.partial(…)`` that is
            handed on, that call.
        partial: whether *node* is such a ``partial``: it gives some arguments, when and with which others
            the function is called is not in sight.
    """

    node: cst.Call | cst.Attribute
    partial: bool = False


class Search:
    """Collects the calls of *function* in *module*.

    Attributes:
        sites: those that were found, in no order; of a method also those that may be of an override.
        reason: why there may be others in the module, and what shows it; ``None`` if there are none.
        names: the variables at the top of the module that have it.
        on_parameters: of a method, ``m.save`` where ``m`` is a parameter, by whose callers it may be one.
    """

    def __init__(self, module: Engine, receivers: Receivers, function: Function) -> None:
        self.module = module
        self.receivers = receivers
        self.function = function
        self.sites: list[CallSite] = []
        self.reason: tuple[str, cst.CSTNode | None] | None = None
        self.names: set[str] = set()
        self.on_parameters: list[cst.Attribute] = []
        if isinstance(function, cst.Lambda):
            self._use(function)
        elif (owner := owner_of(module, function)) is None:
            self._definition(function)
        elif function.name.value == "__init__":
            self._constructor(owner, function)
        else:
            self._method(owner, function)

    def _open(self, reason: str, node: cst.CSTNode | None = None) -> None:
        self.reason = self.reason or (reason, node)

    def settle(self, node: cst.Attribute, owners: frozenset[cst.ClassDef] | None) -> None:
        """Count one of :attr:`on_parameters`, whose receiver is of one of *owners*; ``None`` if unknown."""
        if owners is None:
            self._open(_UNKNOWN_RECEIVER, node)
        elif any(self.receivers.method(each, node.attr.value) is self.function for each in owners):
            self._use(node)

    # By name

    def _definition(self, node: cst.FunctionDef | cst.ClassDef) -> None:
        """Add the uses of a function or class by its name."""
        module, name = self.module, node.name.value
        home = module.facts.scopes[node].home(name)
        bindings = home.bindings[name]
        if len(bindings) != 1:
            other = next((each.node for each in bindings if each.node is not node), None)
            self._open("its name is given to something else", other)
            return
        self._name(name, home)
        for use in module.uses(name, home):
            self._use(use)
        if home is module.facts.module:
            for call in module.fact(_LookedUp).by(name):
                self._open(_BY_NAME, call)
        if home.is_class:  # ``Outer.Inner()``
            for attribute in module.attributes(name):
                self._open("it is used as an attribute", attribute)

    def _name(self, name: str, home: Scope) -> None:
        if home is self.module.facts.module:
            self.names.add(name)

    def _use(self, node: cst.BaseExpression, depth: int = 0) -> None:
        """Add one place where *node* stands for the function, or for the class that it constructs."""
        module = self.module
        parent = module.parent(node)
        above = module.parent(parent) if isinstance(parent, cst.Arg) else None
        if isinstance(parent, cst.Call) and parent.func is node:
            self.sites.append(CallSite(parent))
        elif isinstance(parent, cst.Assign) and parent.value is node and depth < _DEEPEST:
            self._alias(node, parent, depth)
        elif (made := as_partial(module, above)) is not None and made.args[0] is parent:
            self._partial(made)
        elif not self._is_harmless(node):
            self._open("it is handed on", node)

    def _alias(self, node: cst.BaseExpression, statement: cst.Assign, depth: int) -> None:
        """Another name for the function; one that nothing here uses is there for somebody else."""
        uses = self._uses_of(statement)
        for use in uses or ():
            self._use(use, depth + 1)
        if not uses:
            self._open("it is handed on", node)

    def _uses_of(self, statement: cst.Assign) -> list[cst.Name] | None:
        """The uses of the only variable that *statement* sets, if it has no other value."""
        target = statement.targets[0].target if len(statement.targets) == 1 else None
        binding = self.module.sole_binding(target) if target is not None else None
        if binding is None or binding.scope.is_class or binding.kind is not BindingKind.ASSIGNMENT:
            return None
        self._name(binding.name, binding.scope)
        return [use for use in self.module.uses(binding.name, binding.scope) if use is not target]

    def _partial(self, call: cst.Call) -> None:
        """Add ``functools.partial(f, …)``: the calls of it, and itself where it is handed on."""
        parent = self.module.parent(call)
        if isinstance(parent, cst.Call) and parent.func is call:
            self.sites.append(CallSite(parent))
            return
        uses = self._uses_of(parent) if isinstance(parent, cst.Assign) else None
        handed_on = not uses
        for use in uses or ():
            above = self.module.call_of(use)
            if above is not None:
                self.sites.append(CallSite(above))
            else:
                handed_on = handed_on or not self._is_harmless(use)
        if handed_on:
            self.sites.append(CallSite(call, partial=True))

    def _is_harmless(self, node: cst.BaseExpression) -> bool:
        """Whether a use of a function or class neither calls it nor lets others do so."""
        for child, above in self.module.steps(node):
            if isinstance(above, cst.Annotation):
                return True
            if isinstance(above, cst.Call):
                name = self.module.builtin(above.func)
                return child is not above.func and (name in _LOOKING or name == "super")
            if isinstance(above, (cst.ClassDef, cst.Comparison)):
                return True
            if isinstance(above, cst.ExceptHandler):
                return above.type is child
            if isinstance(above, cst.Attribute):
                function = self.function
                of_class = isinstance(function, cst.FunctionDef) and function.name.value == "__init__"
                return of_class or above.attr.value in _ABOUT
            if not isinstance(above, _WITHIN):
                return False
        return False

    # Methods and constructors

    def _method(self, owner: cst.ClassDef, function: cst.FunctionDef) -> None:
        module, name = self.module, function.name.value
        if classes.methods(owner).get(name) is not function:
            self._open("its name is given to something else", function)
            return
        if name.startswith("__") and name.endswith("__"):
            self._open("Python itself may call it")
        reads = is_property(module, function)
        for use in module.uses(name, module.facts.scopes[function]):
            self._use(use)
        for node in module.attributes(name):
            self._attribute(node, function, reads)
        self._looked_up(owner, name)

    def _attribute(self, node: cst.Attribute, function: cst.FunctionDef, reads: bool) -> None:
        """Add one ``receiver.name``."""
        meant = self.receivers.meant(node)
        if meant is None and not reads and self._is_parameter(node.value):
            self.on_parameters.append(node)
        elif meant is None:
            self._open(_UNKNOWN_RECEIVER, node)
        elif function in meant:
            if not reads:
                self._use(node)
            elif isinstance(self.module.parent(node), (cst.AssignTarget, cst.AugAssign, cst.Del)):
                self._open("it is set", node)
            else:
                self.sites.append(CallSite(node))

    def _is_parameter(self, node: cst.BaseExpression) -> bool:
        binding = self.module.sole_binding(node)
        return binding is not None and binding.kind is BindingKind.PARAMETER

    def _looked_up(self, owner: cst.ClassDef, name: str) -> None:
        """Look for ``getattr(self, name)`` and ``operator.methodcaller(name)``."""
        for call, receiver, asked in self.module.fact(_LookedUp).attributes:
            values = self.module.evaluate_nearby(asked)
            if not any(_may_read(value, name) for value in values):
                continue
            found = self.receivers.classes_of(receiver) if receiver is not None else None
            if found is None:
                is_ours = any(isinstance(value, Text) and value.literal == name for value in values)
            else:
                is_ours = any(owner in self.receivers.order(each) for each in found)
            if is_ours:
                self._open(_BY_NAME, call)

    def _constructor(self, owner: cst.ClassDef, function: cst.FunctionDef) -> None:
        module, receivers = self.module, self.receivers
        if classes.methods(owner).get("__init__") is not function:
            self._open("its name is given to something else", function)
            return
        for each in module.facts.classes:
            if owner not in receivers.order(each) or receivers.method(each, "__init__") is not function:
                continue
            if any("__new__" in classes.names(module, base) for base in receivers.order(each)):
                self._open("__new__ may call it", each)
            if classes.is_replaced(each) or each.keywords:
                self._open("a decorator or metaclass may call it", each)
            self._definition(each)
        for call in module.facts.calls:
            own = receivers.own_class(call.func)
            if own is not None and any(
                receivers.method(each, "__init__") is function for each in receivers.with_heirs(own)
            ):
                self.sites.append(CallSite(call))
        for node in module.attributes("__init__"):
            meant = receivers.meant(node)
            if meant is None:
                self._open("the constructor of an unknown class is called", node)
            elif function in meant:
                self._use(node)


class _LookedUp:
    """Where a module looks something up by its name.

    Attributes:
        attributes: each call that reads an attribute so, of what, where that is given, and the name.
    """

    def __init__(self, module: Engine) -> None:
        self._module = module
        self.attributes: list[tuple[cst.Call, cst.BaseExpression | None, cst.BaseExpression]] = []
        self._variables: list[tuple[cst.Call, cst.BaseExpression, bool]] = []
        if any(word in module.source.text for word in _WORDS):
            for call in module.facts.calls:
                self._add(call, module.builtin(call.func) or module.resolve(call.func))

    def by(self, name: str) -> list[cst.Call]:
        """The calls that may give the variable *name* of the module, or run code that has it."""
        found = []
        for call, asked, is_code in self._variables:
            values = self._module.evaluate_nearby(asked)
            if any(_may_read(value, name, within=is_code) for value in values):
                found.append(call)
        return found

    def _add(self, call: cst.Call, name: str | None) -> None:
        first = call.args[0].value if call.args else None
        if name == "getattr" and len(call.args) > 1:
            self.attributes.append((call, first, call.args[1].value))
        elif name in ("operator.methodcaller", "operator.attrgetter") and first is not None:
            self.attributes.append((call, None, first))
        elif name in ("eval", "exec") and first is not None:
            self._variables.append((call, first, True))
        elif name in ("globals", "locals", "vars") and first is None:
            above = self._module.parent(call)
            method, called = self._module.method_on(call)
            if isinstance(above, cst.Subscript) and isinstance(above.slice[0].slice, cst.Index):
                self._variables.append((call, above.slice[0].slice.value, False))
            elif method == "get" and called is not None and called.args:
                self._variables.append((call, called.args[0].value, False))


_WORDS = ("getattr", "attrgetter", "methodcaller", "eval", "exec", "globals", "locals", "vars")


def _may_read(value: Value, name: str, *, within: bool = False) -> bool:
    """Whether a value, as far as it is known, may be the text *name*, or code with that *within*."""
    if not isinstance(value, Text):
        return isinstance(value, (Unknown, Instance))
    if within:
        return value.literal is None or re.search(rf"\b{re.escape(name)}\b", value.literal) is not None
    written = (re.escape(part.text) if isinstance(part, Piece) else ".*" for part in value.parts)
    return re.fullmatch("".join(written), name, re.DOTALL) is not None


def is_property(module: Engine, function: cst.FunctionDef) -> bool:
    """Whether reading an attribute calls *function*."""
    return any(name in _PROPERTIES for name in decorators(module, function))


def is_bound(module: Engine, receivers: Receivers, function: Function, func: cst.BaseExpression) -> bool:
    """Whether calling *func* fills the first parameter of *function* with an object or its class."""
    owner = owner_of(module, function) if isinstance(function, cst.FunctionDef) else None
    if owner is None or not isinstance(function, cst.FunctionDef):
        return False
    decorated = decorators(module, function)
    if "staticmethod" in decorated:
        return False
    name = function.name.value
    if not (isinstance(func, cst.Attribute) and func.attr.value == name):
        # the class is called, or an object; of others the name is, in the body of the class
        return name in ("__init__", "__call__")
    return "classmethod" in decorated or is_super(func.value) or not receivers.is_class(func.value)
