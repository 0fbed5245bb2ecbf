"""Scopes and bindings: one walk over the tree that every other fact is built on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import libcst as cst

from tflint_ckpt.syntax.walk import children


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
    """``except … as``, ``del``, a capture of ``match``, a comprehension's target."""


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
            scope = scope.parent
        return None


class Scopes:
    """The tree of scopes of one module, each node's parent and scope, and its definitions.

    Attributes:
        parents: the parent of every node of code.
        scopes: the scope in which every node of code is evaluated.
        calls, functions, classes, attributes: those nodes in source order.
    """

    __slots__ = ("attribute_targets", "calls", "classes", "functions", "module", "parents", "scopes")

    def __init__(self, tree: cst.Module) -> None:
        self.module = Scope(tree, None)
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self.scopes: dict[cst.CSTNode, Scope] = {}
        self.calls: list[cst.Call] = []
        self.functions: list[cst.FunctionDef] = []
        self.classes: list[cst.ClassDef] = []
        self.attribute_targets: list[tuple[cst.Attribute, cst.BaseExpression | None]] = []
        self._walk(tree)

    def _walk(self, tree: cst.Module) -> None:
        parents, scopes = self.parents, self.scopes
        scopes[tree] = self.module
        stack: list[tuple[cst.CSTNode, Scope]] = [(node, self.module) for node in reversed(tree.body)]
        parents.update((statement, tree) for statement in tree.body)
        while stack:
            node, scope = stack.pop()
            scopes[node] = scope
            handler = _HANDLERS.get(type(node))
            below = handler(self, node, scope) if handler else None
            if below is None:
                below = [(child, scope) for child in children(node)]
            for child, _ in below:
                parents[child] = node
            stack.extend(reversed(below))

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
            items = value.elements if isinstance(value, (cst.Tuple, cst.List)) and not index else None
            plain = items is not None and not any(isinstance(item, cst.StarredElement) for item in items)
            for place, element in enumerate(target.elements):
                if isinstance(element, cst.StarredElement):
                    self.bind_target(scope, BindingKind.OTHER, element.value, None)
                elif plain and items is not None and len(items) == len(target.elements):
                    self.bind_target(scope, kind, element.value, items[place].value)
                else:
                    self.bind_target(scope, kind, element.value, value, (*index, place))
        elif isinstance(target, cst.Attribute) and kind is BindingKind.ASSIGNMENT:
            self.attribute_targets.append((target, None if index else value))


Below = list[tuple[cst.CSTNode, Scope]]


def _assign(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.Assign)
    for target in node.targets:
        facts.bind_target(scope, BindingKind.ASSIGNMENT, target.target, node.value)


def _ann_assign(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.AnnAssign)
    if node.value is not None:
        facts.bind_target(scope, BindingKind.ASSIGNMENT, node.target, node.value)


def _aug_assign(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.AugAssign)
    facts.bind_target(scope, BindingKind.AUGMENTED, node.target, node.value)


def _named(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.NamedExpr)
    while isinstance(scope.node, (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)):
        assert scope.parent is not None
        scope = scope.parent
    facts.bind_target(scope, BindingKind.ASSIGNMENT, node.target, node.value)


def _for(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.For)
    facts.bind_target(scope, BindingKind.LOOP, node.target, node.iter)


def _with_item(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.WithItem)
    if node.asname is not None:
        facts.bind_target(scope, BindingKind.CONTEXT, node.asname.name, node.item)


def _except(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler))
    if node.name is not None:
        facts.bind_target(scope, BindingKind.OTHER, node.name.name, None)


def _delete(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.Del)
    facts.bind_target(scope, BindingKind.OTHER, node.target, None)


def _match_as(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, (cst.MatchAs, cst.MatchStar))
    if node.name is not None:
        facts.bind_target(scope, BindingKind.OTHER, node.name, None)


def _match_mapping(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.MatchMapping)
    if node.rest is not None:
        facts.bind_target(scope, BindingKind.OTHER, node.rest, None)


