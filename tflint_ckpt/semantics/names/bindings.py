"""The walk that finds every scope and binding of a module."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from tflint_ckpt.semantics.names.scopes import (
    COMPREHENSIONS,
    BindingKind,
    Scope,
    Scopes,
    all_parameters,
    dotted,
)
from tflint_ckpt.syntax.walk import NO_NODES, code_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    _Plan = tuple[Callable[[Any], None], Any, tuple[str, ...]]

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
    while isinstance(scope.node, COMPREHENSIONS):
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
    facts.with_nonlocals.append(scope)
    return []


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
    facts.bind(scope, BindingKind.FUNCTION, node.name.value, node)
    inner = Scope(node, scope)
    _type_parameters(facts, node, inner)
    _parameters(facts, node.params, scope, inner)
    below: Below = [(decorator, scope) for decorator in node.decorators]
    below.append((node.params, scope))
    if node.returns is not None:
        below.append((node.returns, scope))
    return [*below, (node.body, inner)]


def _type_parameters(facts: Scopes, node: cst.FunctionDef, inner: Scope) -> None:
    for each in node.type_parameters.params if node.type_parameters is not None else ():
        facts.bind(inner, BindingKind.OTHER, each.param.name.value, each.param)


def _type_alias(facts: Scopes, node: cst.CSTNode, scope: Scope) -> None:
    assert isinstance(node, cst.TypeAlias)
    facts.bind_target(scope, BindingKind.OTHER, node.name, None)


def _lambda(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.Lambda)
    inner = Scope(node, scope)
    _parameters(facts, node.params, scope, inner)
    return [(node.params, scope), (node.body, inner)]


def _class(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.ClassDef)
    facts.bind(scope, BindingKind.CLASS, node.name.value, node)
    outside = [*node.decorators, *node.bases, *node.keywords]
    return [*((child, scope) for child in outside), (node.body, Scope(node, scope))]


def _comprehension(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, COMPREHENSIONS)
    inner = Scope(node, scope)
    results: list[cst.CSTNode]
    results = [node.key, node.value] if isinstance(node, cst.DictComp) else [node.elt]
    return [*((result, inner) for result in results), (node.for_in, inner)]


def _comp_for(facts: Scopes, node: cst.CSTNode, scope: Scope) -> Below:
    assert isinstance(node, cst.CompFor)
    first = facts.parents[node] is scope.node
    facts.bind_target(scope, BindingKind.OTHER, node.target, node.iter)
    outer = scope.parent if first and scope.parent is not None else scope
    below: Below = [(node.iter, outer), (node.target, scope)]
    below += [(condition, scope) for condition in node.ifs]
    if node.inner_for_in is not None:
        below.append((node.inner_for_in, scope))
    return below


_HANDLERS = {
    "Assign": _assign,
    "AnnAssign": _ann_assign,
    "AugAssign": _aug_assign,
    "NamedExpr": _named,
    "For": _for,
    "WithItem": _with_item,
    "ExceptHandler": _except,
    "ExceptStarHandler": _except,
    "Del": _delete,
    "TypeAlias": _type_alias,
    "MatchAs": _match_as,
    "MatchStar": _match_as,
    "MatchMapping": _match_mapping,
    "Import": _import,
    "ImportFrom": _import_from,
    "Global": _global,
    "Nonlocal": _nonlocal,
    "FunctionDef": _function,
    "Lambda": _lambda,
    "ClassDef": _class,
    "ListComp": _comprehension,
    "SetComp": _comprehension,
    "DictComp": _comprehension,
    "GeneratorExp": _comprehension,
    "CompFor": _comp_for,
}


class _Plans(dict[type[cst.CSTNode], "_Plan"]):
    """What is done with a node of each kind: see :func:`read_scopes`."""

    def __init__(self, by_kind: dict[type[cst.CSTNode], list[Any]]) -> None:
        self._by_kind = by_kind

    def __missing__(self, kind: type[cst.CSTNode]) -> _Plan:
        every: list[Any] = self._by_kind.setdefault(kind, [])
        backwards = tuple(reversed(code_fields(kind)))
        plan = self[kind] = every.append, _HANDLERS.get(kind.__name__), backwards
        return plan


def read_scopes(tree: cst.Module) -> Scopes:
    """The scopes, bindings and parents of a module, by one walk over it."""
    facts = Scopes(tree)
    parents, scopes, scope = facts.parents, facts.scopes, facts.module
    scopes[tree] = scope
    parents.update((statement, tree) for statement in tree.body)
    plans = _Plans(facts.by_kind)
    # A scope among the nodes says that those behind it are in that one: less work than a pair for each.
    stack: list[Any] = list(reversed(tree.body))
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is Scope:
            scope = node
            continue
        scopes[node] = scope
        note, handler, backwards = plans[kind]
        note(node)
        if handler is not None:
            below = handler(facts, node, scope)
            if below is not None:
                stack.append(scope)
                for child, inner in reversed(below):
                    parents[child] = node
                    stack.append(child)
                    stack.append(inner)
                continue
        for name in backwards:
            value = getattr(node, name)
            kind = type(value)
            if kind is tuple or kind is list:
                for child in value:
                    parents[child] = node
                stack += value[::-1]
            elif value is not None and kind not in NO_NODES:
                parents[value] = node
                stack.append(value)
    facts.settle()
    return facts
