"""Whether a model is made of inputs and outputs."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.syntax.forms import keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def is_functional(module: Module, origin: Origin) -> bool:
    """Whether a model is made of inputs and outputs, or comes from ``keras.applications``."""
    made = origin.node
    if origin.local is not None or not isinstance(made, cst.Call):
        return False
    if (api_called(module, made) or "").startswith("keras.applications."):
        return True
    names = keywords(made)
    placed = [argument for argument in made.args if argument.keyword is None and not argument.star]
    is_model = origin.name == families.MODEL and module.is_named(
        made.func, "keras.Model", "keras.models.Model"
    )
    return is_model and ("outputs" in names or len(placed) >= 2)
