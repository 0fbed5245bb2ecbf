"""Data of ``fit``, ``evaluate`` and ``predict`` whose shape the model does not take.

Source: run on TensorFlow 2.10 and 2.15, Keras 3.3 and 3.15. A last axis of length 1 may be missing, or there
besides; Keras 2 then compares the axes that both have, and leaves the rest to the layers.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.chains import Start
from tflint_ckpt.semantics.models.functional import is_functional
from tflint_ckpt.semantics.models.layer_shapes import of_input
from tflint_ckpt.semantics.models.misfits import Misfit, Misfits
from tflint_ckpt.semantics.models.tensors import Gives, Tensors
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.shape import Axes, Made, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin


@dataclass(frozen=True, slots=True)
class Fed:
    """Data that a model does not take.

    Attributes:
        call: the call of ``fit``, ``evaluate`` or ``predict``.
        data: the argument.
        gets: the shape of the data.
        takes: what the input of the model says; ``None`` where it has none.
        misfit: the layer that does not take it, where the model has no input.
        only_keras3: whether Keras 2 may take it.
    """

    call: Call
    data: Argument
    gets: Shape
    takes: Shape | None = None
    misfit: Misfit | None = None
    only_keras3: bool = False


def misfed(module: Module) -> Iterator[Fed]:
    """Every such call."""
    for call, _ in module.calls_on(families.MODEL, "fit", "evaluate", "predict"):
        data = argument_of(call, "x")
        func = call.node.func
        if data is None or not isinstance(func, cst.Attribute):
            continue
        gets = module.fact(Shapes).at(data.value)
        if gets is None or gets.rank is None:
            continue
        models = module.objects.origins(func.value)
        found = [_of_model(module, call, data, gets, origin) for origin in models]
        known = [each for each in found if each is not None]
        if known and len(known) == len(found):
            yield next((each for each in known if each.only_keras3), known[0])


def _of_model(module: Module, call: Call, data: Argument, gets: Shape, origin: Origin) -> Fed | None:
    if origin.local is not None or not isinstance(origin.node, cst.Call):
        return None
    if is_functional(module, origin):
        takes = _of_functional(module, origin, origin.node)
        return _compared(call, data, gets, takes) if takes is not None else None
    made = module.fact(Architectures).of(origin, call.node)
    chain = made.output.chain if made is not None and made.output is not None else None
    if chain is None or origin.name != "keras.Sequential":
        return None
    if chain.start is Start.INPUT:
        takes = of_input(module, chain.input, chain.frames)
        return _compared(call, data, gets, takes) if takes is not None else None
    if chain.start is not Start.DEFERRED:
        return None
    misfit = next(module.fact(Misfits).along(chain, _batched(gets)), None)
    if misfit is None or misfit.before is not None:
        return None
    return Fed(call, data, gets, misfit=misfit, only_keras3=misfit.only_keras3)


def _of_functional(module: Module, origin: Origin, made: cst.Call) -> Shape | None:
    """The shape of the only input of a functional model."""
    inputs = argument_of(bind(module, made, origin.name), "inputs", "input")
    tensor = module.fact(Tensors).one(inputs.value, origin.frames) if inputs is not None else None
    if tensor is None or tensor.gives is not Gives.INPUT:
        return None
    return of_input(module, tensor.node, tensor.frames)


def _compared(call: Call, data: Argument, gets: Shape, takes: Shape) -> Fed | None:
    if takes.more:
        return None
    axes, wanted = _adapted(_batched(gets).axes, takes.axes), takes.axes
    differ = any(_differs(one, other) for one, other in zip(axes[1:], wanted[1:], strict=False))
    if len(axes) == len(wanted) and not differ:
        return None
    return Fed(call, data, gets, takes, only_keras3=not differ)


def _batched(gets: Shape) -> Shape:
    """Data with the axis that Keras adds to an array of one."""
    return replace(gets, axes=(*gets.axes, 1)) if len(gets.axes) == 1 else gets


def _adapted(axes: Axes, wanted: Axes) -> Axes:
    """*axes* with the last one that Keras adds or takes away."""
    if len(axes) == len(wanted) + 1 and axes[-1] in (1, None):
        return axes[:-1]
    if len(axes) == len(wanted) - 1 and wanted[-1] in (1, None):
        return (*axes, 1)
    return axes


def _differs(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def reshaped(fed: Fed) -> Axes | None:
    """The axes that the data may be given, as many numbers a sample as the input takes."""
    takes, gets = fed.takes, fed.gets
    if takes is None or gets.made is not Made.NUMPY or None in takes.axes[1:] or None in gets.axes[1:]:
        return None
    if len(takes.axes) < 2 or not len(gets.axes):
        return None
    count = 1
    for axis in takes.axes[1:]:
        count *= axis or 0
    whole = 1
    for axis in gets.axes[1:]:
        whole *= axis or 0
    if whole == count:
        return (-1, *takes.axes[1:])
    return (1, *takes.axes[1:]) if gets.axes[0] is not None and whole * gets.axes[0] == count else None
