"""The number that a variable of a loop begins with: ``range(5)``, ``enumerate(x, 1)``, a counter."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.order import is_sure
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_DEEPEST = 5
_AGAIN = (cst.For, cst.While)
_LOOPS = (BindingKind.LOOP, BindingKind.OTHER)


def first_number(module: Engine, node: cst.CSTNode | None, deeper: int = _DEEPEST) -> int | None:
    """The number that *node* is first, which counts upwards; ``None`` where that is not seen."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Subtract)):
        first, more = first_number(module, node.left, deeper), _integer(module, node.right)
        if first is None or more is None:
            return None
        return first + more if isinstance(node.operator, cst.Add) else first - more
    visible = module.visible(node) if isinstance(node, cst.Name) else []
    if isinstance(node, cst.Name) and any(each.kind is BindingKind.AUGMENTED for each in visible):
        return _counter(module, node)
    binding = visible[0] if len(visible) == 1 else None
    if binding is None or binding.kind not in _LOOPS or binding.value is None or not deeper:
        return None
    return _first_of(module, binding.value, binding.index, deeper)


def _counter(module: Engine, use: cst.Name) -> int | None:
    """The same for what is set in front of a loop, and counted up in each of its passes: ``fold += 1``."""
    every = module.bindings(use)
    starts = [each for each in every if each.assigned is not None]
    steps = [each.node for each in every if each.kind is BindingKind.AUGMENTED]
    if len(every) != 2 or len(starts) != 1 or len(steps) != 1:
        return None
    (start,), (step,) = starts, steps
    if len({module.enclosing_function(each) for each in (use, start.node, step)}) > 1:
        return None
    first = _integer(module, start.value) if start.value is not None else None
    adding = module.parent(step)
    if not isinstance(adding, cst.AugAssign) or not isinstance(adding.operator, cst.AddAssign):
        return None
    more, around = _integer(module, adding.value), {use, *module.ancestors(use)}
    loops = (each for each in module.ancestors(step) if isinstance(each, _AGAIN) and each.body in around)
    loop = next(loops, None)
    if first is None or more is None or more < 1 or loop is None or loop in module.ancestors(start.node):
        return None
    if not precedes(module.facts, start.node, loop):
        return None
    if precedes(module.facts, use, step):
        return first
    is_ahead = precedes(module.facts, step, use) and is_sure(module, step, loop.body)
    return first + more if is_ahead else None


def _first_of(module: Engine, given: cst.BaseExpression, index: tuple[int, ...], deeper: int) -> int | None:
    """The number that stands first at *index* in what is gone through."""
    if not isinstance(given, cst.Call) or any(each.star for each in given.args):
        return None
    builtin = module.builtin(given.func)
    if builtin == "range" and not index and not any(each.keyword for each in given.args):
        if len(given.args) == 3 and (_integer(module, given.args[2].value) or 0) < 1:
            return None
        return 0 if len(given.args) == 1 else _integer(module, given.args[0].value)
    if builtin == "enumerate" and index == (0,):
        start = given.args[1].value if len(given.args) == 2 else None
        return _integer(module, start) if start is not None else 0
    return _yielded(module, given, index, deeper)


def _integer(module: Engine, node: cst.BaseExpression) -> int | None:
    only = module.only(node)
    return only.value if isinstance(only, Constant) and type(only.value) is int else None


def _yielded(module: Engine, call: cst.Call, index: tuple[int, ...], deeper: int) -> int | None:
    """The same for a generator of the project, all of whose ``yield`` count alike."""
    function, there = module.local_function(call.func), module
    if function is None:
        spelled = module.spelled(call.func)
        found = module.fact(Definitions).of(spelled) if spelled is not None else None
        if found is None or not isinstance(found.binding.node, cst.FunctionDef):
            return None
        function, there = found.binding.node, found.module
    if function.decorators or len(index) > 1:
        return None
    every = [node.value for node in descend(function.body) if isinstance(node, cst.Yield)]
    return agreed(first_number(there, _part(each, index), deeper - 1) for each in every)


def _part(node: cst.CSTNode | None, index: tuple[int, ...]) -> cst.CSTNode | None:
    if not index:
        return node
    if not isinstance(node, cst.Tuple) or any(isinstance(each, cst.StarredElement) for each in node.elements):
        return None
    return node.elements[index[0]].value if -len(node.elements) <= index[0] < len(node.elements) else None
