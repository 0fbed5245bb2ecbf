"""What the random generators of NumPy draw: by the function of ``numpy.random`` that gives the same.

The methods take their arguments at the places of these functions (read in NumPy 1.26 and 2.3).
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.kinds import Frames

_MAKERS = ("numpy.random.default_rng", "numpy.random.RandomState")
_SAME = {
    **{name: name for name in "random standard_normal normal uniform".split()},  # of both
    **{name: name for name in "random_sample randint rand randn".split()},  # of a RandomState
    "integers": "randint",
}


def drawn_by(module: Engine, call: cst.Call, frames: Frames = ()) -> str:
    """``numpy.random.randint`` for ``rng.integers(…)``; empty for all that no generator draws."""
    func = call.func
    same = _SAME.get(func.attr.value) if isinstance(func, cst.Attribute) else None
    if same is None or not isinstance(func, cst.Attribute):
        return ""
    values = module.evaluate(func.value, frames)
    is_generator = all(
        isinstance(value, Instance) and module.resolve(value.call.func) in _MAKERS for value in values
    )
    return f"numpy.random.{same}" if values and is_generator else ""
