"""Lists and dictionaries: literals, ``dict(...)`` calls, and what later statements do to them."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Scope
from tflint_ckpt.semantics.values.changes import Change, Changed, change
from tflint_ckpt.semantics.values.kinds import Entry, Evaluating, Items, Mapping, Text, Unknown, Value
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.places import Place

_LATER = (cst.FunctionDef, cst.Lambda, cst.GeneratorExp)
"""What stands in them is not run where it stands."""


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
                _put(entries, Entry(key, element.value, element))
        else:
            complete &= _unpack(evaluator, element.value, entries)
    return Mapping(tuple(entries), complete, node)


def dict_call(evaluator: Evaluating, node: cst.Call) -> Mapping:
    """``dict(a=1, **other)`` and ``dict(other, a=1)``."""
    entries: list[Entry] = []
    complete = True
    for argument in node.args:
        if argument.keyword is not None:
            _put(entries, Entry(argument.keyword.value, argument.value, argument))
        else:
            complete &= _unpack(evaluator, argument.value, entries)
    return Mapping(tuple(entries), complete, node)


def _put(entries: list[Entry], entry: Entry) -> None:
    """Add an entry that surely is there, in the place of those that have its key."""
    entries[:] = [each for each in entries if each.key != entry.key]
    entries.append(entry)


def united(one: Value, other: Value, node: cst.CSTNode) -> Value:
    """``one | other`` of two dictionaries."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return Unknown(node)
    entries = list(one.entries)
    if isinstance(other.node, cst.Dict):
        for entry in other.entries:
            if any(entry.node is element for element in other.node.elements):
                _put(entries, entry)
            else:
                entries.append(entry)
    else:
        entries += other.entries
    return Mapping(tuple(entries), one.complete and other.complete, node, one.intact and other.intact)


def _unpack(evaluator: Evaluating, node: cst.BaseExpression, entries: list[Entry]) -> bool:
    values = evaluator.of(node)
    if len(values) == 1 and isinstance(values[0], Mapping):
        entries += values[0].entries
        return values[0].complete
    return False


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
    outer, is_later = _in_scope(module, use, home)
    is_same = len(home.bindings[use.value]) == 1 and not home.is_class  # everywhere
    places = module.fact(Places)
    here = places.of(use)

    def comes_after(other: Place) -> bool:
        return not is_later and follows(facts, other.node, outer)

    changes = [
        (other, done)
        for other in places.uses(use.value, home)
        if other is not here
        and not (places.follows(other, here) if outer is use else comes_after(other))
        and (done := change(module, other)) is not Change.NOTHING
        and (is_same or not reaching.isdisjoint(visible(facts, other.node, home)))  # type: ignore[arg-type]
    ]
    return _changed(module, value, changes, lambda done: not is_later or follows(facts, outer, done.node))


def _in_scope(module: Engine, use: cst.Name, home: Scope) -> tuple[cst.CSTNode, bool]:
    """What *home* runs when *use* is run, or that defines the function which does so later; which of both."""
    scopes, is_later = module.facts.scopes, False
    node: cst.CSTNode = use
    for above in module.ancestors(use) if scopes[use] is not home else ():
        is_later = is_later or isinstance(above, _LATER)
        node = above
        if scopes.get(above) is home:
            break
    return node, is_later


def mutated_attribute(module: Engine, value: Value, use: cst.Attribute) -> Value:
    """*value*, held by ``self.name``, after what the file does to attributes of that name."""
    from tflint_ckpt.semantics.values.places import Places

    if not isinstance(value, (Items, Mapping)):
        return value
    owner = module.enclosing_class(use)
    places = module.fact(Places)
    here = places.of(use)
    is_new = follows(module.facts, use, value.node)  # in each run of the function
    changes: list[tuple[Place, Changed]] = []
    for other in module.attributes(use.attr.value):
        place = places.of(other)
        if is_new and places.follows(place, here):
            continue
        done = change(module, place) if other is not use else Change.NOTHING
        if done is not Change.NOTHING and module.resolve(other) is not None:
            continue  # a module or an API of that name: ``tf.keras.metrics``
        if done is Change.NOTHING:
            continue
        own = is_self(other.value)
        if own and module.enclosing_class(other) is owner:
            changes.append((place, done))
        elif not own or owner is None or module.enclosing_class(other) in module.subclasses(owner):
            changes.append((place, Change.MORE if done not in (Change.ANY, Change.INSIDE) else done))
    return _changed(
        module,
        value,
        changes,
        lambda done: (
            places.follows(here, done) if done.scope is here.scope else not _is_run_by(module, use, done.node)
        ),
    )


def _is_run_by(module: Engine, use: cst.CSTNode, change: cst.CSTNode) -> bool:
    """Whether the function with *change* calls that with *use* before: ``self.build()``."""
    inner, outer = module.enclosing_function(use), module.enclosing_function(change)
    calls = module.method_calls(inner.name.value) if inner is not None else ()
    return any(
        module.enclosing_function(call) is outer and not follows(module.facts, call, change)
        for call, _ in calls
    )


def _changed(
    module: Engine,
    value: Items | Mapping,
    changes: Sequence[tuple[Place, Changed]],
    is_before: Callable[[Place], bool],
) -> Value:
    """*value* after *changes*, where some of them may come later, unless all of which *is_before* holds."""
    entries: list[Entry] = []
    elements: list[cst.BaseExpression] = []
    complete = value.complete
    around = set(_around(module, value.node)) if changes else set()
    is_exact = isinstance(value, Items) and value.exact
    is_intact, may_follow = value.intact, False
    tail = len(value.ending) if isinstance(value, Items) else 0
    for place, done in changes:
        if done is Change.ANY:
            return type(value)((), False, value.node)
        if done is Change.INSIDE or done is Change.ORDER:
            is_intact = is_intact and done is Change.ORDER
            is_exact = is_exact and done is Change.INSIDE
            tail = tail if done is Change.INSIDE else 0
            continue
        is_before_it = is_before(place)
        is_elsewhere = any(isinstance(each, _LATER) and each not in around for each in place.repeating)
        may_follow = may_follow or is_elsewhere or not is_before_it
        is_plain = is_before_it and _is_done_once_at_the_end(module, place, around)
        is_exact = is_exact and is_plain
        tail = tail + len(done) if is_plain and not isinstance(done, Change) else 0
        if done is Change.MORE:
            complete = False
        elif not isinstance(done, Change):
            for item in done:
                if isinstance(item, Entry):
                    entries.append(item)
                else:
                    elements.append(item)
    if isinstance(value, Mapping):
        return Mapping(value.entries + tuple(entries), complete and not elements, value.node, is_intact)
    more = value.elements + tuple(elements)
    tail = 0 if may_follow else tail
    return Items(more, complete and not entries, value.node, is_exact, is_intact, tail)


def _around(module: Engine, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What *node* is run in; a default of a parameter is none of what the function runs."""
    for child, above in module.steps(node):
        if not isinstance(child, cst.Parameters):
            yield above


def _is_done_once_at_the_end(module: Engine, place: Place, around: set[cst.CSTNode]) -> bool:
    """Whether a change runs once for each run of what stands *around*, and adds no element before others."""
    if place.repeating and not around.issuperset(place.repeating):
        return False
    method = module.parent(place.node)
    return not (
        isinstance(method, cst.Attribute) and method.value is place.node and method.attr.value == "insert"
    )
