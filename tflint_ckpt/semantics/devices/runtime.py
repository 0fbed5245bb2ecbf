"""The runtime of TensorFlow: what starts it, and what configures its devices, which must come before."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.models.weighted import has_weights
from tflint_ckpt.semantics.objects import families

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

CONFIGURING = {
    f"tensorflow.config.{place}{name}": message
    for place in ("", "experimental.")
    for name, message in (
        ("set_memory_growth", "Physical devices cannot be modified after being initialized"),
        ("set_visible_devices", "Visible devices cannot be modified after being initialized"),
        ("set_logical_device_configuration", "Virtual devices cannot be modified after being initialized"),
        ("set_virtual_device_configuration", "Virtual devices cannot be modified after being initialized"),
    )
}
"""What raises RuntimeError once the runtime has started, with its message."""

_OPERATIONS = frozenset(
    f"tensorflow.{name}"
    for name in """constant Variable zeros ones fill eye range linspace cast convert_to_tensor zeros_like
    ones_like random.normal random.uniform random.Generator.from_seed random.truncated_normal math.add add
    reshape stack concat expand_dims one_hot reduce_mean reduce_sum matmul tile""".split()
)
"""Operations that run at once, outside a function of a graph."""
_STRATEGIES = ("MirroredStrategy", "OneDeviceStrategy", "MultiWorkerMirroredStrategy")
_LISTING = ("tensorflow.config.list_logical_devices", "tensorflow.config.experimental.list_logical_devices")
_GRAPH_MODE = ("disable_eager_execution", "disable_v2_behavior")
_GRAPH = ("as_default", "device", "function", "py_function", "wrap_function")

_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")
_INPUTS = ("keras.Input", "keras.layers.Input", "keras.layers.InputLayer")
_SHAPES = ("input_shape", "batch_input_shape", "input_dim")


def configurations(module: Module) -> Iterator[tuple[cst.Call, str]]:
    """Calls that configure devices, with the canonical name of what they call."""
    for node in module.facts.calls:
        name = module.resolve(node.func)
        if name in CONFIGURING:
            yield node, name


def starters(module: Module) -> Iterator[cst.Call]:
    """Calls that surely start the runtime where they run: tensors, datasets, optimizers, strategies.

    None in a file that builds graphs; none of Keras in one that may choose another backend for it.
    """
    if any(node.attr.value in _GRAPH_MODE for node in _called_attributes(module)):
        return
    other_backend = "KERAS_BACKEND" in module.source.text
    for node in module.facts.calls:
        name = module.resolve(node.func)
        if not (name is not None and _starts(name)) and not _makes_weights(module, node):
            continue
        if _is_in_graph(module, node):
            continue
        name = name or "keras."
        if not (other_backend and name.startswith("keras.")):
            yield node
    if not other_backend:
        for call, _ in module.calls_on(families.MODEL, "compile", "fit", "predict"):
            if not _is_in_graph(module, call.node):
                yield call.node


def _makes_weights(module: Module, node: cst.Call) -> bool:
    """Whether a call makes variables of layers: ``Dense(8)(inputs)``, a ``Sequential`` with an input."""
    if isinstance(node.func, cst.Call):
        return bool(node.args) and not node.args[0].star and has_weights(module, node.func)
    if not node.args or module.resolve(node.func) not in _SEQUENTIAL:
        return False
    given = node.args[0].value
    layers = [element.value for element in given.elements] if isinstance(given, (cst.List, cst.Tuple)) else []
    first, *others = layers or [given]
    if not isinstance(first, cst.Call):
        return False
    if module.is_named(first.func, *_INPUTS):
        return any(has_weights(module, layer) for layer in others)
    shaped = any(argument.keyword and argument.keyword.value in _SHAPES for argument in first.args)
    return shaped and any(has_weights(module, layer) for layer in layers)


def _called_attributes(module: Module) -> Iterator[cst.Attribute]:
    return (node.func for node in module.facts.calls if isinstance(node.func, cst.Attribute))


def _starts(name: str) -> bool:
    if name in _OPERATIONS or name in _LISTING:
        return True
    if name in api.SOURCES:
        return name.startswith("tensorflow.data.") and not name.startswith("tensorflow.data.experimental.")
    owner, _, last = name.rpartition(".")
    if owner.startswith("tensorflow.distribute"):
        return last in _STRATEGIES
    if owner.startswith("keras.applications"):
        return last[:1].isupper()
    return owner in ("keras.optimizers", "tensorflow.optimizers") and last in _OPTIMIZERS


_OPTIMIZERS = frozenset("Adadelta Adagrad Adam Adamax Ftrl Nadam RMSprop SGD".split())


def _is_in_graph(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* may belong to a graph: in a ``with graph.as_default()``, in a decorated function."""
    for above in module.ancestors(node):
        if isinstance(above, cst.FunctionDef) and above.decorators:
            return True
        if isinstance(above, cst.With) and any(_enters_graph(item.item) for item in above.items):
            return True
    return False


def _enters_graph(node: cst.BaseExpression) -> bool:
    func = node.func if isinstance(node, cst.Call) else None
    return isinstance(func, cst.Attribute) and func.attr.value in _GRAPH
