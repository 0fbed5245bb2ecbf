"""What the holes in paths hold, as far as the code tells one from another.

A path is compared with another by its shape, in which a hole is a mark: the same one for the same expression
of the same variables.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.shape import FIRST_MARK, marks_of
from tflint_ckpt.semantics.values.kinds import Hole
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Frame

_VARYING = (BindingKind.LOOP, BindingKind.OTHER)
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Filling:
    """What a hole in a path holds, as far as the code tells it from others.

    Attributes:
        text: the expression.
        call: the expression itself where another call of it may return something else.
        bound: what each name in it is bound to, there.
        homes: the scopes of these names, or the class of ``self``.
        varies: whether a loop or the like gives one of them its values.
        function: the function the expression is in.
    """

    text: str
    call: cst.CSTNode | None
    bound: tuple[frozenset[cst.CSTNode], ...]
    homes: frozenset[cst.CSTNode]
    varies: bool
    function: cst.FunctionDef | None


class Fillings:
    """The marks of the holes in the paths of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._marks: dict[Filling, str] = {}
        self._fillings: dict[str, Filling] = {}

    def mark(self, hole: Hole, chain: Sequence[Frame] = ()) -> str:
        """A character for what *hole* holds: the same one for the same expression of the same variables."""
        if hole.node is None:
            return ""
        filling = self._filling(hole.node, chain)
        mark = self._marks.setdefault(filling, chr(FIRST_MARK + len(self._marks)))
        self._fillings[mark] = filling
        return mark

    def is_one(self, directory: str, needed_by: cst.Call) -> bool:
        """Whether the holes of *directory* can be told from others where *needed_by* stands."""
        fillings = [self._fillings.get(mark) for mark in marks_of(directory)]
        around = (None, *self._module.ancestors(needed_by))
        return all(filling is not None and filling.function in around for filling in fillings)

    def differ(self, one: str, other: str) -> bool:
        """Whether two holes hold different things for all that the code says."""
        if one == other or not one or not other:
            return False
        left, right = self._fillings[one], self._fillings[other]
        if left.varies or right.varies or left.homes != right.homes:
            return False
        # A call that is written twice may well return the same; what is kept of each is not compared.
        return left.text != right.text or left.bound != right.bound or self._are_kept(left, right)

    def _are_kept(self, *fillings: Filling) -> bool:
        """Whether each is the result of a call that a variable was set to."""
        return all(each.call and isinstance(self._module.parent(each.call), cst.Assign) for each in fillings)

    def _filling(self, node: cst.CSTNode, chain: Sequence[Frame]) -> Filling:
        node = self._origin(node, chain)
        bound: list[frozenset[cst.CSTNode]] = []
        homes: set[cst.CSTNode] = set()
        varies = False
        owner = self._module.enclosing_class(node)
        for name in descend(node):
            above = self._module.parent(name)
            if not isinstance(name, cst.Name) or (isinstance(above, cst.Attribute) and above.attr is name):
                continue
            if name.value in ("self", "cls") and owner is not None:
                bound.append(frozenset((owner,)))
                homes.add(owner)
                continue
            seen = self._module.visible(name)
            bound.append(frozenset(binding.node for binding in seen))
            homes.update(binding.scope.node for binding in seen)
            varies = varies or any(binding.kind in _VARYING for binding in seen)
        call = node if any(isinstance(part, cst.Call) for part in descend(node)) else None
        if call is not None and isinstance(self._module.parent(call), cst.Assign):
            scope = self._module.facts.scopes.get(call)
            homes = {scope.node} if scope is not None else homes
        text = " ".join(self._module.text(node).split())
        function = self._module.enclosing_function(node)
        return Filling(text, call, tuple(bound), frozenset(homes), varies, function)

    def _origin(self, node: cst.CSTNode, chain: Sequence[Frame]) -> cst.CSTNode:
        """What a name stands for: the argument of the call that is followed, the name it was set to."""
        for _ in range(_MOST_NAMES):
            seen = self._module.visible(node)
            if len(seen) != 1:
                break
            binding = seen[0]
            source = binding.assigned
            for place, (function, call) in enumerate(chain):
                if binding.kind is BindingKind.PARAMETER and binding.scope.node is function:
                    source = self._module.bound_argument(function, call, binding.name)
                    chain = chain[:place]
                    break
            if not isinstance(source, (cst.Name, cst.Attribute, cst.Subscript)):
                break
            node = source
        return node

    def varies(self, node: cst.CSTNode) -> bool:
        """Whether a loop or the like gives some name in *node* its values."""
        names = (name for name in descend(node) if isinstance(name, cst.Name))
        return any(binding.kind in _VARYING for name in names for binding in self._module.visible(name))
