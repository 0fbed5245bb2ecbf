"""What stands in the ``callbacks`` of a fit and is no callback."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.calls import METHODS, callbacks_of
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.syntax.walk import own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_REFUSED = ("AttributeError", "TypeError")
_NO_ARGUMENTS = frozenset(
    "EarlyStopping ReduceLROnPlateau TensorBoard TerminateOnNaN History LambdaCallback".split()
)
"""Callbacks of Keras whose constructors need nothing."""
_DEEPEST = 4


class Kind(Enum):
    """What stands in the place of a callback."""

    CLASS = "a class"
    SET = "a set"
    NONE = "None"
    FUNCTION = "a function"
    TEXT = "a string"
    OTHER = "an object of no callback class"
    NOTHING = "what a function without return gives"
    RESULT = "the result of a call"


@dataclass(frozen=True, eq=False, slots=True)
class Stranger:
    """Something in the place of a callback.

    Attributes:
        node: the expression.
        kind: what it is.
        name: the class, function or hook, for a message.
        buildable: whether the class can be built without arguments.
    """

    node: cst.BaseExpression
    kind: Kind
    name: str = ""
    buildable: bool = False


def strangers(module: Module) -> Iterator[Stranger]:
    """Everything given as ``callbacks`` to a fit of *module* that is no callback, in source order."""
    seen: set[cst.CSTNode] = set()
    fits = {fit.node: fit for fit in module.training.fits}
    for call, _ in module.calls_on(families.MODEL, *METHODS):
        argument = callbacks_of(fits[call.node].call) if call.node in fits else None
        if argument is None or is_guarded(module, call.node, *_REFUSED):
            continue
        for found in _in_list(module, argument.value, 0, alone=True):
            if found.node not in seen:
                seen.add(found.node)
                yield found
    for call in module.calls(families.LAMBDA_CALLBACK):
        for given in call.arguments:
            result = _result(module, given.value, given.name or "")
            if result is not None and not is_guarded(module, call.node, *_REFUSED):
                yield result


def _in_list(module: Module, node: cst.BaseExpression, depth: int, *, alone: bool) -> Iterator[Stranger]:
    """What *node*, or a list that it is, holds; *alone* says that it is the whole argument."""
    found = _stranger(module, node, alone)
    if found is not None:
        yield found
        return
    values = module.evaluate(node) if depth < _DEEPEST else ()
    for value in values:
        if isinstance(value, Items):
            if isinstance(value.node, cst.Set) and value.node is node:
                yield Stranger(value.node, Kind.SET)
            elif not isinstance(value.node, cst.Set):
                for element in value.elements:
                    yield from _in_list(module, element, depth + 1, alone=False)


def _stranger(module: Module, node: cst.BaseExpression, alone: bool) -> Stranger | None:
    if is_none(node):
        return None if alone else Stranger(node, Kind.NONE)
    if isinstance(node, cst.Lambda):
        return Stranger(node, Kind.FUNCTION, "lambda")
    if isinstance(node, cst.SimpleString):
        return Stranger(node, Kind.TEXT)
    if isinstance(node, cst.Call):
        return _called(module, node, alone)
    if not isinstance(node, (cst.Name, cst.Attribute)):
        return None
    local = classes.local_class(module, node)
    if local is not None:
        from tflint_ckpt.semantics.callbacks.classes import BASE, CallbackClasses

        callback = module.fact(CallbackClasses).of(local)
        plain = callback is not None and callback.bases == frozenset((BASE,)) and len(callback.line) == 1
        buildable = _is_buildable(local, plain=plain)
        return Stranger(node, Kind.CLASS, local.name.value, buildable) if callback else None
    name = module.resolve(node) or ""
    if name.startswith("keras.callbacks.") and families.is_a(name, families.CALLBACK):
        last = name.rpartition(".")[2]
        return Stranger(node, Kind.CLASS, last, last in _NO_ARGUMENTS)
    binding = module.sole_binding(node)
    if binding is not None and isinstance(binding.node, cst.FunctionDef):
        return Stranger(node, Kind.FUNCTION, binding.node.name.value)
    value = binding.value if binding is not None and not binding.index else None
    assigned = binding is not None and binding.kind is BindingKind.ASSIGNMENT
    return _called(module, value, alone) if assigned and isinstance(value, cst.Call) else None


def _is_buildable(node: cst.ClassDef, *, plain: bool) -> bool:
    """Whether a class can be built without arguments: it has such a constructor, or is a plain Callback."""
    constructor = classes.methods(node).get("__init__")
    if constructor is None:
        return len(node.bases) == 1 and plain
    needed = [
        each for each in all_parameters(constructor.params)[1:] if each.default is None and not each.star
    ]
    return not needed


def _called(module: Module, node: cst.Call, alone: bool) -> Stranger | None:
    """An object of a class that is no callback, or what a function gives that returns nothing."""
    local = classes.local_class(module, node.func)
    if local is not None:
        every = [local, *classes.ancestry(module, local)]
        plain = all(isinstance(each, cst.ClassDef) and _is_plain(module, each) for each in every)
        return Stranger(node, Kind.OTHER, local.name.value) if plain else None
    function = module.local_function(node.func) if isinstance(node.func, cst.Name) else None
    if function is None or module.returns(function) is None or not _gives_nothing(function):
        return None
    return Stranger(node, Kind.NOTHING if alone else Kind.NONE, function.name.value)


def _is_plain(module: Module, node: cst.ClassDef) -> bool:
    """Whether a class has nothing by which it may be a callback: no base but object, no such methods."""
    names = classes.names(module, node)
    bases = all(
        classes.local_class(module, each.value) is not None or module.builtin(each.value) == "object"
        for each in node.bases
    )
    if not bases or node.decorators or node.keywords or {"__getattr__", "__new__"} & names:
        return False
    return "set_model" not in names


def _gives_nothing(function: cst.FunctionDef) -> bool:
    """Whether a function has no ``return`` of anything, and is not there to be written yet."""
    nodes = list(own_body(function))
    if any(isinstance(node, (cst.Raise, cst.Ellipsis, cst.Yield)) for node in nodes):
        return False
    return not any(isinstance(node, cst.Return) and node.value is not None for node in nodes)


def _result(module: Module, node: cst.BaseExpression, hook: str) -> Stranger | None:
    """A call whose result, no function, is given to ``LambdaCallback`` in the place of one."""
    from tflint_ckpt.semantics.callbacks.hooks import HOOKS

    if hook not in HOOKS or not isinstance(node, cst.Call):
        return None
    if module.builtin(node.func) == "print":
        return Stranger(node, Kind.RESULT, hook)
    if module.is_named(node.func, "gc.collect"):
        return Stranger(node, Kind.RESULT, hook, buildable=True)
    function = module.local_function(node.func)
    nothing = function is not None and module.returns(function) is not None and _gives_nothing(function)
    return Stranger(node, Kind.RESULT, hook) if nothing else None
