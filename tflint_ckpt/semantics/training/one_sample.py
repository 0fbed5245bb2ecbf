"""Data of one example: what is made a batch of one, to be given to a model."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.shape import Made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def is_one_sample(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether *node* surely is a batch of one example; a list may be arrays for several inputs."""
    shape = module.fact(Shapes).at(node)
    return shape is not None and shape.length == 1 and shape.rank != 1 and shape.made is not Made.LIST
