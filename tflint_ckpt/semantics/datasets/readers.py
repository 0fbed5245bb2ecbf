"""What goes on with a dataset: the operations called on it next, and what else reads it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.objects.variables import Variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


_DESCRIBING = frozenset(("cardinality", "__len__"))
_ASKING = frozenset("bool callable dir hasattr help id isinstance len print repr str type".split())
_STRUCTURE = (
    "tensorflow.data.experimental.cardinality",
    "tensorflow.data.experimental.get_structure",
    *(f"tensorflow.data.get_output_{name}" for name in ("classes", "shapes", "types")),
)
_UNREAD = (
    cst.AugAssign,
    cst.Comparison,
    cst.Del,
    cst.Expr,
    cst.FormattedStringExpression,
    cst.UnaryOperation,
)
"""What reads no element of a dataset that stands in it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One place that reads a dataset.

    Attributes:
        node: the expression of the dataset at that place.
        operation: what is called on it there; ``None`` where it goes to something else: a loop, ``fit``,
            an attribute, a caller in another file.
        rebinds: whether the variable that held the dataset gets the result, as in ``ds = ds.map(f)``:
            what reads the variable later does not read this dataset as well.
    """

    node: cst.CSTNode
    operation: Operation | None = None
    rebinds: bool = False


class Readers:
    """Follows the datasets of one module forward, through variables, returns and local functions."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._variables = module.fact(Variables)

    def of(self, node: cst.BaseExpression) -> tuple[Reader, ...]:
        """Everything that reads the dataset *node* gives, in no fixed order; empty where nothing does."""
        return tuple(self._readers(node, frozenset()))

    def uses(self, statement: cst.Assign) -> list[cst.Name]:
        """Every load that may see the only variable that *statement* assigns; empty for other targets."""
        found = self._bound_to(statement.value)
        if len(found) != 1 or len(statement.targets) != 1 or found[0].index:
            return []
        return self._variables.reads(found[0])

    def _readers(self, node: cst.CSTNode, seen: frozenset[cst.CSTNode]) -> Iterator[Reader]:
        if node in seen:
            return
        seen |= {node}
        parent = self.module.parent(node)
        if isinstance(parent, cst.Attribute):
            call = self.module.parent(parent)
            name = parent.attr.value
            if not isinstance(call, cst.Call) or call.func is not parent or name in _DESCRIBING:
                return  # an attribute such as element_spec reads no element
            if name in api.OPERATIONS:
                yield Reader(node, Operation(name, call), self._rebinds(node, call))
            else:
                yield Reader(node)
        elif isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)):
            yield from self._assigned(node, parent, seen)
        elif isinstance(parent, cst.IfExp) and node is not parent.test:
            yield from self._readers(parent, seen)
        elif isinstance(parent, cst.Return):
            yield from self._returned(parent, (), seen)
        elif isinstance(parent, cst.Element):
            yield from self._element(node, parent, seen)
        elif isinstance(parent, cst.Arg):
            yield from self._argument(node, parent, seen)
        elif not _unread(node, parent):
            yield Reader(node)

    # Variables

    def _rebinds(self, node: cst.CSTNode, call: cst.CSTNode) -> bool:
        statement = self.module.parent(call)
        while isinstance(statement, (cst.Attribute, cst.Call)):
            statement = self.module.parent(statement)
        return isinstance(statement, cst.Assign) and any(
            isinstance(node, cst.Name)
            and isinstance(target.target, cst.Name)
            and target.target.value == node.value
            for target in statement.targets
        )

    def _assigned(
        self, node: cst.CSTNode, statement: cst.CSTNode, seen: frozenset[cst.CSTNode]
    ) -> Iterator[Reader]:
        for binding in self._bound_to(node):
            if not binding.index:
                yield from self._uses(binding, seen)
        if isinstance(statement, cst.NamedExpr):
            yield from self._readers(statement, seen)
        targets = statement.targets if isinstance(statement, cst.Assign) else ()
        if any(not isinstance(target.target, cst.Name) for target in targets):
            yield Reader(node)

    def _uses(self, binding: Binding, seen: frozenset[cst.CSTNode]) -> Iterator[Reader]:
        for use in self._variables.reads(binding):
            yield from self._readers(use, seen)

    def _bound_to(self, value: cst.CSTNode) -> list[Binding]:
        """The variables that are assigned *value*, or a part of it."""
        bound = self._variables.bound_to(value)
        return [binding for binding in bound if binding.kind is BindingKind.ASSIGNMENT]

    # Functions

    def _returned(
        self, statement: cst.Return, path: tuple[int, ...], seen: frozenset[cst.CSTNode]
    ) -> Iterator[Reader]:
        """Where a returned dataset goes: to the callers, where all are in sight."""
        function = self.module.enclosing_function(statement)
        evidence = self.module.datasets.evidence
        callers = evidence.callers(function) if function is not None else ()
        if function is None or not callers or evidence.called_elsewhere(function):
            yield Reader(statement)
            return
        for call in callers:
            if not path:
                yield from self._readers(call, seen)
                continue
            taken = [binding for binding in self._bound_to(call) if binding.index[: len(path)] == path]
            if not taken or any(binding.index != path for binding in taken):
                yield Reader(call)
            for binding in taken:
                yield from self._uses(binding, seen)

    def _element(
        self, node: cst.CSTNode, element: cst.Element, seen: frozenset[cst.CSTNode]
    ) -> Iterator[Reader]:
        """A dataset in a tuple: unpacked at once, returned, or given to ``zip``."""
        group = self.module.parent(element)
        above = self.module.parent(group) if group is not None else None
        if isinstance(above, cst.Return) and isinstance(group, (cst.Tuple, cst.List)):
            place = next(index for index, item in enumerate(group.elements) if item is element)
            yield from self._returned(above, (place,), seen)
        elif isinstance(above, cst.Assign) and self._bound_to(node):
            yield from self._assigned(node, group or element, seen)
        else:
            yield Reader(node)

    def _argument(self, node: cst.CSTNode, given: cst.Arg, seen: frozenset[cst.CSTNode]) -> Iterator[Reader]:
        call = self.module.parent(given)
        if isinstance(call, cst.Call) and not given.star and self._describes(call):
            return
        function = self.module.local_function(call.func) if isinstance(call, cst.Call) else None
        if function is None or not isinstance(call, cst.Call) or given.star:
            yield Reader(node)
            return
        scope = self.module.facts.scopes[function.body]
        for name, bindings in scope.bindings.items():
            parameters = [binding for binding in bindings if binding.kind is BindingKind.PARAMETER]
            if parameters and self.module.bound_argument(function, call, name) is node:
                yield from self._uses(parameters[0], seen)
                return
        yield Reader(node)

    def _describes(self, call: cst.Call) -> bool:
        """Whether a call asks what a dataset is, and reads no element."""
        return self.module.builtin(call.func) in _ASKING or self.module.is_named(call.func, *_STRUCTURE)


def _unread(node: cst.CSTNode, parent: cst.CSTNode | None) -> bool:
    """Whether *node* stands where no element of a dataset is read: alone, compared, or in a condition."""
    if isinstance(parent, cst.ComparisonTarget):
        return not isinstance(parent.operator, (cst.In, cst.NotIn))
    if isinstance(parent, (cst.If, cst.IfExp, cst.While, cst.Assert)):
        return node is parent.test
    return isinstance(parent, _UNREAD)
