"""Scopes and bindings: one walk over the tree that every other fact is built on."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.hints import TypeVar
from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Node = TypeVar("Node", bound=cst.CSTNode)

COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_EXITS = ("exit", "quit", "sys.exit", "os._exit")
_JUMPS = (cst.Break, cst.Continue, cst.Return, cst.Raise)


class BindingKind(Enum):
    """What kind of statement gave a name its value."""

    ASSIGNMENT = "assignment"
    AUGMENTED = "augmented assignment"
    IMPORT = "import"
    PARAMETER = "parameter"
    FUNCTION = "function"
    CLASS = "class"
    LOOP = "loop target"
    CONTEXT = "with target"
    OTHER = "other"
    """``except … as``, ``del``, a capture of ``match``, a comprehension's target (which has its iterable)."""


@dataclass(eq=False, slots=True)
class Binding:
    """One place where a name of a scope gets a value.

    Attributes:
        node: the node that holds the place: the target, parameter, import alias or definition.
        value: the expression that was assigned, iterated or entered, or a parameter's default.
        index: where the target stands in a destructuring assignment, outermost first.
        imported: for an import, the dotted name as the file writes it, relative imports with dots.
    """

    name: str
    kind: BindingKind
    node: cst.CSTNode
    scope: Scope
    value: cst.BaseExpression | None = None
    index: tuple[int, ...] = ()
    imported: str | None = None

    @property
    def assigned(self) -> cst.BaseExpression | None:
        """The value, where all of it is assigned: ``x = …``, neither ``x, y = …`` nor a loop."""
        return self.value if self.kind is BindingKind.ASSIGNMENT and not self.index else None


