"""Losses and metrics of the module that a model is compiled with, which a saved model only names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.keras_api import find
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.saving.read_again import SCOPES
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.values.kinds import Items, Mapping, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_ARGUMENTS = ("loss", "metrics")
REGISTERING = (*SCOPES, "register_keras_")
"""Words of a file that may tell Keras of its functions and classes."""
_MODULES = ("keras.losses", "keras.metrics")
LAMBDA = "a lambda"
"""The name of a loss or metric that has none: its code is saved, and ``load_model`` does not run that."""


@dataclass(frozen=True, slots=True)
class Own:
    """A loss, metric or schedule of the module.

    Attributes:
        name: what it is called in the file: of the function, or of the class.
        node: the expression that ``compile`` is given.
        is_loss: whether it is a loss, or a schedule, which the model is not loaded without, either.
        is_nested: whether a function makes it, or it has another name here, so that nothing has its name.
    """

    name: str
    node: cst.BaseExpression
    is_loss: bool
    is_nested: bool = False


def compiled_with(module: Module, models: Sequence[Origin]) -> list[Own]:
    """What of the module each ``compile`` of *models* is given, if all are given some; else nothing."""
    nodes = {origin.node for origin in models}
    found: list[Own] = []
    for call, _ in module.calls_on(families.MODEL, "compile"):
        func = call.node.func
        receiver = func.value if isinstance(func, cst.Attribute) else None
        made = module.objects.origins(receiver) if receiver is not None else ()
        if not nodes & {origin.node for origin in made}:
            continue
        own = of_compile(module, Compile(module, call))
        if not own:
            return []
        found += own
    return found


def of_compile(module: Module, compiled: Compile) -> list[Own]:
    """What of the project one ``compile`` of the module is given."""
    return [
        each
        for name in _ARGUMENTS
        if (given := _given(module, compiled, name)) is not None
        for each in _own(module, given, is_loss=name == "loss")
    ]


def _given(module: Module, compiled: Compile, name: str) -> cst.BaseExpression | None:
    """What ``compile`` is given by *name*, or at the place that this has on all releases of the target."""
    every = dict.fromkeys(release.keras for release in module.target.releases)
    found = [compiled.argument(name, keras) for keras in every]
    return found[0].value if found and found[0] is not None and len(set(found)) == 1 else None


def _own(module: Module, node: cst.BaseExpression, *, is_loss: bool) -> Iterator[Own]:
    values = module.evaluate(node)
    for value in values:
        if isinstance(value, Items):
            for element in value.elements:
                yield from _single(module, element, is_loss=is_loss)
        elif isinstance(value, Mapping):
            for entry in value.entries:
                yield from _own(module, entry.value, is_loss=is_loss)
        else:
            kept = value.node if isinstance(value, Unknown) and len(values) == 1 else None
            is_kept = isinstance(node, cst.Name) and isinstance(kept, (cst.Name, cst.Call, cst.Lambda))
            yield from _single(module, kept if is_kept else node, is_loss=is_loss)  # type: ignore[arg-type]
            return


def _single(module: Module, node: cst.BaseExpression, *, is_loss: bool) -> Iterator[Own]:
    """*node*, if it is a function of the module, an object of a class of it, or made by a function of it."""
    if isinstance(node, cst.Lambda):
        yield Own(LAMBDA, node, is_loss, is_nested=True)
        return
    function = module.local_function(node)
    if function is not None:
        if not _is_known(function):
            is_nested = module.enclosing_function(function) is not None
            yield Own(function.name.value, node, is_loss, is_nested=is_nested)
        return
    elsewhere = _elsewhere(module, node, is_loss=is_loss)
    if elsewhere is not None:
        yield elsewhere
    if not isinstance(node, cst.Call):
        return
    owner = classes.local_class(module, node.func)
    if owner is not None:
        bases = [base for base in classes.ancestry(module, owner) if isinstance(base, str)]
        wanted = (families.LOSS, families.METRIC)
        if not owner.decorators and any(families.is_a(base, *wanted) for base in bases):
            yield Own(owner.name.value, node, is_loss)
        return
    maker = module.local_function(node.func)
    returned = module.returns(maker) if maker is not None else None
    inner = [module.local_function(each) for each in returned or ()]
    if len(inner) == 1 and inner[0] is not None and not _is_known(inner[0]):
        yield Own(inner[0].name.value, node, is_loss, is_nested=True)


def _elsewhere(module: Module, node: cst.BaseExpression, *, is_loss: bool) -> Own | None:
    """*node*, if it is a function of another file of the project, or what one there makes."""
    func = node.func if isinstance(node, cst.Call) else node
    spelled = module.spelled(func)
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    if found is None or any(word in found.module.source.text for word in REGISTERING):
        return None
    function = found.binding.node
    if not isinstance(function, cst.FunctionDef) or function.decorators:
        return None
    if isinstance(node, cst.Call):
        inner = [found.module.local_function(each) for each in found.module.returns(function) or ()]
        if len(inner) != 1 or inner[0] is None:
            return None
        function = inner[0]
    if _is_known(function):
        return None
    own_name = isinstance(node, cst.Name) and node.value == function.name.value
    return Own(function.name.value, node, is_loss, is_nested=not own_name)


def _is_known(function: cst.FunctionDef) -> bool:
    """Whether Keras may find a function by its name: one with a decorator, or called as one of Keras own."""
    name = function.name.value
    return bool(function.decorators) or any(find(f"{place}.{name}") is not None for place in _MODULES)
