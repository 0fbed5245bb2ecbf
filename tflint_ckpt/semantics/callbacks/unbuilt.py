"""Callbacks of Keras that a class derives from, and whose constructor it does not call."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import CallbackClass, CallbackClasses
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_NEEDED = {
    "ModelCheckpoint": (("save_freq",), "on_train_batch_end", "at the first batch"),
    "EarlyStopping": (("monitor", "monitor_op"), "on_epoch_end", "in the first epoch"),
    "ReduceLROnPlateau": (("monitor", "monitor_op", "mode"), "on_epoch_end", "in the first epoch"),
    "LearningRateScheduler": (("schedule",), "on_epoch_begin", "when the first epoch begins"),
    "CSVLogger": (("append",), "on_train_begin", "when fit begins"),
    "TensorBoard": (("log_dir",), "set_model", "when fit begins"),
    "BackupAndRestore": (("save_freq",), "on_train_begin", "when fit begins"),
    "RemoteMonitor": (("send_as_json",), "on_epoch_end", "at the end of the first epoch"),
}
"""What each needs of its constructor, the hook that needs it, and when that fails (ran on 2.15 and 3.15)."""


@dataclass(frozen=True, eq=False, slots=True)
class Unbuilt:
    """A constructor that leaves out that of a callback of Keras.

    Attributes:
        constructor: the method.
        base: the class of Keras, ``ModelCheckpoint``.
        attribute: what is missing then.
        when: when it fails.
    """

    constructor: cst.FunctionDef
    base: str
    attribute: str
    when: str


def unbuilt(module: Module) -> Iterator[Unbuilt]:
    """Every such constructor of a callback class of *module*."""
    for callback in module.fact(CallbackClasses):
        constructor = classes.methods(callback.node).get("__init__")
        found = [name for name in map(_last, callback.bases) if name in _NEEDED]
        if constructor is None or len(found) != 1 or not callback.closed or _may_build(constructor):
            continue
        if "__new__" in classes.names(module, callback.node):
            continue
        attributes, hook, when = _NEEDED[found[0]]
        if any(map(callback.has, attributes)) or _replaces(callback, hook):
            continue
        yield Unbuilt(constructor, found[0], attributes[-1 if len(attributes) == 2 else 0], when)


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _may_build(function: cst.FunctionDef) -> bool:
    """Whether a constructor may call another one, or set any attribute, or only raises."""
    block = function.body.body
    lines = [line.body if isinstance(line, cst.SimpleStatementLine) else (line,) for line in block]
    if any(isinstance(statement, cst.Raise) for line in lines for statement in line):
        return True
    for node in descend(function.body):
        if isinstance(node, cst.Attribute) and node.attr.value in ("__init__", "__dict__"):
            return True
        if isinstance(node, cst.Name) and node.value in ("super", "setattr", "vars"):
            return True
        if isinstance(node, cst.Call) and _is_method_of_self(node):
            return True  # ``self.setup()``
    return bool(function.decorators)


def _is_method_of_self(call: cst.Call) -> bool:
    func = call.func
    return isinstance(func, cst.Attribute) and is_self(func.value)


def _replaces(callback: CallbackClass, hook: str) -> bool:
    """Whether a class of the project has the hook itself, and does not call that of its base in it."""
    found = callback.method(hook)
    if found is None:
        return any(hook in classes.names(each.module, each.node) for each in callback.line)
    _, method = found
    return not any(
        isinstance(node, cst.Attribute) and node.attr.value == hook for node in descend(method.body)
    )
