"""The callbacks of a fit: which objects stand in its list, and what they do to the logs."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Flows, Kind, Use
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Value
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_RATE = frozenset(("keras.callbacks.LearningRateScheduler", "keras.callbacks.ReduceLROnPlateau"))
"""Callbacks that put the learning rate into the logs, as ``lr`` on Keras 2, ``learning_rate`` on 3."""
_READS = frozenset("get items keys values copy".split())
_CONDITIONAL = (cst.If, cst.For, cst.While, cst.Try, cst.TryStar, cst.Match, cst.FunctionDef, cst.Lambda)
_LOOKING = (
    cst.Comparison,
    cst.ComparisonTarget,
    cst.If,
    cst.IfExp,
    cst.For,
    cst.CompFor,
    cst.UnaryOperation,
    cst.FormattedStringExpression,
    cst.Expr,
    cst.StarredDictElement,
)
"""What reads the logs as a whole and changes nothing."""
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback in the list of a fit.

    Attributes:
        node: the call that builds it.
        name: its class by canonical name; of a class of the module, the API class it derives from.
        local: the class of the module.
        always: whether it surely is in the list; one that is added under a condition may not be.
    """

    node: cst.Call
    name: str
    local: cst.ClassDef | None = None
    always: bool = True


Callbacks = tuple[Callback, ...] | None
"""In the order of the list; ``None`` where some of them are not in sight."""


def listed(module: Engine, node: cst.BaseExpression | None, frames: Frames, fit: cst.Call) -> Callbacks:
    """The callbacks that the argument *node* of the call *fit* holds."""
    if node is None:
        return ()
    known = module.fact(_Listed).known
    if (node, frames, fit) not in known:
        found = _Listing(module, frames, fit).of(node, always=True, depth=0)
        known[node, frames, fit] = tuple(dict.fromkeys(found)) if found is not None else None
    return known[node, frames, fit]


class _Listed:
    """The callbacks of a module's fits, as far as they were asked for: each rule on callbacks does."""

    def __init__(self, module: Engine) -> None:
        self.known: dict[tuple[cst.BaseExpression, Frames, cst.Call], Callbacks] = {}


@dataclass(frozen=True, slots=True)
class _Listing:
    module: Engine
    frames: Frames
    fit: cst.Call

    def of(self, node: cst.BaseExpression, *, always: bool, depth: int) -> list[Callback] | None:
        values = self.module.evaluate(node, self.frames)
        if depth > _DEEPEST:
            return None
        found: list[Callback] = []
        for value in values:
            some = self._value(value, always and len(values) == 1, depth)
            if some is None:
                return None
            found += some
        return found

    def _value(self, value: Value, always: bool, depth: int) -> list[Callback] | None:
        if isinstance(value, Constant) and value.value is None:
            return []
        if isinstance(value, Instance):
            return self._instance(value.call, always)
        if not (isinstance(value, Items) and value.complete and self._is_all(value)):
            return None
        found: list[Callback] = []
        for element in value.elements:
            some = self.of(element, always=always and self._surely_in(element, value), depth=depth + 1)
            if some is None:
                return None
            found += some
        return found

    def _instance(self, call: cst.Call, always: bool) -> list[Callback] | None:
        origins = self.module.fact(Instances).origins(call, self.frames)
        if len(origins) != 1 or not families.is_a(origins[0].name, families.CALLBACK):
            return None
        origin = origins[0]
        return [Callback(call, origin.name, origin.local, always)] if origin.node is call else None

    def _surely_in(self, element: cst.BaseExpression, items: Items) -> bool:
        """Whether an element stands in the list as it was made, or is added wherever the fit is reached."""
        parent = self.module.parent(element)
        if isinstance(parent, cst.Element):
            return True
        around = set(self.module.ancestors(self.fit))
        return not any(
            isinstance(above, _CONDITIONAL) and above not in around
            for above in self.module.ancestors(element)
        )

    def _is_all(self, items: Items) -> bool:
        """Whether nothing out of sight may change the list."""
        if isinstance(items.node, (cst.Tuple, cst.Set)):
            return True
        facts = self.module.facts
        elements = frozenset(items.elements)
        return all(
            self._is_seen(use, elements)
            or (facts.scopes[items.node] is facts.scopes[self.fit] and follows(facts, use.node, self.fit))
            for use in self.module.fact(Flows).of(items.node)
        )

    def _is_seen(self, use: Use, elements: frozenset[cst.BaseExpression]) -> bool:
        if use.kind is Kind.METHOD and isinstance(use.node, cst.Call):
            func = use.node.func
            method = func.attr.value if isinstance(func, cst.Attribute) else ""
            if method in ("append", "insert"):
                return bool(use.node.args) and use.node.args[-1].value in elements
            if method == "extend":
                added = self.module.evaluate(use.node.args[0].value) if len(use.node.args) == 1 else ()
                return all(isinstance(one, Items) and elements.issuperset(one.elements) for one in added)
            return method in ("copy", "count", "index", "sort", "reverse")
        if use.kind is Kind.ARGUMENT and isinstance(use.node, cst.Call):
            return is_harmless(self.module, use.node)
        # Who gets the list by a return that is not followed here makes it anew by each call.
        return use.kind is not Kind.ESCAPE or isinstance(use.node, cst.Return)


