"""Lists and dictionaries: literals, ``dict(...)`` calls, and what later statements do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.scopes import Scope
from tflint_ckpt.semantics.values import Entry, Items, Mapping, Text, Value

if TYPE_CHECKING:
    from tflint_ckpt.semantics.evaluate import Evaluator
    from tflint_ckpt.semantics.module import Module

_READERS = frozenset("get items keys values copy count index".split())


def dict_literal(evaluator: Evaluator, node: cst.Dict) -> Mapping:
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


def dict_call(evaluator: Evaluator, node: cst.Call) -> Mapping:
    """``dict(a=1, **other)`` and ``dict(other, a=1)``."""
    entries: list[Entry] = []
    complete = True
    for argument in node.args:
        if argument.keyword is not None:
            entries.append(Entry(argument.keyword.value, argument.value, argument))
        else:
            complete &= _unpack(evaluator, argument.value, entries)
    return Mapping(tuple(entries), complete, node)


def _unpack(evaluator: Evaluator, node: cst.BaseExpression, entries: list[Entry]) -> bool:
    values = evaluator.of(node)
    if len(values) == 1 and isinstance(values[0], Mapping):
        entries += values[0].entries
        return values[0].complete
    return False


def mutated(module: Module, value: Value, use: cst.Name, home: Scope) -> Value:
    """*value*, held by the variable *use*, after what other uses of the variable do to it.

    ``d["key"] = v`` at the variable's own scope adds an entry; ``append`` adds an element; anything
    else that may change it makes it incomplete.
    """
    if not isinstance(value, (Items, Mapping)):
        return value
    entries: list[Entry] = []
    elements: list[cst.BaseExpression] = []
    complete = value.complete
    for other in module.uses(use.value, home):
        if other is use:
            continue
        change = _change(module, other)
        if isinstance(change, Entry):
            entries.append(change)
        elif isinstance(change, cst.BaseExpression):
            elements.append(change)
        elif change is False:
            complete = False
    if isinstance(value, Mapping):
        return Mapping(value.entries + tuple(entries), complete and not elements, value.node)
    return Items(value.elements + tuple(elements), complete and not entries, value.node)


def _change(module: Module, use: cst.Name) -> Entry | cst.BaseExpression | bool:
    """What one use of a container does: an entry or element it adds, ``True`` nothing, ``False`` unknown."""
    parent = module.parent(use)
    if isinstance(parent, cst.Attribute):
        call = module.parent(parent)
        if not isinstance(call, cst.Call) or call.func is not parent:
            return False
        if parent.attr.value in _READERS:
            return True
        if parent.attr.value == "append" and len(call.args) == 1:
            return call.args[0].value
        return False
    if isinstance(parent, cst.Subscript) and parent.value is use:
        target = module.parent(parent)
        if not isinstance(target, (cst.AssignTarget, cst.AugAssign, cst.Del)):
            return True
        key = parent.slice[0].slice if len(parent.slice) == 1 else None
        statement = module.parent(target)
        if isinstance(key, cst.Index) and isinstance(statement, cst.Assign):
            texts = module.evaluate(key.value)
            literal = texts[0].literal if len(texts) == 1 and isinstance(texts[0], Text) else None
            if literal is not None:
                return Entry(literal, statement.value, statement)
        return False
    if isinstance(parent, (cst.AssignTarget, cst.Arg)):
        # Rebinding is another binding; an argument may be changed by what it is given to, but a callee
        # that changes its caller's argument dictionary is so rare that silence would cost more.
        return True
    return True
