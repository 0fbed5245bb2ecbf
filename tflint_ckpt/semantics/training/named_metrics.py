"""Uses of ``metrics_names`` that count on a name for each metric, which Keras 3 has not."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.names.stored import leaves_list
from tflint_ckpt.semantics.training.models import has_compiled_metrics
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.syntax.forms import left_before
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_NAMES = "metrics_names"


class Lost(Enum):
    """What goes wrong where there are the names ``loss`` and ``compile_metrics`` alone."""

    OTHERS = "the first metric gets a wrong name, and others get none"
    NAME = "it is not the name of the metric"
    PLACE = "it has no such place"
    SOUGHT = "the name is not there"


def lost_names(module: Module) -> Iterator[tuple[cst.Attribute, cst.Attribute | cst.Name, Lost]]:
    """``model.metrics_names``, what uses it, that or a variable, and what goes wrong, for one output."""
    for node in module.attributes(_NAMES):
        places: list[cst.Attribute | cst.Name] = [node, *_by_name(module, node)]
        for place in places:
            lost = _lost(module, place)
            if lost is None or _is_expected(module, place):
                continue
            if has_compiled_metrics(module, node.value) and not _sets_names(module):
                yield node, place, lost


def _by_name(module: Module, node: cst.Attribute) -> list[cst.Name]:
    """The uses of the variable that holds the names, where it holds nothing else."""
    target = module.parent(node)
    place = target.targets[0].target if isinstance(target, cst.Assign) and len(target.targets) == 1 else None
    if not isinstance(place, cst.Name) or (home := module.home(place)) is None:
        return []
    uses = [use for use in module.uses(place.value, home) if use is not place]
    is_sole = all(module.sole_binding(use) is not None for use in uses)
    return uses if is_sole and all(leaves_list(module, use, "index") for use in uses) else []


def _is_expected(module: Module, node: cst.CSTNode) -> bool:
    """Whether the code asks which names or which release there are before it comes to *node*."""

    def is_names(part: cst.CSTNode) -> bool:
        if isinstance(part, cst.Name) and (binding := module.sole_binding(part)) is not None:
            part = binding.value or part
        return isinstance(part, cst.Attribute) and part.attr.value == _NAMES

    def asks(test: cst.CSTNode) -> bool:
        return any(map(is_names, descend(test)))

    for child, above in module.steps(node):
        if isinstance(above, (cst.If, cst.IfExp, cst.While)) and child is not above.test and asks(above.test):
            return True
        if isinstance(above, cst.BooleanOperation) and child is above.right and asks(above.left):
            return True
        if isinstance(above, (cst.IndentedBlock, cst.Module)) and left_before(above.body, child, asks):
            return True
    return is_guarded(module, node, "IndexError", "ValueError")


def _sets_names(module: Module) -> bool:
    """Whether the file has names of its own: an attribute, a property of a class."""
    if any(target.attr.value == _NAMES for target, _ in module.facts.attribute_targets):
        return True
    scopes = module.facts.each_scope
    return any(isinstance(scope.node, cst.ClassDef) and _NAMES in scope.bindings for scope in scopes)


def _lost(module: Module, node: cst.Attribute | cst.Name) -> Lost | None:
    """What goes wrong at a use of the names; ``None`` where nothing does."""
    parent = module.parent(node)
    call = module.call_given(node)
    if call is not None:
        builtin = module.builtin(call.func)
        if builtin not in ("zip", "enumerate"):
            return None
        lost = (
            _counts(module, call)
            if builtin == "enumerate"
            else not any(_is_first(module, each.value) for each in call.args)
        )
        return Lost.OTHERS if lost else None
    if isinstance(parent, cst.Subscript) and parent.value is node and len(parent.slice) == 1:
        index = parent.slice[0].slice
        number = index.value if isinstance(index, cst.Index) else None
        if isinstance(number, cst.UnaryOperation) and isinstance(number.operator, cst.Minus):
            is_last = isinstance(number.expression, cst.Integer) and number.expression.evaluated_value == 1
            return Lost.NAME if is_last else None
        if not isinstance(number, cst.Integer) or not number.evaluated_value:
            return None
        return Lost.NAME if number.evaluated_value == 1 else Lost.PLACE
    name, sought = module.method_on(node)
    text = module.literal(sought.args[0].value) if sought is not None and len(sought.args) == 1 else None
    return Lost.SOUGHT if name == "index" and text not in (None, "loss", "compile_metrics") else None


def _counts(module: Module, call: cst.Call) -> bool:
    """Whether values are looked up by the place of a name: ``for i, name in enumerate(names): values[i]``."""
    loop = module.parent(call)
    if not isinstance(loop, (cst.For, cst.CompFor)) or not isinstance(loop.target, cst.Tuple):
        return False
    counter = loop.target.elements[0].value
    inside = loop.body if isinstance(loop, cst.For) else module.parent(loop)
    return inside is not None and any(
        isinstance(node, cst.Index)
        and isinstance(node.value, cst.Name)
        and isinstance(counter, cst.Name)
        and node.value.value == counter.value
        for node in descend(inside)
    )


def _is_first(module: Module, node: cst.BaseExpression) -> bool:
    """Whether what is put beside the names is the first value alone: ``[loss]``, ``values[:1]``."""
    only = module.only(node)
    if isinstance(only, Items):
        return only.exact and len(only.elements) == 1
    part = node.slice[0].slice if isinstance(node, cst.Subscript) else None
    upper = part.upper if isinstance(part, cst.Slice) and part.lower is None else None
    return isinstance(upper, cst.Integer) and upper.evaluated_value == 1
