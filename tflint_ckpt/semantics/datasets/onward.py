"""Where a dataset ends up: the places that read it behind all operations, and what they do with it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.steps import Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MOST_ENDS = 60
_EVALUATION = pattern(
    r"(^|_)(val|valid|validation|validate|test|testing|eval|evaluation|dev|holdout)(?=$|_|\d)"
)
_DATA = ("x", "generator")


class Role(Enum):
    """What a place does with the data."""

    TRAIN = "fit"
    VALIDATE = "validation_data"
    EVALUATE = "evaluate"
    LOOP = "loop"
    UNREAD = "unread"
    """Nothing in this file; others may."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class End:
    """One place where data goes that comes from a dataset.

    Attributes:
        node: the dataset there, behind all operations.
        steps: the operations on the way, in order.
        role: what is done with it.
    """

    node: cst.CSTNode
    steps: tuple[Operation, ...]
    role: Role

    def has(self, *names: str) -> bool:
        """Whether one of these operations lies on the way."""
        return any(step.name in names for step in self.steps)


def ends(module: Module, call: cst.Call, *, looks: bool = True) -> tuple[End, ...]:
    """Every place where the data of the dataset *call* ends up; also a variable that nothing here reads.

    Without *looks* none of those that only look at the first elements, unless there are no others.
    """
    found: list[End] = []
    ways: list[tuple[cst.Call, tuple[Operation, ...]]] = [(call, ())]
    seen = {call}
    while ways and len(found) < _MOST_ENDS:
        node, steps = ways.pop(0)
        readers = module.fact(Steps).of(node) if looks else module.fact(Steps).but_looks(node)
        if not readers:
            found.append(End(node, steps, Role.UNREAD))
        for reader in readers:
            step = reader.operation
            if step is None:
                found.append(End(reader.node, steps, role(module, reader.node)))
            elif step.call not in seen:
                seen.add(step.call)
                ways.append((step.call, (*steps, step)))
    return tuple(found)


def role(module: Module, node: cst.CSTNode) -> Role:
    """What the place where the expression *node* stands does with a dataset."""
    argument = module.parent(node)
    if isinstance(argument, (cst.For, cst.CompFor)):
        return Role.LOOP if argument.iter is node else Role.OTHER
    call = module.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call):
        return Role.OTHER
    if module.builtin(call.func) in ("enumerate", "zip", "iter", "list", "tqdm"):
        return Role.LOOP
    if not isinstance(call.func, cst.Attribute):
        return Role.OTHER
    keyword = argument.keyword.value if argument.keyword is not None else ""
    is_data = keyword in _DATA or (not keyword and call.args[0] is argument)
    method = call.func.attr.value
    if method in ("fit", "fit_generator"):
        if keyword == "validation_data":
            return Role.VALIDATE
        return Role.TRAIN if is_data else Role.OTHER
    if method in ("evaluate", "predict", "evaluate_generator", "predict_generator"):
        return Role.EVALUATE if is_data else Role.OTHER
    return Role.OTHER


def only_evaluated(module: Module, call: cst.Call) -> bool:
    """Whether a dataset is there to evaluate a model: it goes nowhere else, or is called so.

    What is measured may well be the same every time.
    """
    found = ends(module, call)
    if found and all(end.role in (Role.VALIDATE, Role.EVALUATE) for end in found):
        return True
    return any(_EVALUATION.search(name.lower()) for name in _names(module, call))


def _names(module: Module, call: cst.Call) -> list[str]:
    """The variables that a chain is assigned to, and the function it stands in."""
    found = [one.name.value for one in [module.enclosing_function(call)] if one is not None]
    for above in module.ancestors(call):
        if isinstance(above, cst.Assign):
            targets = [target.target for target in above.targets]
            found += [one.attr.value for one in targets if isinstance(one, cst.Attribute)]
            found += [one.value for one in targets if isinstance(one, cst.Name)]
        if isinstance(above, cst.BaseStatement):
            break
    return found


def conditions(module: Module, node: cst.CSTNode) -> frozenset[cst.CSTNode]:
    """The branches around *node* within its function: of an ``if``, a handler, a conditional expression."""
    found: set[cst.CSTNode] = set()
    for child, above in module.steps_within(node):
        if isinstance(above, (cst.If, cst.IfExp)) and child is not above.test:
            found.add(child)
        elif isinstance(above, (cst.ExceptHandler, cst.Else, cst.MatchCase)):
            found.add(above)
    return frozenset(found)


def in_loop(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* stands in a loop of its function, which may make a new dataset in each pass."""
    loops = (cst.For, cst.While, cst.BaseComp)
    return any(isinstance(above, loops) for _, above in module.steps_within(node))
