"""What goes on with a dataset: the operations called on it next, and what else reads it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.objects.following import Following
from tflint_ckpt.semantics.objects.uses import Kind, Use
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.values.parts import Path

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
_ONWARD = (cst.AnnAssign, cst.Arg, cst.Assign, cst.Attribute, cst.IfExp, cst.NamedExpr, cst.Return)
"""Where a dataset goes on, or something is called on it."""
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
        uses = _Onward(self.module, self._variables, ()).run(node)
        return tuple(reader for reader in map(self._reader, uses) if reader is not None)

    def uses(self, statement: cst.Assign) -> list[cst.Name]:
        """Every load that may see the only variable that *statement* assigns; empty for other targets."""
        bound = self._variables.bound_to(statement.value)
        found = [binding for binding in bound if binding.kind is BindingKind.ASSIGNMENT]
        if len(found) != 1 or len(statement.targets) != 1 or found[0].index:
            return []
        return self._variables.reads(found[0])

    def _reader(self, use: Use) -> Reader | None:
        if use.kind in (Kind.ATTRIBUTE, Kind.SET) or (use.kind is Kind.METHOD and use.name in _DESCRIBING):
            return None  # an attribute such as element_spec reads no element
        if use.kind is Kind.ARGUMENT and use.argument is not None:
            return Reader(use.argument.value)
        if not (use.kind is Kind.METHOD and isinstance(use.node, cst.Call)):
            return Reader(use.node)
        assert isinstance(use.node.func, cst.Attribute)
        node = use.node.func.value
        if use.name not in api.OPERATIONS:
            return Reader(node)
        return Reader(node, Operation(use.name, use.node), self._rebinds(node, use.node))

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


class _Onward(Following):
    """The way of one dataset: what keeps it, in a list or an attribute, may read it at any time."""

    def _step(self, node: cst.CSTNode, path: Path, frames: Frames) -> Iterator[Use]:
        parent = self.module.parent(node)
        unpacked = isinstance(parent, cst.Element) and self._is_unpacked(parent)
        if path or unpacked or isinstance(parent, _ONWARD):
            yield from super()._step(node, path, frames)
        elif not _unread(node, parent):
            yield Use(Kind.ESCAPE, node, frames=frames)

    def _is_unpacked(self, element: cst.Element) -> bool:
        """Whether a tuple with the dataset is unpacked at once, or returned."""
        group = self.module.parent(element)
        above = self.module.parent(group) if isinstance(group, (cst.Tuple, cst.List)) else None
        return isinstance(above, cst.Return) or (
            isinstance(above, cst.Assign) and bool(self.variables.bound_to(element.value))
        )

    def _is_public(self, binding: Binding) -> bool:
        return False

    def _stored(self, target: cst.Attribute, path: Path, frames: Frames) -> Iterator[Use]:
        yield Use(Kind.ESCAPE, target, frames=frames)

    def _into(
        self, container: cst.BaseExpression, path: Path, frames: Frames, added: cst.CSTNode
    ) -> Iterator[Use]:
        yield Use(Kind.ESCAPE, container, frames=frames)

    def _unpacked(self, target: cst.Tuple | cst.List, path: Path, frames: Frames) -> Iterator[Use]:
        if path:
            yield from super()._unpacked(target, path, frames)
        else:  # the dataset itself is taken apart
            yield Use(Kind.ESCAPE, target, frames=frames)

    def _argument(self, node: cst.CSTNode, given: cst.Arg, path: Path, frames: Frames) -> Iterator[Use]:
        call = self.module.parent(given)
        if not isinstance(call, cst.Call):
            yield Use(Kind.ESCAPE, node, frames=frames)
            return
        if not given.star and self._describes(call):
            return
        function = self.module.local_function(call.func) if not given.star else None
        if function is not None:
            yield from self._parameter(function, call, node, path, frames)
        else:
            yield Use(Kind.ARGUMENT, call, given, path, frames)

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
