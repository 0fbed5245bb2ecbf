"""Functions that calculate with their first parameter as it is and with what the second gives: metrics.

Operators and functions of TensorFlow take two tensors of one type: integers and predictions raise.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import decorators
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_OPERATORS = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide)
_BACKENDS = ("keras.backend.", "tensorflow.", "tensorflow.math.")
_PAIRS = frozenset("add subtract multiply divide equal not_equal maximum minimum".split())
"""Functions of two tensors of one type."""
_SHAPING = frozenset("flatten batch_flatten reshape squeeze expand_dims transpose identity".split())
"""Functions that leave the numbers of their first argument, and the type of them."""
_ROUNDING = _SHAPING | frozenset("round clip abs square exp log sqrt sigmoid tanh clip_by_value".split())
"""The same of predictions, whose type stays that of the model's output."""
_KEEPING = frozenset(("tensorflow.function", "keras.utils.register_keras_serializable"))
_CONDITIONAL = (
    *(cst.If, cst.For, cst.While, cst.Try, cst.IfExp),
    *(cst.Lambda, cst.BaseComp, cst.BooleanOperation),
)
_DEEPEST = 6


def mixed(module: Engine, function: cst.FunctionDef) -> cst.BaseExpression | None:
    """The first calculation of *function* with its two parameters that surely runs and has no cast of the
    first one: ``y_true * y_pred``; ``None`` where there is none, or the function is another one."""
    params = function.params
    others = (*params.kwonly_params, *params.posonly_params)
    if len(params.params) < 2 or others or not set(decorators(module, function)) <= _KEEPING:
        return None
    if any(each.default is None for each in params.params[2:]):
        return None
    names = (params.params[0].name.value, params.params[1].name.value)
    for node in _surely_run(module, function):
        for one, other in _pairs(module, node):
            sides = {_which(module, function, each, names) for each in (one, other)}
            if sides == {0, 1} and isinstance(node, cst.BaseExpression):
                return node
    return None


def _surely_run(module: Engine, function: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    """What is calculated in each call: up to the first ``return``, under no condition."""
    if not isinstance(function.body, cst.IndentedBlock):
        return
    for statement in function.body.body:
        if not isinstance(statement, cst.SimpleStatementLine):
            return  # what stands behind may depend on it
        for node in descend(statement):
            if not any(isinstance(above, _CONDITIONAL) for _, above in _up_to(module, node, statement)):
                yield node
        if any(isinstance(part, (cst.Return, cst.Raise)) for part in statement.body):
            return


def _up_to(module: Engine, node: cst.CSTNode, top: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    for below, above in module.steps(node):
        if above is top:
            return
        yield below, above


def _pairs(module: Engine, node: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _OPERATORS):
        yield node.left, node.right
    elif isinstance(node, cst.Call) and _function(module, node) in _PAIRS:
        plain = [each.value for each in node.args[:2] if not each.star and each.keyword is None]
        if len(plain) == 2:
            yield plain[0], plain[1]


def _function(module: Engine, node: cst.Call) -> str:
    """The name of a function of TensorFlow or the backend, ``flatten``; empty for any other."""
    owner, _, last = (module.resolve(node.func) or "").rpartition(".")
    return last if f"{owner}." in _BACKENDS else ""


def _which(
    module: Engine,
    function: cst.FunctionDef,
    node: cst.BaseExpression,
    names: tuple[str, str],
    depth: int = 0,
) -> int | None:
    """Which of two parameters *node* has the numbers of, with the type that they came with: 0 or 1."""
    if depth > _DEEPEST:
        return None
    if isinstance(node, cst.Name):
        binding = module.sole_binding(node)
        if binding is None or binding.scope.node is not function:
            return None
        if binding.kind is BindingKind.PARAMETER:
            return names.index(node.value) if node.value in names else None
        value = binding.assigned
        return _which(module, function, value, names, depth + 1) if value is not None else None
    if isinstance(node, cst.Call) and node.args and not node.args[0].star and not node.args[0].keyword:
        found = _which(module, function, node.args[0].value, names, depth + 1)
        known = _SHAPING if found == 0 else _ROUNDING
        return found if _function(module, node) in known else None
    if isinstance(node, cst.Subscript):
        return _which(module, function, node.value, names, depth + 1)
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _OPERATORS):
        return _with_number(module, function, node, names, depth)
    return None


def _with_number(
    module: Engine, function: cst.FunctionDef, node: cst.BinaryOperation, names: tuple[str, str], depth: int
) -> int | None:
    """The same of a calculation with an integer, ``1 - y_pred``, which leaves the type of the numbers."""
    sides = (node.left, node.right)
    for number, other in (sides, sides[::-1]):
        if isinstance(number, cst.Integer) and not isinstance(node.operator, cst.Divide):
            return _which(module, function, other, names, depth + 1)
    return None
