"""What callbacks do to their model: set it, drop it, and where they stop its training."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import BASE, CallbackClass, CallbackClasses
from tflint_ckpt.semantics.callbacks.hooks import HOOKS, is_called
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.syntax.forms import is_self, last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

MODEL = "model"
STOP = "stop_training"
SET_MODEL = "set_model"


# Stopping


def stops_itself(module: Module) -> list[cst.Attribute]:
    """Every ``self.stop_training = True`` of a callback that nothing reads."""
    uses = module.attributes(STOP)
    targets = {target for target, _ in module.facts.attribute_targets}
    if any(node not in targets and not _is_model(node.value) for node in uses):
        return []
    asked = re.compile(rf"(?<!model)\.{STOP}\b(?!\s*=[^=])|[\"']{STOP}[\"']")
    is_asked_here = re.search(rf"[\"']{STOP}[\"']", module.source.text) is not None
    if is_asked_here or module.project.somewhere(asked, STOP, besides=module.path):
        return []
    found = []
    for callback, node in module.fact(CallbackClasses).uses_of_self(STOP):
        function = module.enclosing_function(node)
        inside = function is not None and function.name.value != "__init__"
        if inside and _is_true(module, node) and not any(map(callback.has, (MODEL, SET_MODEL))):
            found.append(node)
    return found if not any(STOP in classes.names(module, each) for each in module.facts.classes) else []


def _is_model(node: cst.BaseExpression) -> bool:
    """Whether an expression is called a model: ``self.model``, ``model``."""
    return last_name(node).endswith(MODEL)


def _is_true(module: Module, node: cst.Attribute) -> bool:
    """Whether ``True`` is assigned to *node*, and to nothing else with it."""
    target = module.parent(node)
    statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
    if not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
        return False
    return isinstance(statement.value, cst.Name) and statement.value.value == "True"


# Setting


@dataclass(frozen=True, eq=False, slots=True)
class ModelSet:
    """An assignment of ``self.model`` in a callback.

    Attributes:
        node: the attribute.
        statement: the assignment, where it assigns nothing else.
        stored: the parameter of ``set_model`` that is assigned there; empty elsewhere.
        calls_super: whether that ``set_model`` calls the one of its base as well.
        plain_base: whether its only base is ``Callback`` itself.
        dispensable: whether it stands in the constructor, and ``fit`` sets it before anything reads it.
    """

    node: cst.Attribute
    statement: cst.Assign | None
    stored: str
    calls_super: bool
    plain_base: bool
    dispensable: bool


def sets_model(module: Module) -> Iterator[ModelSet]:
    """Every assignment of ``self.model`` in a callback class that has no ``model`` of its own."""
    callbacks = module.fact(CallbackClasses)
    targets = {target for target, _ in module.facts.attribute_targets}
    for callback, node in callbacks.uses_of_self(MODEL):
        if node not in targets or any(
            MODEL in classes.names(each.module, each.node) for each in callback.line
        ):
            continue
        function = module.enclosing_function(node)
        statement = _statement(module, node)
        stored = _stored(function, statement) if function is not None else ""
        plain = callback.closed and len(callback.line) == 1 and callback.bases == frozenset((BASE,))
        yield ModelSet(
            node,
            statement,
            stored,
            bool(stored) and function is not None and _hands_on(function),
            plain,
            function is not None and _is_dispensable(module, callback, function, statement),
        )


def _statement(module: Module, node: cst.Attribute) -> cst.Assign | None:
    target = module.parent(node)
    statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
    return statement if isinstance(statement, cst.Assign) and len(statement.targets) == 1 else None


def _stored(function: cst.FunctionDef, statement: cst.Assign | None) -> str:
    """The parameter of ``set_model`` that *statement* stores as it is."""
    given = function.params.params[1:2]
    if function.name.value != SET_MODEL or not given or statement is None:
        return ""
    value, name = statement.value, given[0].name.value
    return name if isinstance(value, cst.Name) and value.value == name else ""


def _hands_on(function: cst.FunctionDef) -> bool:
    """Whether ``set_model`` calls that of a base: ``super().set_model(model)``."""
    return any(
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value in (SET_MODEL, "_set_model")
        for node in descend(function.body)
    )


def _is_dispensable(
    module: Module, callback: CallbackClass, function: cst.FunctionDef, statement: cst.Assign | None
) -> bool:
    """Whether the model that a constructor keeps is read only where ``fit`` has set it anew."""
    if function.name.value != "__init__" or statement is None or not isinstance(statement.value, cst.Name):
        return False
    if not callback.closed or callback.method(SET_MODEL) is not None:
        return False
    family = module.fact(CallbackClasses).with_heirs(callback)
    if any(is_called(module, hook) for hook in HOOKS.values()):
        return False
    for node in module.attributes(MODEL):
        if node is not statement.targets[0].target and not _is_read_in_hook(module, node, family):
            return False
    return not _is_read_elsewhere(module, callback)


def _is_read_in_hook(module: Module, node: cst.Attribute, family: list[CallbackClass]) -> bool:
    """Whether ``….model`` is of another class, or stands in a hook itself, and not in a function in it."""
    around = module.fact(CallbackClasses).around(node)
    on_itself = is_self(node.value)
    if not on_itself or around not in family:
        return on_itself and around is None
    function = module.enclosing_function(node)
    return function is not None and function.name.value in HOOKS and owner_of(module, function) is not None


def _is_read_elsewhere(module: Module, callback: CallbackClass) -> bool:
    """Whether another file names the class, and may use its model, or derive from it."""
    name = callback.node.name.value
    read = re.compile(rf"\.{MODEL}\b|\({name}\)\s*:")
    return module.call_sites.exported(name) and module.project.somewhere(read, name, besides=module.path)


# Dropping


@dataclass(frozen=True, eq=False, slots=True)
class ModelDropped:
    """A ``set_model`` that neither stores the model nor lets the base do it.

    Attributes:
        function: the method.
        parameter: its parameter for the model.
        read: where the class reads ``self.model``; ``None`` where only the base of Keras does.
    """

    function: cst.FunctionDef
    parameter: str
    read: cst.Attribute | None


def drops_model(module: Module) -> Iterator[ModelDropped]:
    """Every such method of a callback that needs its model."""
    callbacks = module.fact(CallbackClasses)
    for callback in callbacks:
        function = classes.methods(callback.node).get(SET_MODEL)
        if function is None or function.decorators or _is_abstract(function):
            continue
        if len(function.params.params) != 2:
            continue
        if callback.has(MODEL) or callback.has("_model") or _hands_on(function) or _sets_by_name(function):
            continue
        family = callbacks.with_heirs(callback)
        if any(each is not callback and SET_MODEL in classes.names(module, each.node) for each in family):
            continue
        reads = [node for each, node in callbacks.uses_of_self(MODEL) if each in family]
        needs = bool(callback.bases & _NEED_MODEL) and callback.closed
        if reads or needs:
            yield ModelDropped(function, function.params.params[1].name.value, reads[0] if reads else None)


def _is_abstract(function: cst.FunctionDef) -> bool:
    """Whether a method only raises, or its body is ``...``: it is there to be overridden."""
    return any(isinstance(node, (cst.Raise, cst.Ellipsis)) for node in descend(function.body))


_NEED_MODEL = frozenset(
    f"keras.callbacks.{name}"
    for name in """ModelCheckpoint EarlyStopping ReduceLROnPlateau LearningRateScheduler
    BackupAndRestore""".split()
)
"""Callbacks of Keras that use their model in every training."""


def _sets_by_name(function: cst.FunctionDef) -> bool:
    """Whether a method may set any attribute: ``setattr(self, …)``, ``self.__dict__``."""
    for node in descend(function.body):
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "setattr":
            return True
        if isinstance(node, cst.Attribute) and node.attr.value == "__dict__":
            return True
    return False
