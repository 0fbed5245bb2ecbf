"""Lists and dictionaries: literals, ``dict(...)`` calls, and what later statements do to them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import libcst as cst

from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Scope
from tflint_ckpt.semantics.values.kinds import Entry, Evaluating, Items, Mapping, Text, Value
from tflint_ckpt.syntax.forms import is_self, only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.places import Place

_EVALUATED = frozenset(("extend", "update"))
"""Methods that do what their argument says, so that the answer is asked anew."""
_READERS = frozenset("get items keys values copy count index".split())


def dict_literal(evaluator: Evaluating, node: cst.Dict) -> Mapping:
    """``{"a": 1, **other}``; a key that is no known text makes it incomplete."""
    entries: list[Entry] = []
    complete = True
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            keys = evaluator.of(element.key)
            key = keys[0].literal if len(keys) == 1 and isinstance(keys[0], Text) else None
            if key is None:
                complete = False
            else:
                entries.append(Entry(key, element.value, element))
        else:
            complete &= _unpack(evaluator, element.value, entries)
    return Mapping(tuple(entries), complete, node)


def dict_call(evaluator: Evaluating, node: cst.Call) -> Mapping:
    """``dict(a=1, **other)`` and ``dict(other, a=1)``."""
    entries: list[Entry] = []
    complete = True
    for argument in node.args:
        if argument.keyword is not None:
            entries.append(Entry(argument.keyword.value, argument.value, argument))
        else:
            complete &= _unpack(evaluator, argument.value, entries)
    return Mapping(tuple(entries), complete, node)


def _unpack(evaluator: Evaluating, node: cst.BaseExpression, entries: list[Entry]) -> bool:
    values = evaluator.of(node)
    if len(values) == 1 and isinstance(values[0], Mapping):
        entries += values[0].entries
        return values[0].complete
    return False


class _Change(Enum):
    """What a use of a container may do to it, besides adding what the code shows."""

    NOTHING = "nothing"
    MORE = "adds what cannot be seen"
    ANY = "may also take away"


_Added = tuple[Entry, ...] | tuple[cst.BaseExpression, ...]


def mutated(module: Engine, value: Value, use: cst.Name, home: Scope) -> Value:
    """*value*, held by the variable *use*, after what other uses of the variable do to it before.

    ``d["key"] = v``, ``update``, ``append`` and ``extend`` add what they show. After what may take
    something away, such as ``pop``, nothing is known. What a use does counts unless it surely comes
    later, or the variable has another value there.
    """
    from tflint_ckpt.semantics.values.places import Places

    if not isinstance(value, (Items, Mapping)):
        return value
    facts = module.facts
    reaching = set(visible(facts, use, home))
    is_here = facts.scopes[use] is home
    is_same = len(home.bindings[use.value]) == 1 and not home.is_class  # everywhere
    places = module.fact(Places)
    here = places.of(use)
    changes = [
        (other, change)
        for other in places.uses(use.value, home)
        if other is not here
        and not (is_here and places.follows(other, here))  # the least work comes first
        and (change := _change(module, other)) is not _Change.NOTHING
        and (is_same or not reaching.isdisjoint(visible(facts, other.node, home)))  # type: ignore[arg-type]
    ]
    return _changed(module, value, changes)


def mutated_attribute(module: Engine, value: Value, use: cst.Attribute) -> Value:
    """*value*, held by ``self.name``, after what the file does to attributes of that name."""
    from tflint_ckpt.semantics.values.places import Places

    if not isinstance(value, (Items, Mapping)):
        return value
    owner = module.enclosing_class(use)
    changes: list[tuple[Place, _Added | _Change]] = []
    for other in module.attributes(use.attr.value):
        place = module.fact(Places).of(other)
        change = _change(module, place) if other is not use else _Change.NOTHING
        if change is not _Change.NOTHING and module.resolve(other) is not None:
            continue  # a module or an API of that name: ``tf.keras.metrics``
        if change is _Change.NOTHING:
            continue
        own = is_self(other.value)
        if own and module.enclosing_class(other) is owner:
            changes.append((place, change))
        elif not own or owner is None or module.enclosing_class(other) in module.subclasses(owner):
            changes.append((place, _Change.MORE if change is not _Change.ANY else change))
    return _changed(module, value, changes)


def _changed(
    module: Engine, value: Items | Mapping, changes: Sequence[tuple[Place, _Added | _Change]]
) -> Value:
    entries: list[Entry] = []
    elements: list[cst.BaseExpression] = []
    complete = value.complete
    around = set(module.ancestors(value.node)) if changes else set()
    is_exact = isinstance(value, Items) and value.exact
    for place, change in changes:
        if change is _Change.ANY:
            return type(value)((), False, value.node)
        is_exact = is_exact and _is_done_once_at_the_end(module, place, around)
        if change is _Change.MORE:
            complete = False
        elif not isinstance(change, _Change):
            for item in change:
                if isinstance(item, Entry):
                    entries.append(item)
                else:
                    elements.append(item)
    if isinstance(value, Mapping):
        return Mapping(value.entries + tuple(entries), complete and not elements, value.node)
    return Items(value.elements + tuple(elements), complete and not entries, value.node, is_exact)


def _is_done_once_at_the_end(module: Engine, place: Place, around: set[cst.CSTNode]) -> bool:
    """Whether a change runs once for each run of what stands *around*, and adds no element before others."""
    if place.repeating and not around.issuperset(place.repeating):
        return False
    method = module.parent(place.node)
    return not (
        isinstance(method, cst.Attribute) and method.value is place.node and method.attr.value == "insert"
    )


def _change(module: Engine, place: Place) -> _Added | _Change:
    """What one use of a container adds to it, or may do."""
    known: _Added | _Change | None = place.change
    if known is not None:
        return known
    found = _change_by(module, place.node)
    parent = module.parent(place.node)
    if isinstance(parent, cst.Attribute) and parent.attr.value not in _EVALUATED:
        place.change = found
    return found


def _change_by(module: Engine, use: cst.Name | cst.Attribute) -> _Added | _Change:
    parent = module.parent(use)
    if isinstance(parent, cst.Attribute):
        call = module.parent(parent)
        if not isinstance(call, cst.Call) or call.func is not parent:
            return _Change.ANY
        return _method(module, parent.attr.value, call)
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return _item(module, parent)
    if isinstance(parent, (cst.AugAssign, cst.Del)):
        return _Change.NOTHING if isinstance(parent, cst.AugAssign) else _Change.ANY
    # Rebinding is another binding; an argument may be changed by what it is given to, but a callee
    # that changes its caller's argument dictionary is so rare that silence would cost more.
    return _Change.NOTHING


def _method(module: Engine, name: str, call: cst.Call) -> _Added | _Change:
    if name in _READERS:
        return _Change.NOTHING
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
    return _Change.MORE if name in ("extend", "insert", "append", "setdefault") else _Change.ANY


def _item(module: Engine, node: cst.Subscript) -> _Added | _Change:
    """``container[key]``: what is assigned there."""
    target = module.parent(node)
    if not isinstance(target, (cst.AssignTarget, cst.AugAssign, cst.Del)):
        return _Change.NOTHING
    key = only_index(node)
    statement = module.parent(target)
    if isinstance(key, cst.Index) and isinstance(statement, cst.Assign):
        literal = module.literal(key.value)
        if literal is not None:
            return (Entry(literal, statement.value, statement),)
    return _Change.ANY
