"""Functions of ``map`` that are run for one element after the other, though they need not be."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.mapped import unnamed
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.datasets.traits import batched
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import only_index
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

PYTHON = ("tensorflow.py_function", "tensorflow.numpy_function", "tensorflow.py_func")
_NUMBERS = frozenset(
    f"tensorflow.{prefix}{name}"
    for prefix in ("", "math.")
    for name in """abs add cast ceil clip_by_value cos divide exp floor log log1p maximum minimum multiply
    negative pow round sigmoid sign sin sqrt square subtract tanh""".split()
)
_ELEMENTWISE = _NUMBERS | {
    "tensorflow.one_hot",
    "tensorflow.image.adjust_brightness",
    "tensorflow.image.convert_image_dtype",
    "tensorflow.strings.lower",
    "tensorflow.strings.regex_replace",
    "tensorflow.strings.strip",
    "tensorflow.strings.to_number",
}
"""What makes of a batch what it makes of each of its elements, in the first argument."""
_BETWEEN = frozenset(("prefetch", "repeat", "shuffle", "skip", "take", "with_options"))
"""Operations behind which a ``map`` may as well stand: they look at no element."""
_DEEPEST = 4


def batch_after(module: Module, operation: Operation) -> Operation | None:
    """The ``batch`` behind which a ``map`` could do for whole batches what it does for single elements.

    ``None`` where its function is not seen to treat a batch as it treats an element, and where something
    lies between that needs the elements as they are.
    """
    chains = module.datasets.before(operation)
    if not chains or any(batched(module, chain) is not False for chain in chains):
        return None
    function = operation.argument("map_func")
    if not elementwise(module, function):
        return None
    if any(chain.source.name not in api.IN_MEMORY for chain in chains) and _drops(module, function):
        return None
    for step in module.fact(Steps).following(operation, looks=True):
        if step.name == "batch":
            one = module.datasets.number(step.argument("batch_size"), step.frames) == 1
            return None if one else step
        again = step.name == "map" and elementwise(module, step.argument("map_func"))
        if step.name not in _BETWEEN and not again:
            return None
    return None


def _drops(module: Module, function: cst.BaseExpression | None) -> bool:
    """Whether a function may leave parts of its elements out, which may be of no one size for a batch."""
    found = _function(module, function)
    if found is None:
        return False
    nodes = list(descend(found.body))
    used = {node.value for node in nodes if isinstance(node, cst.Name)}
    dropped = {one.name.value for one in all_parameters(found.params)} - used
    return bool(dropped) or any(isinstance(node, cst.Subscript) for node in nodes)


def calls_python(module: Module, function: cst.BaseExpression | None, deeper: int = _DEEPEST) -> str | None:
    """The API, ``tensorflow.py_function``, by which *function* runs Python for each element."""
    found = _function(module, function)
    for node in descend(found.body) if found is not None else ():
        if isinstance(node, cst.Call):
            name = next((name for name in PYTHON if module.is_named(node.func, name)), None)
            if name is None and deeper and module.local_function(node.func) is not None:
                name = calls_python(module, node.func, deeper - 1)
            if name is not None:
                return name
    return None


def _function(module: Module, node: cst.BaseExpression | None) -> cst.FunctionDef | cst.Lambda | None:
    """The function of this file that *node* means."""
    if node is None:
        return None
    node = unnamed(module, node)
    return node if isinstance(node, cst.Lambda) else module.local_function(node)


def elementwise(module: Module, function: cst.BaseExpression | None, deeper: int = _DEEPEST) -> bool:
    """Whether *function* makes of a batch of elements the batch of what it makes of each."""
    found = _function(module, function)
    if found is None:
        return function is not None and _is_elementwise(module, function)
    if isinstance(found, cst.FunctionDef) and (found.decorators or found.asynchronous or not deeper):
        return False
    reader = _Reader(module, (one.name.value for one in all_parameters(found.params)), deeper)
    return reader.expression(found.body) if isinstance(found, cst.Lambda) else reader.block(found.body)


def _is_elementwise(module: Module, function: cst.BaseExpression) -> bool:
    name = module.resolve(function) or ""
    preprocesses = name.startswith("keras.applications.") and name.endswith(".preprocess_input")
    return name in _ELEMENTWISE or preprocesses


class _Reader:
    """Reads one function; *elements* are the names that hold elements, or what was made of them."""

    def __init__(self, module: Module, elements: Iterable[str], deeper: int) -> None:
        self.module = module
        self.elements = set(elements)
        self.deeper = deeper

    def block(self, body: cst.BaseSuite) -> bool:
        """Whether a body is assignments and one return at its end."""
        lines = [line for line in body.body if isinstance(line, cst.SimpleStatementLine)]
        if len(lines) != len(body.body):
            return False
        smalls = [small for line in lines for small in line.body if not _is_docstring(small)]
        if not smalls or not isinstance(smalls[-1], cst.Return) or smalls[-1].value is None:
            return False
        return all(map(self._assigned, smalls[:-1])) and self.expression(smalls[-1].value)

    def _assigned(self, small: cst.BaseSmallStatement) -> bool:
        if isinstance(small, cst.AugAssign):
            known = isinstance(small.target, cst.Name) and small.target.value in self.elements
            return known and self._is_number(small.value)
        if not isinstance(small, cst.Assign) or not self.expression(small.value):
            return False
        targets = [each.target for each in small.targets]
        self.elements |= {target.value for target in targets if isinstance(target, cst.Name)}
        return all(isinstance(target, cst.Name) for target in targets)

    def expression(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is made of elements, and of a batch of them would be the batch."""
        if isinstance(node, cst.Name):
            return node.value in self.elements
        if isinstance(node, cst.Tuple):
            return all(self.expression(each.value) for each in node.elements)
        if isinstance(node, cst.Dict):
            return all(self.expression(each.value) for each in node.elements)
        if isinstance(node, cst.UnaryOperation):
            return self.expression(node.expression)
        if isinstance(node, cst.BinaryOperation):
            sides = (node.left, node.right)
            return any(self.expression(side) for side in sides) and any(map(self._is_number, sides))
        if isinstance(node, cst.Subscript):
            return self._is_key(node) and self.expression(node.value)
        return isinstance(node, cst.Call) and self._call(node)

    def _call(self, call: cst.Call) -> bool:
        given = call.args
        if not given or any(argument.star for argument in given) or not self.expression(given[0].value):
            return False
        if _is_elementwise(self.module, call.func):
            return all(self._is_number(each.value) or self._is_type(each.value) for each in given[1:])
        function = self.module.local_function(call.func)
        same = all(self.expression(each.value) for each in given)
        return function is not None and same and elementwise(self.module, call.func, self.deeper - 1)

    def _is_key(self, node: cst.Subscript) -> bool:
        index = only_index(node)
        return isinstance(index, cst.Index) and isinstance(index.value, cst.SimpleString)

    def _is_number(self, node: cst.BaseExpression) -> bool:
        if isinstance(node, cst.Name) and node.value in self.elements:
            return False
        if isinstance(node, cst.BinaryOperation):
            return self._is_number(node.left) and self._is_number(node.right)
        binding = self.module.sole_binding(node)
        if binding is not None and isinstance(binding.value, cst.BinaryOperation) and not binding.index:
            return self._is_number(binding.value)
        return self.module.surely(node, lambda value: isinstance(value, Constant))

    def _is_type(self, node: cst.BaseExpression) -> bool:
        return self.module.resolve(node) is not None or self.module.is_text(node)


def _is_docstring(small: cst.BaseSmallStatement) -> bool:
    return isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString)
