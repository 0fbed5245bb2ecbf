"""A callback of a fit, and what it does to the logs."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.reached import arguments_of
from tflint_ckpt.semantics.names.stored import is_stored
from tflint_ckpt.syntax.forms import is_super
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

HOOK = "on_epoch_end"
_RATE = frozenset(("keras.callbacks.LearningRateScheduler", "keras.callbacks.ReduceLROnPlateau"))
"""Callbacks that put the learning rate into the logs, as ``lr`` on Keras 2, ``learning_rate`` on 3."""
CHANGING = frozenset("update setdefault pop popitem clear".split())
"""Methods of a dictionary that change it."""
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
    if any(target.attr.value == HOOK for target, _ in module.facts.attribute_targets):
        return True  # ``callback.on_epoch_end = f``
    if callback.name == "keras.callbacks.LambdaCallback":
        return callback.local is not None or any(
            _function_writes(module, argument) for argument in arguments_of(module, callback.node)
        )
    if callback.local is None:
        return not callback.name.startswith("keras.callbacks.") or callback.name.startswith(
            "keras.callbacks.addons"
        )
    bases = classes.ancestry(module, callback.local)
    if None in bases:
        return True
    every = [callback.local, *(base for base in bases if isinstance(base, cst.ClassDef))]
    hooks = [classes.methods(one).get(HOOK) for one in every if HOOK in classes.names(module, one)]
    return any(hook is None or _writes(module, hook) for hook in hooks)


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
    logs = logs_of(function)
    if logs is None:
        return None
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
    if argument.keyword.value != HOOK:
        return False
    if isinstance(argument.value, cst.Lambda):
        return _writes(module, argument.value)
    function = module.local_function(argument.value)
    return function is None or _writes(module, function)


def _writes(module: Engine, function: cst.FunctionDef | cst.Lambda) -> bool:
    """Whether the logs that ``on_epoch_end`` gets may be changed."""
    names = [node for node in descend(function.body) if isinstance(node, cst.Name)]
    rest = function.params.star_arg
    if isinstance(rest, cst.Param):
        gathered = (node for node in names if node.value == rest.name.value)
        return not all(hands_on(module, module.parent(module.parent(node) or node)) for node in gathered)
    logs = logs_of(function)
    return any(node.value == logs and _may_change(module, node) for node in names)


def logs_of(function: cst.FunctionDef | cst.Lambda) -> str | None:
    """The parameter of ``on_epoch_end`` with the logs; ``None`` where it has no name of its own."""
    params = function.params
    named = (*params.posonly_params, *params.params)
    if isinstance(params.star_arg, cst.Param) or len(named) < 2:
        return None
    return named[-1].name.value


def hands_on(module: Engine, call: cst.CSTNode | None) -> bool:
    """Whether a call is that of the hook of a base class: ``super().on_epoch_end(epoch, logs)``."""
    func = call.func if isinstance(call, cst.Call) else None
    if not isinstance(func, cst.Attribute) or func.attr.value != HOOK:
        return False
    base = (module.resolve(func.value) or "").startswith("keras.callbacks.")
    return base or is_super(func.value) or classes.local_class(module, func.value) is not None


def _may_change(module: Engine, use: cst.Name) -> bool:
    """Whether a use of the logs may change them; reading a key does not."""
    parent = module.parent(use)
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Attribute):
        return parent.attr.value not in _READS
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return is_stored(module, parent)
    if isinstance(parent, cst.BooleanOperation):  # ``logs = logs or {}``
        names = [target.target for target in above.targets] if isinstance(above, cst.Assign) else []
        same = bool(names) and all(isinstance(one, cst.Name) and one.value == use.value for one in names)
        if isinstance(above, cst.Attribute):
            return above.attr.value not in _READS
        return not (same or isinstance(above, cst.If))
    if isinstance(parent, cst.AssignTarget):
        return False
    if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
        builtin = above.func.value if isinstance(above.func, cst.Name) else ""
        return not (hands_on(module, above) or builtin in ("print", "dict", "len", "sorted", "str", "list"))
    return not isinstance(parent, _LOOKING)
