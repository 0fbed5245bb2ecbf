"""Where callbacks of a file read a key of the logs at the end of an epoch, and fail if it is not there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.stored import is_stored
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.callbacks import CHANGING, HOOK, hands_on, logs_of
from tflint_ckpt.semantics.training.flagged import is_off
from tflint_ckpt.syntax.forms import left_before, only_index
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ORDER = (cst.LessThan, cst.GreaterThan, cst.LessThanEqual, cst.GreaterThanEqual)
_ASKING = (cst.In, cst.NotIn, cst.Is, cst.IsNot)
_ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide)
_TESTS = (cst.If, cst.IfExp, cst.While, cst.BooleanOperation)


@dataclass(frozen=True, eq=False, slots=True)
class Read:
    """A key that is read.

    Attributes:
        node: the expression that reads it: ``logs["acc"]``, ``logs.get("acc")``.
        index: the expression of the key.
        key: the key.
        built: the calls that build the callbacks which read it.
        error: what is raised where it is not there.
    """

    node: cst.BaseExpression
    index: cst.BaseExpression
    key: str
    built: tuple[cst.Call, ...]
    error: str


def reads(module: Module) -> Iterator[Read]:
    """Each such place, of callbacks whose constructors are all in sight."""
    for function, built in _hooks(module):
        yield from _in(module, function, built)


def _hooks(module: Module) -> Iterator[tuple[cst.FunctionDef | cst.Lambda, tuple[cst.Call, ...]]]:
    """The functions that get the logs of an epoch, with the calls that build their callbacks."""
    for owner in module.facts.classes:
        hook = classes.methods(owner).get(HOOK)
        if hook is None or hook.decorators or module.subclasses(owner) or classes.is_replaced(owner):
            continue
        bases = classes.ancestry(module, owner)
        if None in bases or not any(
            isinstance(base, str) and families.is_a(base, families.CALLBACK) for base in bases
        ):
            continue
        built = tuple(call for call in module.facts.calls if classes.local_class(module, call.func) is owner)
        if built and not module.call_sites.exported(owner.name.value):
            yield hook, built
    for call in module.facts.calls:
        if module.is_named(call.func, families.LAMBDA_CALLBACK):
            for argument in call.args:
                if argument.keyword is not None and argument.keyword.value == HOOK:
                    given = argument.value
                    function = given if isinstance(given, cst.Lambda) else module.local_function(given)
                    if function is not None:
                        yield function, (call,)


def _in(
    module: Module, function: cst.FunctionDef | cst.Lambda, built: tuple[cst.Call, ...]
) -> Iterator[Read]:
    logs = logs_of(function)
    uses = [node for node in descend(function.body) if isinstance(node, cst.Name) and node.value == logs]
    if any(_changes_or_asks(module, use) for use in uses):
        return
    for use in uses:
        found = _read(module, use)
        if found is None or _is_tested(module, found[0], function):
            continue
        node, index, error = found
        key = module.literal(index)
        if key is not None and not is_off(module, node):
            yield Read(node, index, key, built, error)


def _changes_or_asks(module: Module, use: cst.Name) -> bool:
    """Whether a use of the logs may put a key into them, gives them away, or asks which keys there are."""
    parent = module.parent(use)
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in CHANGING
    if isinstance(parent, cst.Subscript) and parent.value is use:
        return is_stored(module, parent)
    if isinstance(parent, cst.ComparisonTarget):
        return isinstance(parent.operator, _ASKING)
    if isinstance(parent, cst.AssignTarget):
        return not _defaults(above, use.value)
    if isinstance(parent, (cst.Assign, cst.AugAssign, cst.NamedExpr)):
        return True  # ``logs |= more``, or another name by which they may be changed
    if isinstance(parent, cst.BooleanOperation) and isinstance(above, cst.Attribute):
        return above.attr.value in CHANGING
    return isinstance(parent, cst.Arg) and not _is_harmless(module, above)


def _defaults(statement: cst.CSTNode | None, logs: str) -> bool:
    """Whether a statement is ``logs = logs or {}``."""
    value = statement.value if isinstance(statement, cst.Assign) else None
    first = value.left if isinstance(value, cst.BooleanOperation) else None
    return isinstance(first, cst.Name) and first.value == logs


def _is_harmless(module: Module, call: cst.CSTNode | None) -> bool:
    if not isinstance(call, cst.Call):
        return False
    return hands_on(module, call) or module.builtin(call.func) in ("print", "len", "str", "list", "sorted")


def _read(module: Module, use: cst.Name) -> tuple[cst.BaseExpression, cst.BaseExpression, str] | None:
    """The expression that reads a key, the key, and what is raised where it is missing."""
    parent = module.parent(use)
    above = module.parent(parent) if parent is not None else None
    if isinstance(parent, cst.Subscript) and parent.value is use:
        index = only_index(parent)
        return (parent, index.value, "KeyError") if isinstance(index, cst.Index) else None
    if not isinstance(parent, cst.Attribute) or parent.attr.value != "get" or not isinstance(above, cst.Call):
        return None
    if len(above.args) != 1 or above.args[0].star or above.func is not parent:
        return None
    return (above, above.args[0].value, "TypeError") if _needs_number(module, above) else None


def _needs_number(module: Module, node: cst.Call) -> bool:
    """Whether ``None`` in the place of *node* raises: ordered, calculated with, formatted as a number."""
    parent = module.parent(node)
    if isinstance(parent, cst.Comparison):
        return isinstance(parent.comparisons[0].operator, _ORDER)
    if isinstance(parent, cst.ComparisonTarget):
        return isinstance(parent.operator, _ORDER)
    if isinstance(parent, cst.BinaryOperation):
        return isinstance(parent.operator, _ARITHMETIC)
    if isinstance(parent, cst.FormattedStringExpression):
        return bool(parent.format_spec)
    call = module.call_given(node)
    return call is not None and module.builtin(call.func) in ("round", "float")


def _is_tested(module: Module, node: cst.CSTNode, function: cst.FunctionDef | cst.Lambda) -> bool:
    """Whether a test around a read or before it asks: for ``None``, whether the key has a value."""
    logs = logs_of(function)

    def asks(test: cst.BaseExpression) -> bool:
        return _asks(test, logs)

    for child, above in module.steps(node):
        if above is function:
            return False
        if isinstance(above, _TESTS):
            test = above.left if isinstance(above, cst.BooleanOperation) else above.test
            if child is not test and asks(test):
                return True
        if isinstance(above, cst.IndentedBlock) and left_before(above.body, child, asks):
            return True  # ``if logs.get("acc") is None: return``
    return False


def _asks(test: cst.BaseExpression, logs: str | None) -> bool:
    """Whether a test may be about what is there: no bare comparison of numbers, nor ``logs is not None``."""
    if isinstance(test, cst.Comparison):
        whole = isinstance(test.left, cst.Name) and test.left.value == logs
        if isinstance(test.comparisons[0].operator, _ORDER) or (whole and len(test.comparisons) == 1):
            return False
    return any(map(_is_question, descend(test)))


def _is_question(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.ComparisonTarget):
        return isinstance(node.operator, _ASKING)
    return isinstance(node, cst.Attribute) and node.attr.value in ("get", "keys")
