"""What Python and NumPy draw in functions of other files that a traced function calls."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.random_names import CLOCKS, HOST_DRAWS, HOST_GENERATORS, Draws
from tflint_ckpt.semantics.functions.randomness import drawn_within
from tflint_ckpt.semantics.values.evaluate import Evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_RANDOM = pattern(
    r"\b(?:import|from)\b[^\n]*\brandom\b|(?<!\btf)(?<!\btensorflow)(?<!\bkeras)(?<!\.v1)\.random\b"
)
"""``random`` of Python or NumPy, rather than that of TensorFlow."""
_TIME = pattern(r"\b(?:import|from)\b[^\n]*\b(?:date)?time\b")
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
        known = draw.name in HOST_DRAWS | CLOCKS or draw.name.rpartition(".")[0] in HOST_GENERATORS
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
    name, project, here = func.attr.value, module.project, module.path
    defines = re.compile(rf"def {re.escape(name)}\s*\(")  # what begins with a text is found faster
    if not any(
        project.has(path, _RANDOM, "random", besides=here) or project.has(path, _TIME, "time", besides=here)
        for path in project.having(defines, name, besides=here)
    ):
        return False
    found = module.fact(Evaluator).called_elsewhere(call)
    return found is not None and _names_drawing(found.module.source.text, name)


def _names_drawing(text: str, name: str) -> bool:
    """Whether a text that defines *name* names what draws, or the clock; one that imports it says nothing."""
    if re.search(rf"\b(?:def|class) +{re.escape(name)}\b", text) is None:
        return True
    return _RANDOM.search(text) is not None or _TIME.search(text) is not None
