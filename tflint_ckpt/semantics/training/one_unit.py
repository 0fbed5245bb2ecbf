"""Whether the last layer of a compiled model may have a single unit."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.outputs import Output
from tflint_ckpt.semantics.values.kinds import Constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.compiles import Compile


def may_have_one_unit(module: Module, compiled: Compile) -> bool:
    """Whether a ``Dense(1)`` is the last layer on some way the model is made."""
    func = compiled.node.func
    origins = module.objects.origins(func.value) if isinstance(func, cst.Attribute) else ()
    models = [module.fact(Architectures).of(origin, compiled.node) for origin in origins]
    outputs = [output for model in models if model is not None for output in model.outputs or ()]
    return any(_may_be_single(output) for output in outputs if output is not None)


def _may_be_single(output: Output) -> bool:
    last = output.chain.last
    units = last.values("units") if last is not None and last.name == "Dense" else None
    return any(isinstance(value, Constant) and value.value == 1 for value in units or ())
