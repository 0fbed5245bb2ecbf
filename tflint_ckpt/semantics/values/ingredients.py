"""All the code that an expression is reckoned from, through variables, functions and parameters."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_MOST = 4000
_ADDING = frozenset("add append appendleft extend insert setdefault update".split())


def ingredients(
    module: Engine, *nodes: cst.CSTNode, of: cst.CSTNode | None = None
) -> frozenset[cst.CSTNode] | None:
    """Every node of code that the values of *nodes* may come from, those nodes included.

    Variables are followed to the values that reach their uses and to what is added to them, functions and
    classes of the module to their bodies, parameters to every call; those of the function *of*, if given, are
    where it begins. What an object has is followed to its methods, and to what they set. ``None`` where a
    parameter has callers out of sight, or there is too much to follow.
    """
    found, is_all = _followed(module, nodes, of)
    return frozenset(found) if is_all else None


def ingredients_in_sight(
    module: Engine, *nodes: cst.CSTNode, of: cst.CSTNode | None = None
) -> frozenset[cst.CSTNode]:
    """The same as far as the code shows: what a parameter is given by callers out of sight is left out."""
    return frozenset(_followed(module, nodes, of)[0])


def _followed(
    module: Engine, nodes: Sequence[cst.CSTNode], of: cst.CSTNode | None
) -> tuple[set[cst.CSTNode], bool]:
    """Those nodes, and whether they are all."""
    found = set[cst.CSTNode]()
    is_all = True
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node in found:
            continue
        found.add(node)
        if len(found) > _MOST:
            return found, False
        stack += children(node)
        stack += _added(module, node)
        if isinstance(node, cst.Attribute) and is_self(node.value):
            stack += _of_object(module, node)
        for binding in module.visible(node):
            begins = binding.kind is BindingKind.PARAMETER and binding.scope.node is of
            more = [] if begins else _from(module, binding)
            is_all = is_all and more is not None
            stack += more or ()
    return found, is_all


def _added(module: Engine, node: cst.CSTNode) -> list[cst.CSTNode]:
    """What is added to the variable *node*, or to what is in it, anywhere in its scope."""
    home = module.home(node)
    if home is None or not isinstance(node, cst.Name):
        return []
    found: list[cst.CSTNode] = []
    for use in module.uses(node.value, home):
        place: cst.CSTNode = use  # ``use["key"]``
        while isinstance(above := module.parent(place), cst.Subscript) and above.value is place:
            place = above
        method, call = module.method_on(place)
        if call is not None and method in _ADDING:
            found += [argument.value for argument in call.args]
        statement = module.parent(above) if isinstance(above, cst.AssignTarget) else above
        if place is not use and isinstance(statement, (cst.Assign, cst.AugAssign)):
            found.append(statement.value)
    return found


class _Kept:
    """What the methods of each class set ``self.name`` to."""

    def __init__(self, module: Engine) -> None:
        self.values: dict[tuple[cst.ClassDef | None, str], list[cst.CSTNode]] = {}
        for target, value in module.facts.attribute_targets:
            if is_self(target.value):
                whole = value or module.facts.attribute_parts.get(target, (None,))[0]
                owner = module.enclosing_class(target)
                self.values.setdefault((owner, target.attr.value), []).extend([whole] if whole else [])


def _of_object(module: Engine, node: cst.Attribute) -> list[cst.CSTNode]:
    """The method that ``self.name`` is, or what the methods of its class, and of those near it, set it to."""
    method = module.local_function(node)
    if method is not None:
        return [method]
    owner, kept = module.enclosing_class(node), module.fact(_Kept)
    if owner is None:
        return []
    near = [each for each in module.facts.classes if owner in module.subclasses(each)]
    every = [owner, *module.subclasses(owner), *near]
    return [value for each in every for value in kept.values.get((each, node.attr.value), ())]


def _from(module: Engine, binding: Binding) -> list[cst.CSTNode] | None:
    """The nodes that one binding takes its value from."""
    if binding.kind is BindingKind.PARAMETER:
        if binding.name == "self":
            return []
        function = binding.scope.node
        if not isinstance(function, (cst.FunctionDef, cst.Lambda)):
            return None
        sites = module.fact(CallSites).in_sight(function)
        if sites is None:
            return None
        values = [module.fact(CallSites).bound_argument(function, site, binding.name) for site in sites]
        return [value for value in values if value is not None]
    if binding.kind is BindingKind.AUGMENTED:
        statement = module.parent(binding.node)
        return [statement] if statement is not None else []
    if binding.value is not None:
        return [binding.value]
    return [binding.node] if isinstance(binding.node, (cst.FunctionDef, cst.ClassDef)) else []
