"""A callback of a fit, and what it does to the logs."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_RATE = frozenset(("keras.callbacks.LearningRateScheduler", "keras.callbacks.ReduceLROnPlateau"))
"""Callbacks that put the learning rate into the logs, as ``lr`` on Keras 2, ``learning_rate`` on 3."""
_READS = frozenset("get items keys values copy".split())
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


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback in the list of a fit.

    Attributes:
        module: the file of its class; of a class of Keras, that of the call.
        node: the call that builds it.
        name: its class by canonical name; of a class of the project, the API class it derives from.
        local: the class of the project.
        always: whether it surely is in the list; one that is added under a condition may not be.
    """

    module: Engine = field(repr=False, compare=False, hash=False)
    node: cst.Call
    name: str
    local: cst.ClassDef | None = None
    always: bool = True


Callbacks = tuple[Callback, ...] | None
"""In the order of the list; ``None`` where some of them are not in sight."""


def puts_rate(callback: Callback) -> bool:
    """Whether a callback puts the learning rate into the logs."""
    return callback.name in _RATE


def may_write(callback: Callback) -> bool:
    """Whether a callback may put keys of its own into the logs of an epoch."""
    module = callback.module
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


def writes(callback: Callback) -> frozenset[str] | None:
    """The keys that a callback surely puts into the logs of each epoch; ``None`` where it may put others."""
    if not may_write(callback):
        return frozenset()
    module, local = callback.module, callback.local
    if local is None:
        return None
    bases = classes.ancestry(module, local)
    inherited = [each for each in bases if isinstance(each, cst.ClassDef)]
    method = classes.methods(local).get("on_epoch_end")
    if None in bases or method is None or any("on_epoch_end" in classes.methods(each) for each in inherited):
        return None
    return _written(module, method)


def _written(module: Engine, function: cst.FunctionDef) -> frozenset[str] | None:
    """The keys that *function* sets whenever it is run: ``logs["val_f1"] = …``, and nothing else."""
    logs = all_parameters(function.params)[-1].name.value
    found: set[str] = set()
    for node in descend(function.body):
        if isinstance(node, cst.Return):
            return None
        if not (isinstance(node, cst.Name) and node.value == logs and _may_change(module, node)):
            continue
        key = module.parent(node)
        name = module.literal(_index(key)) if isinstance(key, cst.Subscript) and key.value is node else None
        target = module.parent(key) if key is not None else None
        statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
        line = module.parent(statement) if statement is not None else None
        if name is None or line is None or module.parent(line) is not function.body:
            return None
        found.add(name)
    return frozenset(found)


def _index(node: cst.Subscript) -> cst.BaseExpression:
    """What stands between the brackets; the whole, which is no text, where that is no single index."""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    return index.value if isinstance(index, cst.Index) else node


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
