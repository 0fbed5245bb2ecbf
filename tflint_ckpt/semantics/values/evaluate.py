"""Evaluating expressions to abstract values, through assignments, branches and simple helpers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values import texts
from tflint_ckpt.semantics.values.containers import dict_call, dict_literal, mutated, mutated_attribute
from tflint_ckpt.semantics.values.kinds import (
    Constant,
    Instance,
    Items,
    Mapping,
    Text,
    Unknown,
    Value,
    Values,
    as_texts,
    distinct,
)

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

Frame = tuple[cst.CSTNode, cst.Call]
"""A function of the module, and the call of it whose arguments its parameters have."""

_DEEPEST = 40
"""Expressions within each other, through variables and helpers."""
_MOST_STEPS = 4000
"""Expressions evaluated to answer one question; real code takes a few dozen."""
_LITERALS: dict[str, bool | None] = {"True": True, "False": False, "None": None}


class Evaluator:
    """Evaluates the expressions of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[cst.CSTNode, tuple[Values, int]] = {}
        self._depth = 0
        self._deepest = 0
        self._steps = 0
        self._cut = False
        self._active: set[tuple[cst.CSTNode, cst.CSTNode | None]] = set()
        self._frames: list[Frame] = []

    def of(self, node: cst.BaseExpression) -> Values:
        """Every value *node* may have; at least one, ``Unknown`` where the code does not tell."""
        if self._frames:
            return self._evaluate(node)
        known = self._known.get(node)
        if known is not None and self._depth + known[1] <= _DEEPEST:
            self._deepest = max(self._deepest, self._depth + known[1])
            return known[0]
        cut, deepest = self._cut, self._deepest
        self._cut, self._deepest = False, self._depth
        values = self._evaluate(node)
        # What was cut short on the way to another answer is no answer of its own.
        if not self._cut or not self._depth:
            self._known[node] = (values, self._deepest - self._depth)
        self._cut = self._depth > 0 and (cut or self._cut)
        self._deepest = max(deepest, self._deepest)
        return values

    def of_call(self, node: cst.BaseExpression, frames: Sequence[Frame]) -> Values:
        """Every value *node* may have when the functions in *frames* were called, the outermost first."""
        kept, self._frames = self._frames, list(frames)
        try:
            return self.of(node)
        finally:
            self._frames = kept

    def texts(self, node: cst.BaseExpression) -> tuple[Text, ...]:
        """Every text *node* may be, as part of a longer one; what is no text becomes a hole."""
        return as_texts(self.of(node), node)

    def _evaluate(self, node: cst.BaseExpression) -> Values:
        if not self._depth:
            self._steps = 0
        self._steps += 1
        place = (node, self._frames[-1][1] if self._frames else None)
        if self._depth > _DEEPEST or self._steps > _MOST_STEPS or place in self._active:
            self._cut = True
            return (Unknown(node),)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        self._active.add(place)
        try:
            return distinct(self._dispatch(node), node)
        finally:
            self._active.discard(place)
            self._depth -= 1

    def _dispatch(self, node: cst.BaseExpression) -> Values:
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)):
            return texts.literal(self, node)
        if isinstance(node, (cst.Integer, cst.Float)):
            return (Constant(node.evaluated_value, node),)
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
            return tuple(_negative(value, node) for value in self.of(node.expression))
        if isinstance(node, cst.IfExp):
            return self.of(node.body) + self.of(node.orelse)
        if isinstance(node, cst.NamedExpr):
            return self.of(node.value)
        if isinstance(node, cst.BinaryOperation):
            return self._binary(node)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return self.of(node.left) + self.of(node.right)
        if isinstance(node, (cst.List, cst.Tuple, cst.Set)):
            starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
            return (Items(tuple(element.value for element in node.elements), not starred, node),)
        if isinstance(node, cst.Dict):
            return (dict_literal(self, node),)
        if isinstance(node, cst.Call):
            return self._call(node)
        if isinstance(node, cst.Attribute):
            return self._attribute(node)
        return (Unknown(node),)

    def _name(self, node: cst.Name) -> Values:
        if node.value in _LITERALS:
            return (Constant(_LITERALS[node.value], node),)
        scope = self.module.facts.scopes.get(node)
        home = scope.lookup(node.value) if scope else None
        if home is None:
            return (Unknown(node),)
        bindings = visible(self.module.facts, node, home)
        values: list[Value] = []
        for binding in bindings:
            values += self._binding(binding, node)
        if any(isinstance(value, (Items, Mapping)) for value in values):
            return tuple(mutated(self.module, value, node, home) for value in values)
        return tuple(values)

    def _binding(self, binding: Binding, use: cst.Name) -> Values:
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, use)
        if binding.value is None or binding.kind is BindingKind.LOOP:
            return (Unknown(use),)
        if binding.kind is BindingKind.AUGMENTED:
            return self._augmented(binding, use)
        if binding.kind not in (BindingKind.ASSIGNMENT, BindingKind.CONTEXT):
            return (Unknown(use),)
        values = self.of(binding.value)
        for place in binding.index:
            values = tuple(chosen for value in values for chosen in self._item(value, place, use))
        return values

    def _item(self, value: Value, place: int, use: cst.CSTNode) -> Values:
        if isinstance(value, Items) and value.complete and place < len(value.elements):
            return self.of(value.elements[place])
        return (Unknown(use),)

    def _augmented(self, binding: Binding, use: cst.Name) -> Values:
        statement = self.module.facts.parents[binding.node]
        if not (isinstance(statement, cst.AugAssign) and isinstance(statement.operator, cst.AddAssign)):
            return (Unknown(use),)
        if not isinstance(binding.node, cst.Name) or binding.scope.node is not self._owner(binding.node):
            return (Unknown(use),)
        return self._sum(self.of(binding.node), self.of(statement.value), use)

    def _owner(self, node: cst.CSTNode) -> cst.CSTNode:
        return self.module.facts.scopes[node].node

    def _parameter(self, binding: Binding, use: cst.Name) -> Values:
        """The argument of the call being followed; outside of one, nobody knows who calls."""
        for place in range(len(self._frames) - 1, -1, -1):
            function, call = self._frames[place]
            if function is not binding.scope.node:
                continue
            argument = self.module.bound_argument(function, call, binding.name)
            if argument is None:
                return (Unknown(use),)
            kept, self._frames = self._frames, self._frames[:place]
            try:
                return self.of(argument)
            finally:
                self._frames = kept
        return (Unknown(use),)

    def _binary(self, node: cst.BinaryOperation) -> Values:
        if isinstance(node.operator, cst.Add):
            return self._sum(self.of(node.left), self.of(node.right), node)
        if isinstance(node.operator, cst.Divide):
            return texts.path_division(self, node)
        if isinstance(node.operator, cst.Modulo):
            return texts.percent(self, node)
        if isinstance(node.operator, cst.Multiply):
            return tuple(
                _product(one, other, node) for one in self.of(node.left) for other in self.of(node.right)
            )
        return (Unknown(node),)

    def _sum(self, left: Values, right: Values, node: cst.CSTNode) -> Values:
        return tuple(_add(one, other, node) for one, other in product(left, right))

    def _call(self, node: cst.Call) -> Values:
        name = self.module.resolve(node.func)
        if name is None:
            builtin = node.func.value if isinstance(node.func, cst.Name) else None
            scope = self.module.facts.scopes.get(node.func)
            if builtin and scope and scope.lookup(builtin) is None:
                name = builtin
        if name == "dict":
            return (dict_call(self, node),)
        found = texts.call(self, node, name)
        if found is not None:
            return found
        function = self.module.local_function(node.func)
        if function is not None:
            return self._helper(function, node)
        return (Instance(node),)

    def _helper(self, function: cst.FunctionDef, call: cst.Call) -> Values:
        """What a function of this module returns for this call: every ``return``, arguments filled in."""
        returned = self.module.returns(function)
        if returned is None or any(frame[0] is function for frame in self._frames):
            return (Unknown(call),)
        self._frames.append((function, call))
        try:
            return tuple(value for node in returned for value in self.of(node))
        finally:
            self._frames.pop()

    def _attribute(self, node: cst.Attribute) -> Values:
        found = texts.attribute(self, node)
        if found is not None:
            return found
        values: list[Value] = []
        for expression, index in self.module.attribute_parts(node) or ():
            part = self.of(expression)
            for place in index:
                part = tuple(chosen for value in part for chosen in self._item(value, place, node))
            values += part
        return tuple(mutated_attribute(self.module, value, node) for value in values) or (Unknown(node),)


def _negative(value: Value, node: cst.CSTNode) -> Value:
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return Constant(-value.value, node)
    return Unknown(node)


def _product(one: Value, other: Value, node: cst.CSTNode) -> Value:
    if isinstance(one, Constant) and isinstance(other, Constant):
        left, right = one.value, other.value
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return Constant(left * right, node)
    return Unknown(node)


def _add(one: Value, other: Value, node: cst.CSTNode) -> Value:
    if isinstance(one, Items) and isinstance(other, Items):
        return Items(one.elements + other.elements, one.complete and other.complete, node)
    if isinstance(one, Constant) and isinstance(other, Constant):
        left, right = one.value, other.value
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return Constant(left + right, node)
    if isinstance(one, Text) or isinstance(other, Text):
        return texts.joined(one, other, node)
    return Unknown(node)
