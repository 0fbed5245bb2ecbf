"""What becomes of the status that restoring returns: checked, told to expect less, or thrown away."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.statements import statements_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


class Status(Enum):
    """What the code does with a load status, from the least to the most."""

    DISCARDED = "nothing"
    PARTIAL = "expect_partial, which checks nothing"
    USED = "something else: it is returned, handed on, or runs the restore of a session"
    CHECKED = "one of the assert_ methods"


_LEAST_FIRST = tuple(Status)
_NEXT = 3
"""Statements behind a restore that are still about it."""


def status_of(module: Module, node: cst.BaseExpression) -> Status:
    """What the code does with the load status that *node* is."""
    found = Status.DISCARDED
    while True:
        method, link = module.method_on(node)
        if link is None:
            return max(found, _kept(module, node), key=_LEAST_FIRST.index)
        if method.startswith("assert_"):
            return Status.CHECKED
        if method != "expect_partial":
            return Status.USED
        found, node = Status.PARTIAL, link


def values_are_asserted(module: Module, node: cst.Call) -> bool:
    """Whether one of the next statements behind *node* asserts something: whoever does so looks at values."""
    return any(map(_asserts, statements_behind(module, node)[:_NEXT]))


def _asserts(line: cst.CSTNode) -> bool:
    part = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    called = part.value.func if isinstance(part, cst.Expr) and isinstance(part.value, cst.Call) else None
    return isinstance(part, cst.Assert) or last_name(called).startswith("assert")


def _kept(module: Module, node: cst.BaseExpression) -> Status:
    """What is done with a status through the variable it is kept in, where it is in one."""
    parent = module.parent(node)
    if isinstance(parent, cst.Expr) or _is_only_shown(module, node):
        return Status.DISCARDED
    target = parent.targets[0].target if isinstance(parent, cst.Assign) and len(parent.targets) == 1 else None
    if not isinstance(target, cst.Name):
        return Status.USED
    variables = module.fact(Variables)
    reads = (use for binding in variables.bound_to(node) for use in variables.reads(binding))
    found = [status_of(module, use) for use in reads]
    return max(found, default=Status.DISCARDED, key=_LEAST_FIRST.index)


_SHOWING = ("tensorflow.print", "pprint.pprint", "IPython.display.display")
_LOGGING = pattern(r"((absl|tensorflow)\.)?logging\.\w+")
_TEXTS = (
    cst.Arg,
    cst.FormattedStringExpression,
    cst.FormattedString,
    cst.ConcatenatedString,
    cst.BinaryOperation,
    cst.Tuple,
    cst.Element,
)


def _is_only_shown(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is printed or logged, itself or as part of a text, which checks nothing."""
    for above in module.ancestors(node):
        if isinstance(above, cst.Call):
            name = module.builtin(above.func) or ""
            if name == "print" or module.is_named(above.func, *_SHOWING):
                return True
            if _LOGGING.fullmatch(module.resolve(above.func) or ""):
                return True
            is_format = isinstance(above.func, cst.Attribute) and above.func.attr.value == "format"
            if name not in ("str", "repr") and not is_format:
                return False
        elif not isinstance(above, _TEXTS):
            return False
    return False


_TESTS = (cst.If, cst.While, cst.IfExp, cst.Assert)


def is_asked(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* decides something: it is in a test, compared, negated, or has an alternative."""
    for child, above in module.steps(node):
        if isinstance(above, (cst.BooleanOperation, cst.Comparison, cst.NamedExpr)):
            return True
        if isinstance(above, cst.UnaryOperation) and isinstance(above.operator, cst.Not):
            return True
        if isinstance(above, _TESTS):
            return child is above.test
        if isinstance(above, (cst.SimpleStatementLine, cst.FunctionDef, cst.Lambda)):
            return False
    return False
