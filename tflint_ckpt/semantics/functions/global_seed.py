"""Whether a file sets the seed of TensorFlow."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.forms import last_name

_DETERMINISM = ("enable_op_determinism", "TF_DETERMINISTIC_OPS")


def sets_global_seed(module: Module) -> bool:
    """Whether the file sets the seed of TensorFlow, or calls something that by its name may do that."""
    return any(map(module.source.text.__contains__, _DETERMINISM)) or any(
        _may_seed(module, call.func) for call in module.facts.calls
    )


def _may_seed(module: Module, func: cst.BaseExpression) -> bool:
    name = last_name(func).lower()
    if "seed" not in name or name.startswith(("make_seeds", "from_seed", "seedgenerator")):
        return False
    if (module.resolve(func) or "").startswith(("numpy.", "random.")):
        return False
    return module.local_function(func) is None  # what one of the file calls is looked at anyway
