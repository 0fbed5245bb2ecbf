"""Functions and classes of the module that the layers of a model are made of, which a saved model only names.

Source: run on TensorFlow 2.10 and 2.15, Keras 3.3 and 3.15. Neither ``.keras`` nor HDF5 is read without being
given them, with ``compile=False`` neither; a folder is, but for Keras 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.keras_api import find
from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.contracts import place
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.saving import constructors
from tflint_ckpt.semantics.saving.layer_classes import is_inside_layer
from tflint_ckpt.semantics.saving.parts import Parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_LAYERS = "keras.layers."
_IMPORTED_OR_DECORATOR = pattern(r"@|from |import |\w+,?$")
"""How a line begins, or, in brackets, is, that makes nothing known but what stands below it."""
_ACTIVATIONS = ("activation", "recurrent_activation")
_KINDS = {
    "activation": "keras.activations",
    "regularizer": "keras.regularizers",
    "initializer": "keras.initializers",
    "constraint": "keras.constraints",
}
"""How the arguments end that take such an object, and where Keras has its own."""
_FAMILIES = tuple(f"keras.{kind}s.{kind.title()}" for kind in ("regularizer", "initializer", "constraint"))


@dataclass(frozen=True, slots=True)
class Built:
    """A function or class of the module that a layer of a model is made of.

    Attributes:
        name: what it is called in the file.
        node: where the layer is made, or the argument that it is given.
        kind: ``activation``, ``regularizer``, ``initializer``, ``constraint``, or ``layer``.
        is_function: whether it is a function.
    """

    name: str
    node: cst.BaseExpression
    kind: str
    is_function: bool


def built_with(module: Module, models: Sequence[Origin]) -> list[Built]:
    """What of the module the layers of each of *models* surely are made of, each once."""
    found: dict[str, Built] = {}
    for built, layer in _made(module):
        if built.name not in found and module.fact(Parts).are_in_all(models, layer):
            found[built.name] = built
    return list(found.values())


def _made(module: Module) -> Iterator[tuple[Built, cst.Call]]:
    """Every such function or class, with the call that makes its layer."""
    if _registers(module):
        return
    for call in module.facts.calls:
        owner = classes.local_class(module, call.func)
        if owner is not None:
            if _is_layer(module, owner) and not is_inside_layer(module, call):
                yield Built(owner.name.value, call.func, "layer", is_function=False), call
            continue
        name = module.resolve(call.func) if call.args else None
        if name is not None and name.startswith(_LAYERS):
            for position, argument in enumerate(call.args):
                kind = _kind(name, argument, position)
                built = _given(module, argument.value, kind) if kind else None
                if built is not None:
                    yield built, call


def _registers(module: Module) -> bool:
    """Whether the file may tell Keras of a function or class otherwise than by a decorator of that name."""
    lines = (line.strip() for line in module.source.text.splitlines() if "register_keras_" in line)
    return any(" as " in line or not _IMPORTED_OR_DECORATOR.match(line) for line in lines)


def _kind(layer: str, argument: cst.Arg, position: int) -> str:
    """Of which kind the object is that a layer gets by *argument*; empty for any other argument."""
    if argument.star:
        return ""
    if argument.keyword is not None:
        _, _, last = argument.keyword.value.rpartition("_")
        return last if last in _KINDS else ""
    is_reference = isinstance(argument.value, (cst.Name, cst.Attribute))
    takes = is_reference and any(place(layer, name) == position for name in _ACTIVATIONS)
    return "activation" if takes else ""


def _given(module: Module, node: cst.BaseExpression, kind: str) -> Built | None:
    function = module.local_function(node)
    if function is not None:
        name = function.name.value
        is_known = bool(function.decorators) or _is_of_keras(_KINDS[kind], name)
        return None if is_known else Built(name, node, kind, is_function=True)
    owner = classes.local_class(module, node.func) if isinstance(node, cst.Call) else None
    if owner is None or owner.decorators or "get_config" not in classes.methods(owner):
        return None  # without it Keras does not even save it
    bases = [base for base in classes.ancestry(module, owner) if isinstance(base, str)]
    name = owner.name.value
    if not any(families.is_a(base, *_FAMILIES) for base in bases) or _is_of_keras(_KINDS[kind], name):
        return None
    return Built(name, node, kind, is_function=False)


def _is_layer(module: Module, owner: cst.ClassDef) -> bool:
    """Whether objects of a class are layers that Keras saves, and knows nothing of when it loads them."""
    line = [owner, *(base for base in classes.ancestry(module, owner) if isinstance(base, cst.ClassDef))]
    bases = [base for base in classes.ancestry(module, owner) if not isinstance(base, cst.ClassDef)]
    if any(each.decorators for each in line) or None in bases:
        return False
    if not any(
        isinstance(base, str) and base.endswith(".Layer") and families.is_a(base, families.LAYER)
        for base in bases
    ):
        return False
    saved = any("get_config" in classes.methods(each) for each in line)
    if not saved and constructors.constructor_of(module, owner) is not None:
        return False  # TFC516 speaks of it
    return not _is_of_keras("keras.layers", owner.name.value)


def _is_of_keras(owner: str, name: str) -> bool:
    return find(f"{owner}.{name}") is not None
