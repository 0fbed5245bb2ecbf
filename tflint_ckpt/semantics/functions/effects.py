"""What traced functions do to Python objects around them: once for each trace, and not at every call."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.tensors import Tensors
from tflint_ckpt.semantics.functions.traced import Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind, Scope, dotted

_GROWING = ("append", "extend", "insert", "appendleft")
_ABOUT_TRACES = pattern(r"retrac|(?<![a-z])trac(?:es|ed|ing)(?![a-z])|trace_?(?:count|log)", re.IGNORECASE)
"""A file that speaks of traces may count them."""
_STATIC = ("shape", "dtype", "name", "ndim", "rank")


class Change(Enum):
    """What happens to the object."""

    GROWS = "a list gets an element"
    COUNTS = "a number is increased"
    IS_SET = "a variable gets a tensor"


@dataclass(frozen=True, slots=True)
class Effect:
    """One such place.

    Attributes:
        node: the call or statement.
        change: what it does.
        target: the list or variable.
        tensor: whether it surely stores a symbolic tensor.
        trace: why the code runs traced.
    """

    node: cst.CSTNode
    change: Change
    target: cst.BaseExpression
    tensor: bool
    trace: Trace


class Effects:
    """The effects of what ``tf.function`` traces in one module on what is around them."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.traced = module.fact(Traced)
        self.tensors = module.fact(Tensors)

    def found(self) -> Iterator[Effect]:
        """The effects that nothing shows to be meant."""
        if _ABOUT_TRACES.search(self.module.source.text):
            return
        for node in [*self.module.facts.calls, *self._assignments()]:
            trace = self.traced.at(node, Kind.FUNCTION)
            if trace is not None and not self.traced.is_once(node, trace):
                effect = self._of_call(node, trace) if isinstance(node, cst.Call) else self._of(node, trace)
                if effect is not None and not self._is_checked(effect.target):
                    yield effect

    def _assignments(self) -> list[cst.CSTNode]:
        return self.module.facts.among(cst.AugAssign, cst.Assign)

    def _of_call(self, call: cst.Call, trace: Trace) -> Effect | None:
        """``list.append(…)``, of a list that is made and read where nothing is traced."""
        func = call.func
        if not (isinstance(func, cst.Attribute) and func.attr.value in _GROWING and call.args):
            return None
        given = call.args[-1].value
        is_statement = isinstance(self.module.parent(call), cst.Expr)
        if not is_statement or not self._tells(given) or not self._is_outside(func.value):
            return None
        if not self._is_list(func.value) or not self._is_read_outside(func.value):
            return None
        return Effect(call, Change.GROWS, func.value, self.tensors.holds(given), trace)

    def _of(self, node: cst.CSTNode, trace: Trace) -> Effect | None:
        if isinstance(node, cst.AugAssign):
            is_number = isinstance(node.target, (cst.Name, cst.Attribute)) and self._is_number(node.target)
            if not is_number or not self._is_outside(node.target):
                return None
            return Effect(node, Change.COUNTS, node.target, self.tensors.is_tensor(node.value), trace)
        assert isinstance(node, cst.Assign)
        target = node.targets[0].target if len(node.targets) == 1 else None
        if not isinstance(target, cst.Name) or not self._is_outside(target):
            return None
        is_set = self.tensors.is_tensor(node.value) and self._is_read_outside(target)
        return Effect(node, Change.IS_SET, target, True, trace) if is_set else None

    # What is changed

    def _is_outside(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is a variable that no traced function makes anew, or ``self.attribute``."""
        if isinstance(node, cst.Attribute):
            return (
                isinstance(node.value, cst.Name)
                and node.value.value == "self"
                and not any(self.traced.at(target) for target in self._stores(node))
            )
        scope = self.module.facts.scopes.get(node)
        if not isinstance(node, cst.Name) or scope is None:
            return False
        home = self._home(node, scope)
        function = home.node
        if home is self.module.facts.module:
            return True
        own = self.traced.home(node)
        return (
            isinstance(function, cst.FunctionDef)
            and function is not own
            and self.traced.is_traced(function) is not True
        )

    def _stores(self, node: cst.Attribute) -> list[cst.Attribute]:
        """Where the attribute is set as a whole, in its class."""
        owner = self.module.enclosing_class(node)
        return [
            target
            for target, _ in self.module.facts.attribute_targets
            if target.attr.value == node.attr.value
            and self.module.enclosing_class(target) is owner
            and not isinstance(self.module.parent(target), cst.AugAssign)
        ]

    def _values(self, node: cst.BaseExpression) -> list[cst.BaseExpression]:
        """What the variable or attribute is given, where it is not changed in place; empty if unknown."""
        if isinstance(node, cst.Attribute):
            stores = self._stores(node)
            given = dict(self.module.facts.attribute_targets)
            values = [given[target] for target in stores]
        else:
            assert isinstance(node, cst.Name)
            bindings = self.module.bindings(node)
            kept = [each for each in bindings if each.kind is not BindingKind.AUGMENTED]
            if any(each.kind is not BindingKind.ASSIGNMENT or each.index for each in kept):
                return []
            values = [
                each.value for each in kept if self.traced.home(each.node) is not self.traced.home(node)
            ]
        return [] if None in values else [value for value in values if value is not None]

    def _is_list(self, node: cst.BaseExpression) -> bool:
        values = self._values(node)
        return bool(values) and all(self._makes_list(value) for value in values)

    def _makes_list(self, value: cst.BaseExpression) -> bool:
        if isinstance(value, cst.List):
            return True
        name = (
            self.module.builtin(value.func) or self.module.resolve(value.func)
            if (isinstance(value, cst.Call))
            else None
        )
        return name in ("list", "collections.deque")

    def _is_number(self, node: cst.BaseExpression) -> bool:
        values = self._values(node)
        return bool(values) and all(self._makes_number(value) for value in values)

    def _makes_number(self, value: cst.BaseExpression) -> bool:
        return self.module.is_number(value)

    # What is meant

    def _tells(self, given: cst.BaseExpression) -> bool:
        """Whether what a list gets may be another value at every call: no constant, no shape."""
        if isinstance(given, cst.Attribute):
            return given.attr.value not in _STATIC
        return not isinstance(given, (cst.BaseString, cst.Integer, cst.Float, cst.List, cst.Dict))

    def _uses(self, node: cst.BaseExpression) -> list[cst.CSTNode]:
        if isinstance(node, cst.Attribute):
            return [each for each in self.module.attributes(node.attr.value) if each is not node]
        assert isinstance(node, cst.Name)
        home = self._home(node, self.module.facts.scopes[node])
        return [use for use in self.module.uses(node.value, home) if use is not node]

    def _home(self, node: cst.Name, scope: Scope) -> Scope:
        """The scope of the variable that *node* means, read or set."""
        home = scope.home(node.value)
        return home if node.value in home.bindings else scope.lookup(node.value) or home

    def _is_read_outside(self, node: cst.BaseExpression) -> bool:
        """Whether code that is not traced reads the variable: else it may only pass on what a trace makes."""
        return any(
            not isinstance(self.module.parent(use), (cst.AssignTarget, cst.AugAssign))
            and self.traced.at(use) is None
            for use in self._uses(node)
        )

    def _is_checked(self, node: cst.BaseExpression) -> bool:
        """Whether a test asserts something of the variable."""
        for use in self._uses(node):
            for _, above in self.module.steps_within(use):
                if isinstance(above, cst.Assert):
                    return True
                if isinstance(above, cst.Call) and "assert" in (dotted(above.func) or "").lower():
                    return True
        return False