# What callbacks do to the logs


def puts_rate(callback: Callback) -> bool:
    """Whether a callback puts the learning rate into the logs."""
    return callback.name in _RATE


def may_write(module: Engine, callback: Callback) -> bool:
    """Whether a callback may put keys of its own into the logs of an epoch."""
    if callback.name == "keras.callbacks.LambdaCallback":
        return any(_function_writes(module, argument) for argument in callback.node.args)
    if callback.local is None:
        return not callback.name.startswith("keras.callbacks.") or callback.name.startswith(
            "keras.callbacks.addons"
        )
    bases = classes.ancestry(module, callback.local)
    if None in bases:
        return True
    every = [callback.local, *(base for base in bases if isinstance(base, cst.ClassDef))]
    return any(
        _writes(module, method)
        for one in every
        for name, method in classes.methods(one).items()
        if name == "on_epoch_end"
    )


def _function_writes(module: Engine, argument: cst.Arg) -> bool:
    """Whether a function given to ``LambdaCallback`` may write to the logs."""
    if argument.star or argument.keyword is None:
        return True
    if argument.keyword.value != "on_epoch_end":
        return False
    if isinstance(argument.value, cst.Lambda):
        return _writes(module, argument.value)
    function = module.local_function(argument.value)
    return function is None or _writes(module, function)


def _writes(module: Engine, function: cst.FunctionDef | cst.Lambda) -> bool:
    """Whether the last parameter of ``on_epoch_end`` may be changed."""
    parameters = all_parameters(function.params)
    if len(parameters) < 2:
        return False
    logs = parameters[-1].name.value
    return any(
        isinstance(node, cst.Name) and node.value == logs and _may_change(module, node)
        for node in descend(function.body)
    )


def _may_change(module: Engine, use: cst.Name) -> bool:
    """Whether a use of the logs may change them; reading a key does not."""
    parent = module.parent(use)
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Attribute):
        return parent.attr.value not in _READS
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return isinstance(above, (cst.AssignTarget, cst.AugAssign, cst.Del, cst.AnnAssign))
    if isinstance(parent, cst.BooleanOperation):  # ``logs = logs or {}``
        names = [target.target for target in above.targets] if isinstance(above, cst.Assign) else []
        same = bool(names) and all(isinstance(one, cst.Name) and one.value == use.value for one in names)
        return not (same or isinstance(above, (cst.Attribute, cst.If)))
    if isinstance(parent, cst.AssignTarget):
        return False
    if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
        builtin = above.func.value if isinstance(above.func, cst.Name) else ""
        is_super = isinstance(above.func, cst.Attribute) and above.func.attr.value == "on_epoch_end"
        return not (is_super or builtin in ("print", "dict", "len", "sorted", "str", "list"))
    return not isinstance(parent, _LOOKING)
