"""Python lists and numbers where a model is given data: what has no ``shape``, and is no array."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_NUMBERS = frozenset(("int", "float", "len", "ord"))
_ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class PythonData:
    """What is known of data that holds Python numbers or texts.

    Attributes:
        texts: whether it holds texts.
        is_list: whether it is a list (or tuple); else it is a number or text itself.
        uniform: whether all of its elements are seen to be of that kind, in rows of the same length.
        depth: how many lists stand in each other.
    """

    texts: bool
    is_list: bool
    uniform: bool
    depth: int

    @property
    def shown(self) -> str:
        """What it is, for a message."""
        kind = "text" if self.texts else "number"
        return f"a Python list of {kind}s" if self.is_list else f"a Python {'text' if self.texts else kind}"


def python_data(module: Module, node: cst.BaseExpression, frames: Frames = ()) -> PythonData | None:
    """What *node* is, where every way shows a Python number, or a list that holds some; else ``None``."""
    found = _of(module, node, frames, 0)
    return found[0] if found is not None else None


_Found = tuple[PythonData, int]
"""The data, and how many elements it has (-1 where that is not known)."""


def _of(module: Module, node: cst.BaseExpression, frames: Frames, depth: int) -> _Found | None:
    if depth > _DEEPEST:
        return None
    if _is_counted(module, node, depth):
        return PythonData(False, False, True, 0), 0
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Multiply):
        repeated = _repeated(module, node, frames, depth)
        if repeated is not None:
            return repeated
    if isinstance(node, cst.ListComp):
        inner = _of(module, node.elt, frames, depth + 1)
        return _listed([inner], -1) if inner is not None else None
    if isinstance(node, cst.Call) and _makes_range(module, node):
        return PythonData(False, True, True, 1), -1
    listed = node.func if isinstance(node, cst.Call) else None
    if isinstance(listed, cst.Attribute) and listed.attr.value == "tolist":
        return PythonData(False, True, module.made_by(listed.value, "numpy"), 1), -1
    alternatives = [_of_value(module, value, node, frames, depth) for value in module.evaluate(node, frames)]
    found = [each for each in alternatives if each is not None]
    if not found or len(found) < len(alternatives):
        return None
    first, count = found[0]
    same = all(data == first for data, _ in found) and all(size == count for _, size in found)
    return first if same else _loosely(first), count if same else -1


def _of_value(
    module: Module, value: Value, node: cst.BaseExpression, frames: Frames, depth: int
) -> _Found | None:
    if isinstance(value, Constant):
        return (PythonData(False, False, True, 0), 0) if isinstance(value.value, (int, float)) else None
    if isinstance(value, Text):
        return (PythonData(True, False, True, 0), 0) if not value.is_path else None
    if isinstance(value, Items):
        if isinstance(value.node, cst.Set):
            return None
        elements = [_of(module, element, frames, depth + 1) for element in value.elements]
        return _listed(elements, value.length if value.length is not None else -1)
    held = value.call if isinstance(value, Instance) else getattr(value, "node", None)
    if not isinstance(held, (cst.ListComp, cst.Call, cst.BinaryOperation)) or held is node:
        return None
    return _of(module, held, frames, depth + 1)  # what a variable holds


def _repeated(module: Module, node: cst.BinaryOperation, frames: Frames, depth: int) -> _Found | None:
    """``[0.0] * 4``: a list that is written out, as often as a number of Python's own says."""
    from tflint_ckpt.semantics.values.amounts import Amounts

    for listed, times in ((node.left, node.right), (node.right, node.left)):
        if not isinstance(listed, cst.List):
            continue
        often = module.fact(Amounts).at(times)
        found = _of(module, listed, frames, depth + 1) if often or _is_counted(module, times, depth) else None
        if found is not None:
            data, count = found
            return data, int(count * often) if often and count >= 0 else -1
    return None


