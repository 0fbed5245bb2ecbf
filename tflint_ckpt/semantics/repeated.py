"""Code that runs many times: in a loop, or in a function that a loop calls."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Constant, Items
from tflint_ckpt.syntax.forms import keyword
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_DRAWING = ("numpy.random.choice", "numpy.random.randint")
FEW = 10
"""Passes of a loop that are not many."""
_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_DEEPEST = 3
Loop = cst.For | cst.While | cst.CompFor


def loop_around(module: Module, node: cst.CSTNode, deeper: int = _DEEPEST) -> Loop | None:
    """The innermost loop that runs *node* more than a few times, as far as the code says.

    One in the same function, or else one around every call of it, if these are in sight.
    """
    for loop in _loops(module, node):
        if not is_short(module, loop):
            return loop
    function = module.enclosing_function(node)
    if function is None or not deeper:
        return None
    calls = module.call_sites.calls_of(function).calls
    found = [
        loop_around(module, call, deeper - 1) for call in calls if function not in module.ancestors(call)
    ]
    return found[0] if found and all(found) else None


def is_short(module: Module, loop: Loop) -> bool:
    """Whether a loop surely has only a few passes: over a literal list, or a ``range`` of a small number, or
    one that ends in ``break``."""
    if _ends_at_once(loop):
        return True
    if isinstance(loop, cst.While):
        return False
    for value in module.evaluate(loop.iter):
        if isinstance(value, Items) and value.length is not None:
            if value.length >= FEW:
                return False
        elif not _is_short_range(module, loop.iter):
            return False
    return True


def waits(module: Module, loop: Loop) -> bool:
    """Whether each pass waits for a person: it calls ``input()``, shows a picture, or asks for a key."""
    calls = () if isinstance(loop, cst.CompFor) else descend(loop.body)
    return any(isinstance(call, cst.Call) and _asks(module, call) for call in calls)


def _asks(module: Module, call: cst.Call) -> bool:
    if module.builtin(call.func) == "input":
        return True
    name = module.resolve(call.func)
    if name == "cv2.waitKey":  # without a time it waits until there is one
        return not call.args or module.text(call.args[0].value) == "0"
    return name == "matplotlib.pyplot.show"


def _ends_at_once(loop: Loop) -> bool:
    """Whether the body ends in a ``break`` that every pass reaches."""
    if isinstance(loop, cst.CompFor) or not isinstance(loop.body, cst.IndentedBlock) or not loop.body.body:
        return False
    last = loop.body.body[-1]
    return isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Break)


def _is_short_range(module: Module, node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Call) or not node.args:
        return False
    if module.builtin(node.func) in ("enumerate", "zip", "reversed"):
        return any(
            _is_short_range(module, each.value) or _is_short_list(module, each.value) for each in node.args
        )
    if module.builtin(node.func) != "range":
        return False
    values = module.evaluate(node.args[-1 if len(node.args) == 1 else 1].value)
    numbers = [value.value if isinstance(value, Constant) else None for value in values]
    return all(isinstance(number, int) and number < FEW for number in numbers)


def _is_short_list(module: Module, node: cst.BaseExpression) -> bool:
    binding = module.sole_binding(node) if isinstance(node, cst.Name) else None
    drawn = binding.value if binding is not None and not binding.index else node
    if isinstance(drawn, cst.Call) and module.is_named(drawn.func, *_DRAWING):
        size = keyword(drawn, "size")
        return isinstance(size, cst.Integer) and size.value.isdecimal() and int(size.value) < FEW
    values = module.evaluate(node)
    lengths = [value.length if isinstance(value, Items) else None for value in values]
    return all(length is not None and length < FEW for length in lengths)


def _loops(module: Module, node: cst.CSTNode) -> Iterator[Loop]:
    """The loops around *node* in its function, the innermost first."""
    for child, above in module.steps_within(node):
        if isinstance(above, (cst.For, cst.While)) and child is above.body:
            yield above
        if isinstance(above, cst.While) and child is above.test:
            yield above
        if isinstance(above, _COMPREHENSIONS) and child is not above.for_in:
            yield above.for_in