def _import(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.Import)
    for alias in node.names:
        facts.parents[alias] = node
        name = alias.evaluated_name
        if alias.asname is not None:
            target = alias.evaluated_alias
            if target:
                facts.bind(scope, BindingKind.IMPORT, target, alias, imported=name)
        else:
            top = name.split(".")[0]
            facts.bind(scope, BindingKind.IMPORT, top, alias, imported=top)
    return []


def _import_from(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.ImportFrom)
    module = "." * len(node.relative) + (dotted(node.module) or "" if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        scope.star_imports.append(module)
        return []
    for alias in node.names:
        facts.parents[alias] = node
        joined = module + alias.evaluated_name if module.endswith(".") else f"{module}.{alias.evaluated_name}"
        facts.bind(
            scope,
            BindingKind.IMPORT,
            alias.evaluated_alias or alias.evaluated_name,
            alias,
            imported=joined,
        )
    return []


def _global(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.Global)
    scope.globals.update(item.name.value for item in node.names)
    return []


def _nonlocal(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.Nonlocal)
    scope.nonlocals.update(item.name.value for item in node.names)
    return []


def _call(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.Call)
    facts.calls.append(node)


def _parameters(facts: Scopes, parameters: cst.Parameters, outer: Scope, inner: Scope) -> None:
    """Bind the parameters in *inner*; their defaults and annotations are evaluated in *outer*."""
    every: list[cst.CSTNode] = [parameters]
    for param in all_parameters(parameters):
        facts.bind(inner, BindingKind.PARAMETER, param.name.value, param, param.default)
        every.append(param)
    facts.parents.update((param, parameters) for param in every[1:])
    facts.scopes.update((node, outer) for node in every)


def _function(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.FunctionDef)
    facts.functions.append(node)
    facts.bind(scope, BindingKind.FUNCTION, node.name.value, node)
    inner = Scope(node, scope)
    _parameters(facts, node.params, scope, inner)
    below: Below = [(decorator, scope) for decorator in node.decorators]
    below.append((node.params, scope))
    if node.returns is not None:
        below.append((node.returns, scope))
    return [*below, (node.body, inner)]


def _lambda(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.Lambda)
    inner = Scope(node, scope)
    _parameters(facts, node.params, scope, inner)
    return [(node.params, scope), (node.body, inner)]


def _class(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.ClassDef)
    facts.classes.append(node)
    facts.bind(scope, BindingKind.CLASS, node.name.value, node)
    outside = [*node.decorators, *node.bases, *node.keywords]
    return [*((child, scope) for child in outside), (node.body, Scope(node, scope))]


def _comprehension(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp))
    inner = Scope(node, scope)
    results: list[cst.CSTNode]
    results = [node.key, node.value] if isinstance(node, cst.DictComp) else [node.elt]
    return [(node.for_in, inner), *((result, inner) for result in results)]


def _comp_for(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.CompFor)
    first = facts.parents[node] is scope.node
    facts.bind_target(scope, BindingKind.OTHER, node.target, None)
    outer = scope.parent if first and scope.parent is not None else scope
    below: Below = [(node.iter, outer), (node.target, scope)]
    below += [(condition, scope) for condition in node.ifs]
    if node.inner_for_in is not None:
        below.append((node.inner_for_in, scope))
    return below


_HANDLERS = {
    cst.Assign: _assign,
    cst.AnnAssign: _ann_assign,
    cst.AugAssign: _aug_assign,
    cst.NamedExpr: _named,
    cst.For: _for,
    cst.WithItem: _with_item,
    cst.ExceptHandler: _except,
    cst.ExceptStarHandler: _except,
    cst.Del: _delete,
    cst.MatchAs: _match_as,
    cst.MatchStar: _match_as,
    cst.MatchMapping: _match_mapping,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Call: _call,
    cst.FunctionDef: _function,
    cst.Lambda: _lambda,
    cst.ClassDef: _class,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.CompFor: _comp_for,
}


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