def may_be_list(module: Module, node: cst.BaseExpression) -> bool:
    """Whether some way shows that *node* is a list or tuple, whatever is in it."""
    held = [node, *(getattr(value, "node", None) for value in module.evaluate(node))]
    is_shown = any(isinstance(value, Items) for value in module.evaluate(node))
    return is_shown or any(map(_is_list, held))


def _is_list(node: cst.CSTNode | None) -> bool:
    if isinstance(node, cst.BinaryOperation):
        return _is_list(node.left) or _is_list(node.right)
    return isinstance(node, (cst.List, cst.Tuple, cst.ListComp))


def _listed(elements: list[_Found | None], count: int) -> _Found | None:
    """A list of *elements*, of which those that are no Python numbers are ``None``."""
    known = [each for each in elements if each is not None]
    if not known:
        return None
    first, size = known[0]
    rows = not first.is_list or size >= 0
    alike = all(data == first and data.uniform and other == size for data, other in known)
    uniform = rows and alike and len(known) == len(elements)
    return PythonData(first.texts, True, uniform, first.depth + 1), count


def _loosely(data: PythonData) -> PythonData:
    return PythonData(data.texts, data.is_list, False, data.depth)


def _is_counted(module: Module, node: cst.BaseExpression, depth: int) -> bool:
    """Whether an expression is a number of Python's own: ``int(…)``, ``len(…)``, an option of ``type=float``,
    what is reckoned of such."""
    if depth > _DEEPEST:
        return False
    if isinstance(node, cst.Name):
        return _counts(module, node, depth) or _is_given_number(module, node, depth)
    if isinstance(node, cst.Attribute):
        from tflint_ckpt.semantics.values.options import number_option

        option = number_option(module, node, module.evaluate(node.value))
        return option is not None and (option.default is None or isinstance(option.default, cst.BaseNumber))
    if isinstance(node, cst.Call):
        return module.builtin(node.func) in _NUMBERS
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _ARITHMETIC):
        sides = (node.left, node.right)
        return all(isinstance(side, cst.BaseNumber) or _is_counted(module, side, depth) for side in sides)
    return False


def _counts(module: Module, node: cst.Name, depth: int) -> bool:
    """Whether a variable goes through numbers in a loop or comprehension: ``for i in range(9)``."""
    binding = module.sole_binding(node)
    through = binding.value if binding is not None and not binding.index else None
    if binding is None or through is None or binding.kind not in (BindingKind.LOOP, BindingKind.OTHER):
        return False
    if isinstance(through, cst.Call):
        return module.builtin(through.func) == "range"
    listed = isinstance(through, (cst.Name, cst.List, cst.ListComp))
    found = _of(module, through, (), depth + 1) if listed else None
    return found is not None and found[0] == PythonData(False, True, True, 1)


def _is_given_number(module: Module, node: cst.Name, depth: int) -> bool:
    """Whether a variable is assigned such a number, or is a parameter that each caller gives one."""
    binding = module.sole_binding(node)
    if binding is None or binding.index:
        return False
    if binding.kind is BindingKind.ASSIGNMENT:
        value = binding.value
        return value is not None and _is_counted(module, value, depth + 1)
    function = binding.scope.node
    if binding.kind is not BindingKind.PARAMETER or not isinstance(function, cst.FunctionDef):
        return False
    calls = module.call_sites.in_sight(function) or ()
    given = [module.bound_argument(function, call, binding.name) for call in calls]
    return bool(given) and all(
        each is not None and (isinstance(each, cst.BaseNumber) or _is_counted(module, each, depth + 1))
        for each in given
    )


def _makes_range(module: Module, node: cst.Call) -> bool:
    """Whether a call is ``list(range(…))``."""
    inner = node.args[0].value if len(node.args) == 1 and module.builtin(node.func) == "list" else None
    return isinstance(inner, cst.Call) and module.builtin(inner.func) == "range"
