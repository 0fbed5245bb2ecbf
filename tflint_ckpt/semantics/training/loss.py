"""What a model is compiled with as its loss: which function, and whether it takes logits."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.compiles import Compile

_WHERE = ("keras.losses.", "keras.metrics.", "keras.objectives.", "tensorflow.losses.")
_SHORT = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
}
_SPARSE = "SparseCategoricalCrossentropy"


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss.

    Attributes:
        name: the function of Keras that computes it: ``sparse_categorical_crossentropy``.
        node: the expression of it in the call of ``compile``, or that it comes from.
        logits: whether it takes logits; ``None`` where that is not known.
        made: the call that makes it, of a class of losses.
    """

    name: str
    node: cst.CSTNode = field(compare=False)
    logits: bool | None = False
    made: cst.Call | None = field(default=None, compare=False)


def loss_of(compiled: Compile, keras: tuple[int, int]) -> Loss | None:
    """The one loss that a model is surely compiled with; ``None`` where it is not known."""
    given = compiled.argument("loss", keras)
    if given is None or compiled.call.open:
        return None
    return agreed(
        loss_in(compiled.module, given.value, frames)
        for frames in compiled.module.fact(CallSites).contexts(compiled.node, compiled.frames)
    )


def losses_of(compiled: Compile, keras: tuple[int, int]) -> tuple[Loss, ...]:
    """Those of the losses that a model may be compiled with that are known."""
    given = compiled.argument("loss", keras)
    if given is None or compiled.call.open:
        return ()
    module, node = compiled.module, given.value
    found: list[Loss | None] = []
    for frames in module.fact(CallSites).contexts(compiled.node, compiled.frames):
        if module.resolve(node) is not None:
            found.append(loss_in(module, node, frames))
        else:
            found += (_of_value(module, value, node) for value in module.evaluate(node, frames))
    return tuple(dict.fromkeys(each for each in found if each is not None))


def loss_in(module: Engine, node: cst.BaseExpression, frames: Frames = ()) -> Loss | None:
    """The loss that *node* surely is."""
    named = module.resolve(node)
    if named is not None:
        return _function(named, node)
    return agreed(_of_value(module, value, node) for value in module.evaluate(node, frames))


def _of_value(module: Engine, value: Value, node: cst.BaseExpression) -> Loss | None:
    if isinstance(value, Text):
        text = value.literal
        return Loss(_snake(_SHORT.get(text.lower(), text)), node) if text else None
    if isinstance(value, Items) and value.length == 1:
        return loss_in(module, value.elements[0])
    return _made(module, value) if isinstance(value, Instance) else None


def _function(name: str, node: cst.BaseExpression) -> Loss | None:
    """``keras.losses.binary_crossentropy``, given as a function."""
    owner, _, last = name.rpartition(".")
    if f"{owner}." not in _WHERE or last[:1].isupper():
        return None
    return Loss(_SHORT.get(last, last), node)


def _made(module: Engine, value: Instance) -> Loss | None:
    """``keras.losses.BinaryCrossentropy(from_logits=True)``."""
    owner, _, last = (module.resolve(value.call.func) or "").rpartition(".")
    if f"{owner}." not in ("keras.losses.", "tensorflow.losses.") or not last[:1].isupper():
        return None
    call = bind(module, value.call, f"keras.losses.{last}")
    given = argument_of(call, "from_logits")
    logits: bool | None = False
    if call.open or (last == _SPARSE and any(each.name is None for each in call.arguments)):
        logits = None  # the position of its arguments changed
    elif given is not None:
        only = agreed(
            each.value if isinstance(each, Constant) else None for each in module.evaluate(given.value)
        )
        logits = only if isinstance(only, bool) else None
    return Loss(_snake(last), value.call, logits, value.call)


def _snake(name: str) -> str:
    """The function of a class: ``BinaryCrossentropy`` is ``binary_crossentropy``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