@dataclass(eq=False, slots=True)
class Scope:
    """A module, class, function, lambda or comprehension and the names bound in it, in source order."""

    node: cst.CSTNode
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    star_imports: list[str] = field(default_factory=list)

    @property
    def is_class(self) -> bool:
        """Whether this is the body of a class, whose names nested scopes do not see."""
        return isinstance(self.node, cst.ClassDef)

    @property
    def module(self) -> Scope:
        """The scope of the whole file."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def home(self, name: str) -> Scope:
        """The scope that an assignment to *name* in this scope binds: this one, or by ``global``."""
        if name in self.globals:
            return self.module
        if name in self.nonlocals:
            scope = self.parent
            while scope is not None:
                if name in scope.bindings and not scope.is_class:
                    return scope
                scope = scope.parent
        return self

    def lookup(self, name: str) -> Scope | None:
        """The scope whose binding a use of *name* in this scope means; ``None`` for a builtin."""
        if name in self.globals:
            return self.module if name in self.module.bindings else None
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings and (scope is self or not scope.is_class):
                return scope
            if name in scope.globals and not scope.is_class:
                return self.module if name in self.module.bindings else None
            scope = scope.parent
        return None


class Scopes:
    """The tree of scopes of one module, each node's parent and scope, and its definitions.

    Attributes:
        parents: the parent of every node of code.
        scopes: the scope in which every node of code is evaluated.
        by_kind: the nodes of each kind, in source order; see :meth:`every`.
        calls, functions, classes: those nodes in source order.
        attribute_targets: each assigned attribute, with the value where it gets one as a whole.
        attribute_parts: for each assigned attribute, the value and where in it the attribute's part stands.
        with_nonlocals: the scopes that have a ``nonlocal`` statement.
        reached: what ``reaching`` found out, by scope and name.
        left: what ``later`` found out, by the function inside and the name.
    """

    def __init__(self, tree: cst.Module) -> None:
        self.module = Scope(tree, None)
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self.scopes: dict[cst.CSTNode, Scope] = {}
        self.by_kind: dict[type[cst.CSTNode], list[Any]] = {}
        self.calls: list[cst.Call] = self.by_kind.setdefault(cst.Call, [])
        self.functions: list[cst.FunctionDef] = self.by_kind.setdefault(cst.FunctionDef, [])
        self.classes: list[cst.ClassDef] = self.by_kind.setdefault(cst.ClassDef, [])
        self.attribute_targets: list[tuple[cst.Attribute, cst.BaseExpression | None]] = []
        self.attribute_parts: dict[cst.Attribute, tuple[cst.BaseExpression, tuple[int, ...]]] = {}
        self.with_nonlocals: list[Scope] = []
        self._ways: dict[cst.CSTNode, tuple[cst.CSTNode, ...]] = {}
        self._places: dict[cst.CSTNode, dict[cst.CSTNode, int]] = {}
        self.reached: dict[tuple[Scope, str], dict[cst.CSTNode, frozenset[Binding]]] = {}
        self.left: dict[tuple[Scope, str], list[Binding]] = {}

    def dispose(self) -> None:
        """Break the circles: a scope has its bindings, and each of these its scope."""
        for scope in self.each_scope:
            scope.bindings.clear()
        self.__dict__.clear()

    def every(self, kind: type[Node]) -> list[Node]:
        """Every node of *kind*, a class that no other is derived from, in source order."""
        return self.by_kind.get(kind, [])

    def among(self, *kinds: type[cst.CSTNode]) -> list[Any]:
        """Every node of one of *kinds*, in source order."""
        there = [kind for kind in kinds if self.by_kind.get(kind)]
        if len(there) < 2:
            return self.every(there[0]) if there else []
        return [node for node in self.scopes if type(node) in there]

    @cached_property
    def each_scope(self) -> list[Scope]:
        """The scopes that have a node, in the order in which they begin."""
        return list(dict.fromkeys(self.scopes.values()))

    def named(self, name: str) -> list[cst.Name]:
        """Every ``Name`` node of this spelling, loads and stores of any scope, in source order."""
        return self._names.get(name, [])

    def place_in(self, block: cst.CSTNode, statement: cst.CSTNode) -> int:
        """Where a statement stands among those of its block, counted from 0."""
        places = self._places.get(block)
        if places is None:
            body: Sequence[cst.CSTNode] = block.body  # type: ignore[attr-defined]
            places = self._places[block] = {node: place for place, node in enumerate(body)}
        return places[statement]

    def way_to(self, node: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
        """The nodes from the module down to *node*."""
        way = self._ways.get(node)
        if way is None:
            upward = [node]
            while upward[-1] in self.parents:
                upward.append(self.parents[upward[-1]])
            way = self._ways[node] = tuple(reversed(upward))
        return way

    @cached_property
    def function_names(self) -> frozenset[str]:
        """The names of all functions of the file, those in classes included."""
        return frozenset(node.name.value for node in self.functions)

    @cached_property
    def taken_names(self) -> frozenset[str]:
        """The names that something in the file sets to a subscript, or to what a ``get`` gives."""
        return frozenset(
            target.target.value
            for line in self.every(cst.Assign)
            if _is_taken(line.value)
            for target in line.targets
            if isinstance(target.target, cst.Name)
        )

    @cached_property
    def attribute_names(self) -> frozenset[str]:
        """The names that something in the file sets on an object or class, or a class body has."""
        bodies = {body for node in self.classes if (body := self.scopes.get(node.body)) is not None}
        bound = {name for body in bodies for name in body.bindings}
        for line in self.every(cst.AnnAssign) if bodies else ():
            if isinstance(line.target, cst.Name) and self.scopes.get(line) in bodies:
                bound.add(line.target.value)
        return frozenset(bound.union(target.attr.value for target, _ in self.attribute_targets))

    @cached_property
    def _names(self) -> dict[str, list[cst.Name]]:
        found: dict[str, list[cst.Name]] = {}
        for node in self.every(cst.Name):
            found.setdefault(node.value, []).append(node)
        return found

    @cached_property
    def jumping(self) -> set[cst.CSTNode]:
        """Every node with a ``return``, ``raise``, ``break``, ``continue`` or end in it, and those."""
        found: set[cst.CSTNode] = set()
        for node in (*(node for kind in _JUMPS for node in self.every(kind)), *self.exits):
            above: cst.CSTNode | None = node
            while above is not None and above not in found:
                found.add(above)
                above = self.parents.get(above)
        return found

    @cached_property
    def exits(self) -> frozenset[cst.CSTNode]:
        """The statements that end the program: ``sys.exit(…)``."""
        found: list[cst.CSTNode] = []
        for statement in self.every(cst.Expr):
            func = statement.value.func if isinstance(statement.value, cst.Call) else None
            if isinstance(func, cst.Name):
                ends = func.value in _EXITS and self.scopes[func].lookup(func.value) is None
            else:
                ends = isinstance(func, cst.Attribute) and dotted(func) in _EXITS
            found += [statement] if ends else []
        return frozenset(found)

    def bind(
        self,
        scope: Scope,
        kind: BindingKind,
        name: str,
        node: cst.CSTNode,
        value: cst.BaseExpression | None = None,
        index: tuple[int, ...] = (),
        imported: str | None = None,
    ) -> None:
        """Note that *name* gets a value in *scope* (or where ``global`` sends it)."""
        home = scope.home(name)
        binding = Binding(name, kind, node, home, value, index, imported)
        home.bindings.setdefault(name, []).append(binding)

    def bind_target(
        self,
        scope: Scope,
        kind: BindingKind,
        target: cst.CSTNode,
        value: cst.BaseExpression | None,
        index: tuple[int, ...] = (),
    ) -> None:
        """Bind every name in an assignment target, through tuples, lists and stars."""
        if isinstance(target, cst.Name):
            self.bind(scope, kind, target.value, target, value, index)
        elif isinstance(target, (cst.Tuple, cst.List)):
            items = None
            if kind is BindingKind.ASSIGNMENT and isinstance(value, (cst.Tuple, cst.List)) and not index:
                items = value.elements
            plain = items is not None and not any(isinstance(item, cst.StarredElement) for item in items)
            behind = 0  # those behind a star are counted from the end
            for place, element in enumerate(target.elements):
                if isinstance(element, cst.StarredElement):
                    self.bind_target(scope, BindingKind.OTHER, element.value, None)
                    behind = len(target.elements)
                elif plain and items is not None and len(items) == len(target.elements):
                    self.bind_target(scope, kind, element.value, items[place].value)
                else:
                    self.bind_target(scope, kind, element.value, value, (*index, place - behind))
        elif isinstance(target, cst.Attribute):
            whole = kind is BindingKind.ASSIGNMENT and not index
            self.attribute_targets.append((target, value if whole else None))
            if kind is BindingKind.ASSIGNMENT and value is not None:
                self.attribute_parts[target] = value, index

    def settle(self) -> None:
        """Move the bindings of ``nonlocal`` names to a scope around that binds them only further down."""
        for scope in self.with_nonlocals:
            for name in scope.nonlocals & scope.bindings.keys():
                moved = scope.bindings.pop(name)
                home = scope.home(name)
                for binding in moved:
                    binding.scope = home
                every = home.bindings.setdefault(name, [])
                every += moved
                order = {node: place for place, node in enumerate(self.scopes)}
                every.sort(key=lambda binding: order.get(binding.node, order[self.parents[binding.node]]))


def all_parameters(parameters: cst.Parameters) -> list[cst.Param]:
    """Every parameter in the order of the signature, ``*args`` and ``**kwargs`` included."""
    found = [*parameters.posonly_params, *parameters.params]
    if isinstance(parameters.star_arg, cst.Param):
        found.append(parameters.star_arg)
    found += parameters.kwonly_params
    if parameters.star_kwarg is not None:
        found.append(parameters.star_kwarg)
    return found


def dotted(node: cst.CSTNode) -> str | None:
    """``a.b.c`` of a chain of attributes on a name; ``None`` for any other expression."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    names.append(node.value)
    return ".".join(reversed(names))


def _is_taken(value: cst.BaseExpression) -> bool:
    """Whether *value* is ``table[key]`` or ``table.get(key)``."""
    func = value.func if isinstance(value, cst.Call) else None
    return isinstance(value, cst.Subscript) or (isinstance(func, cst.Attribute) and func.attr.value == "get")
