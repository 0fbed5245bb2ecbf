"""What Python and NumPy draw in functions of other files that a traced function calls."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.host_random import CLOCKS, DRAWS, GENERATORS, WORDS
from tflint_ckpt.semantics.functions.random_names import Draws
from tflint_ckpt.semantics.functions.randomness import drawn_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_OF_TENSORS = frozenset(
    """append apply_gradients assign assign_add format get_shape gradient items join keys mean minimize numpy
    read reduce result reset_states stack sum update_state values write""".split()
)
"""Methods that many objects have, and hardly one that draws."""


def drawn_elsewhere(module: Module, call: cst.Call, function: cst.CSTNode) -> Draw | None:
    """What Python or NumPy surely draws, whenever *call* in *function* runs, in another file.

    That is a function or method of it that *call* calls, or what that calls in turn.
    """
    if not _may_draw(module, call):
        return None
    for draw in drawn_within(module, call, (function,)).sure:
        is_brought = draw.there is not None and draw.node is call
        known = draw.name in DRAWS | CLOCKS or draw.name.rpartition(".")[0] in GENERATORS
        if is_brought and known and draw.kind is Draws.HOST and not draw.in_python:
            return draw
    return None


def _may_draw(module: Module, call: cst.Call) -> bool:
    """Whether *call* may be of what another file defines that names something which draws; asked by words."""
    func = call.func
    binding = module.sole_binding(func) if isinstance(func, cst.Name) else None
    if binding is not None and isinstance(binding.value, cst.Call):  # an object is called
        func = binding.value.func
    spelled = module.spelled(func)
    if spelled is not None and module.resolve(func) is not None:
        if spelled.partition(".")[0] in ELSEWHERE:
            return False
        return module.fact(Definitions).of(spelled, _names_drawing) is not None
    if not isinstance(func, cst.Attribute) or func.attr.value in _OF_TENSORS:
        return False
    if module.local_function(func) is not None:
        return False
    name = func.attr.value
    return module.project.somewhere(re.compile(rf"\bdef {re.escape(name)}\s*\("), name, besides=module.path)


def _names_drawing(text: str, name: str) -> bool:
    """Whether a file with that text names what draws, or the clock, or imports what may."""
    return any(map(text.__contains__, WORDS)) or "import " in text
