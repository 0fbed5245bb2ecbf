"""What the uses of a variable or attribute do to the list or dictionary that it holds."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import BindingKind, Scope
from tflint_ckpt.semantics.values.kinds import Entry, Items, Mapping
from tflint_ckpt.semantics.values.places import Place, Places
from tflint_ckpt.syntax.forms import only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

_EVALUATED = frozenset(("extend", "update"))
"""Methods that do what their argument says, so that the answer is asked anew."""
_READERS = frozenset("get items keys values copy count index".split())
_ORDERING = frozenset(("sort", "reverse"))
_ADDING = frozenset("extend insert append setdefault add".split())
_CHANGING = _ADDING.union("update pop popitem remove discard clear sort reverse __setitem__".split())
_CHANGERS = frozenset(
    """random.shuffle numpy.random.shuffle heapq.heappush heapq.heappop heapq.heapify heapq.heapreplace
    heapq.heappushpop bisect.insort bisect.insort_left bisect.insort_right""".split()
)
"""Functions that change their first argument, or one of the first two."""


class Change(Enum):
    """What a use of a container may do to it, besides adding what the code shows."""

    NOTHING = "nothing"
    INSIDE = "changes what the elements hold"
    ORDER = "puts it in another order"
    MORE = "adds what cannot be seen"
    ANY = "may also take away"


Added = tuple[Entry, ...] | tuple[cst.BaseExpression, ...]
Changed = Added | Change


def change(module: Engine, place: Place) -> Changed:
    """What one use of a container adds to it, or may do."""
    known: Changed | None = place.change
    if known is not None:
        return known
    place.change = Change.NOTHING  # while it is asked: a list that is handed on in a circle
    places = module.fact(Places)
    places.open += 1
    found = _change_by(module, place.node)
    places.open -= 1
    parent = module.parent(place.node)
    is_by_method = isinstance(parent, cst.Attribute) and parent.attr.value not in _EVALUATED
    is_by_others = isinstance(parent, (cst.Arg, cst.Assign, cst.For)) and not places.open
    place.change = found if is_by_method or is_by_others else None
    return found


def is_changed(module: Engine, name: str, home: Scope) -> bool:
    """Whether some use of the variable *name* surely changes a list or dictionary that it holds."""
    places = module.fact(Places)
    known = places.changed.get((name, home))
    if known is None:
        known = any(_changes_container(module, place) for place in places.uses(name, home))
        if not places.open:
            places.changed[name, home] = known
    return known


def is_attribute_changed(module: Engine, name: str) -> bool:
    """The same of an attribute, of whatever it is one."""
    places = module.fact(Places)
    known = places.changed.get((name, None))
    if known is None:
        known = any(_changes_container(module, places.of(node)) for node in module.attributes(name))
        if not places.open:
            places.changed[name, None] = known
    return known


def _changes_container(module: Engine, place: Place) -> bool:
    """Whether a use is none that other objects know, too: ``model.fit(…)``, ``x + y``."""
    parent = module.parent(place.node)
    if isinstance(parent, cst.Attribute):
        return parent.value is place.node and parent.attr.value in _CHANGING
    if isinstance(parent, cst.Subscript):
        return parent.value is place.node and change(module, place) is not Change.NOTHING
    if not isinstance(parent, (cst.Arg, cst.For)):
        return False
    return change(module, place) is not Change.NOTHING


def changed_by_another_name(module: Engine, value: cst.CSTNode | None, binding: Binding | None) -> bool:
    """Whether what *value* gives to a variable or attribute is changed later, by another name that it has.

    *binding* is that of the variable: ``x = y = []`` gives the list two names.
    """
    statement = module.parent(module.parent(binding.node) or binding.node) if binding is not None else None
    if isinstance(statement, cst.Assign) and len(statement.targets) > 1:
        others = (target.target for target in statement.targets if target.target is not binding.node)  # type: ignore[union-attr]
        if any(_is_target_changed(module, other) for other in others):
            return True
    home = module.home(value) if isinstance(value, cst.Name) else None
    if home is None or not isinstance(value, cst.Name):
        return False
    places = module.fact(Places)
    here = places.of(value)
    return any(
        (_grows(module, other) or _changes_container(module, other)) and not places.follows(here, other)
        for other in places.uses(value.value, home)
    )


def _is_target_changed(module: Engine, target: cst.BaseExpression) -> bool:
    """Whether what is assigned to *target* is changed by that name."""
    if isinstance(target, cst.Tuple):
        return any(_is_target_changed(module, element.value) for element in target.elements)
    if isinstance(target, cst.Attribute):
        return is_attribute_changed(module, target.attr.value)
    home = module.home(target)
    if not isinstance(target, cst.Name) or home is None:
        return False
    uses = module.fact(Places).uses(target.value, home)
    return is_changed(module, target.value, home) or any(_grows(module, use) for use in uses)


def _grows(module: Engine, place: Place) -> bool:
    """Whether a use is ``x += …``, which changes the list itself."""
    statement = module.parent(place.node)
    return isinstance(statement, cst.AugAssign) and statement.target is place.node


def _change_by(module: Engine, use: cst.Name | cst.Attribute) -> Changed:
    parent = module.parent(use)
    if isinstance(parent, cst.Attribute):
        call = module.parent(parent)
        if not isinstance(call, cst.Call) or call.func is not parent:
            return Change.ANY
        if parent.attr.value in ("values", "items") and _is_walked(module, call):
            return Change.INSIDE
        return _method(module, parent.attr.value, call)
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return _item(module, parent)
    if isinstance(parent, (cst.AugAssign, cst.Del)):
        return Change.NOTHING if isinstance(parent, cst.AugAssign) else Change.ANY
    if isinstance(parent, cst.Arg):
        return _argument(module, parent)
    if isinstance(parent, cst.Assign) and parent.value is use:
        is_changed = any(_is_target_changed(module, target.target) for target in parent.targets)
        return Change.ANY if is_changed else Change.NOTHING
    if _is_walked(module, use):
        return Change.INSIDE
    if isinstance(parent, cst.Element) and (display := module.parent(parent)) is not None:
        is_changed = _is_walked(module, display) or _is_changed_inside(module, display)
        return Change.ANY if is_changed else Change.NOTHING
    return Change.NOTHING  # rebinding is another binding


def _is_walked(module: Engine, node: cst.CSTNode) -> bool:
    """Whether a loop over *node* changes what its variable holds."""
    loop = module.parent(node)
    return isinstance(loop, cst.For) and loop.iter is node and _is_target_changed(module, loop.target)


def _is_changed_inside(module: Engine, display: cst.CSTNode) -> bool:
    """Whether the elements of a list are changed by way of the variable that it is assigned to."""
    statement = module.parent(display)
    if not isinstance(statement, cst.Assign) or statement.value is not display:
        return False
    places = module.fact(Places)
    for target in (each.target for each in statement.targets):
        home = module.home(target)
        for place in places.uses(target.value, home) if home and isinstance(target, cst.Name) else ():
            if _changes_container(module, place) and change(module, place) is Change.INSIDE:
                return True
    return False


def _method(module: Engine, name: str, call: cst.Call) -> Changed:
    if name in _READERS:
        return Change.NOTHING
    if name in _ORDERING:
        return Change.ORDER
    only = call.args[0] if len(call.args) == 1 and not call.args[0].star else None
    if name == "append" and only is not None:
        return (only.value,)
    if name == "insert" and len(call.args) == 2 and not any(arg.star or arg.keyword for arg in call.args):
        return (call.args[1].value,)
    if name in ("extend", "update"):
        if name == "update" and all(argument.keyword for argument in call.args):
            return tuple(Entry(arg.keyword.value, arg.value, arg) for arg in call.args if arg.keyword)
        shown = module.only(only.value) if only is not None and not only.keyword else None
        if isinstance(shown, (Items, Mapping)) and shown.complete:
            return shown.entries if isinstance(shown, Mapping) else shown.elements
    return Change.MORE if name in _ADDING else Change.ANY


def _item(module: Engine, node: cst.Subscript) -> Changed:
    """``container[key]``: what is assigned there, or changed in what stands there."""
    deepest: cst.CSTNode = node
    while isinstance(above := module.parent(deepest), cst.Subscript) and above.value is deepest:
        deepest = above
    target = _target(module, deepest)
    if target is None:
        statement = module.parent(deepest)
        if isinstance(statement, cst.Assign):
            is_changed = any(_is_target_changed(module, each.target) for each in statement.targets)
            return Change.INSIDE if is_changed else Change.NOTHING
        method, call = module.method_on(deepest)
        return Change.INSIDE if call is not None and method in _CHANGING else Change.NOTHING
    if deepest is not node:
        return Change.INSIDE
    key = only_index(node)
    statement = module.parent(target) if isinstance(target, cst.AssignTarget) else target
    if isinstance(key, cst.Index) and isinstance(statement, (cst.Assign, cst.AnnAssign)):
        literal = module.literal(key.value) if module.parent(node) in (target, statement) else None
        keys = (literal,) if literal is not None else _keys_of_loop(module, key.value)
        if statement.value is not None and keys is not None and module.parent(node) in (target, statement):
            return tuple(Entry(each, statement.value, statement) for each in keys)
    return Change.ANY


def _keys_of_loop(module: Engine, node: cst.BaseExpression) -> tuple[str, ...] | None:
    """The texts that *node* may be, the variable of a loop over the keys of a dictionary in sight."""
    binding = module.sole_binding(node)
    if binding is None or binding.kind is not BindingKind.LOOP or binding.value is None:
        return None
    given: cst.BaseExpression = binding.value
    method, index = "", binding.index
    if isinstance(given, cst.Call) and isinstance(given.func, cst.Attribute) and not given.args:
        method, given = given.func.attr.value, given.func.value
    if (method, index) not in (("", ()), ("keys", ()), ("items", (0,))):
        return None
    only = module.only(given)
    if not isinstance(only, Mapping) or not only.complete or not only.entries:
        return None
    return tuple(dict.fromkeys(entry.key for entry in only.entries))


def _target(module: Engine, node: cst.CSTNode) -> cst.CSTNode | None:
    """What gives a value to the subscript *node*, perhaps one of several, or deletes it."""
    for child, above in module.steps(node):
        if isinstance(above, (cst.Tuple, cst.List, cst.Element, cst.StarredElement, cst.AsName)):
            continue
        if isinstance(above, (cst.AssignTarget, cst.Del)):
            return above
        if isinstance(above, (cst.For, cst.CompFor, cst.AugAssign, cst.AnnAssign)):
            return above if child is above.target else None
        return above if isinstance(above, cst.WithItem) and child is above.asname else None
    return None


def _argument(module: Engine, argument: cst.Arg) -> Changed:
    """What a call does to a container that it gets: known functions, and those of the module."""
    call = module.parent(argument)
    if not isinstance(call, cst.Call) or argument.star:
        return Change.NOTHING
    place = call.args.index(argument)
    if module.is_named(call.func, *_CHANGERS) and place < 2:
        return Change.ANY
    if isinstance(call.func, cst.Attribute) and module.builtin(call.func.value) in ("list", "dict", "set"):
        return Change.ANY if place == 0 and call.func.attr.value in _CHANGING else Change.NOTHING
    sites = module.fact(CallSites)
    function = sites.run_by(call)
    if function is None:
        return Change.NOTHING
    param = sites.parameter(function, call, argument.keyword.value if argument.keyword else place)
    home = module.facts.scopes.get(function.body)
    if param is None or home is None:
        return Change.NOTHING
    return _by_parameter(module, param.name.value, home)


def _by_parameter(module: Engine, name: str, home: Scope) -> Change:
    """What a function does to the container that its parameter holds."""
    found = Change.NOTHING
    for place in module.fact(Places).uses(name, home):
        node = place.node
        is_given = isinstance(node, cst.Name) and any(
            each.kind is BindingKind.PARAMETER for each in visible(module.facts, node, home)
        )
        done = change(module, place) if is_given and _may_change(module, place) else Change.NOTHING
        if done is Change.NOTHING:
            continue
        if done is not Change.INSIDE:
            is_more = done is Change.MORE or (
                isinstance(done, tuple) and not any(isinstance(each, Entry) for each in done)
            )
            found = Change.MORE if is_more and found is not Change.ANY else Change.ANY
        elif found is Change.NOTHING:
            found = Change.INSIDE
    return found


def _may_change(module: Engine, place: Place) -> bool:
    """Whether a use changes a container, or hands it to what does."""
    return _changes_container(module, place) or isinstance(module.parent(place.node), cst.Assign)
