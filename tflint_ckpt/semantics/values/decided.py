"""Which arms of an ``if`` a call of a function runs: ``if training:``, called with ``training=True``.

Only tests of what a call gives are decided: parameters of the functions whose calls are followed, and what
objects that they get have in their attributes. A constant of the module is for its reader to change, and
both arms stay.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from tflint_ckpt.semantics.names.reaching import reaching
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.from_elsewhere import CallsFromElsewhere
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Items, Mapping, Text, Unknown, Value
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

    from tflint_ckpt.semantics.engine import Engine

_LEAVING = (cst.Return, cst.Raise)
Plain = int | float | complex | str | bytes | bool | None


class Decided:
    """What calls of the functions of one module decide; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._asking: dict[cst.CSTNode, bool] = {}
        self._tests: dict[tuple[cst.CSTNode, Frames], bool | None] = {}
        self._open: set[tuple[cst.CSTNode, Frames]] = set()
        self._followed = module.fact(CallsFromElsewhere)
        self._seen: dict[tuple[cst.Name, Frames], list[Binding]] = {}

    def visible(self, bindings: list[Binding], use: cst.Name, home: Scope, frames: Frames) -> list[Binding]:
        """Those of *bindings* that *use* may see inside *frames*: none of an arm that is not run there."""
        inside = frames_of(home.node, frames)
        if not inside or len(bindings) < 2 or not self._asks(home.node):
            return bindings
        if self.module.facts.scopes[use] is not home:
            return bindings  # it is run later
        place = use, inside + self._followed.around
        known = self._seen.get(place)
        if known is None:
            every = home.bindings[use.value]
            known = reaching(self.module.facts, every, use, self._taken(inside)) or bindings
            if not self._open:  # what was asked meanwhile, of a test that hangs on itself, is less than it is
                self._seen[place] = known
        return known

    def returns(
        self, function: cst.FunctionDef | cst.Lambda, every: list[cst.BaseExpression], frames: Frames
    ) -> list[cst.BaseExpression]:
        """Those of the values *every* that *function* may return inside *frames*, the call of it the last."""
        if len(every) < 2 or not self._asks(function):
            return every
        return [value for value in every if self._comes_to(value, function, frames)] or every

    def is_run(self, node: cst.CSTNode, frames: Frames) -> bool:
        """Whether calls that come to *node*, the last of *frames* inside the others, do not rule that out."""
        while frames:
            function, call = frames[-1]
            if self._asks(function) and not self._comes_to(node, function, frames):
                return False
            node, frames = call, frames[:-1]
        return True

    def never_ends(self, function: cst.FunctionDef | cst.Lambda, frames: Frames) -> bool:
        """Whether *function* surely leaves before its last line, and by no bare ``return``."""
        if not isinstance(function, cst.FunctionDef) or not self._asks(function):
            return False
        if any(isinstance(node, cst.Return) and node.value is None for node in own_body(function)):
            return False
        body = function.body
        return isinstance(body, cst.IndentedBlock) and self._leaves_before(body, None, frames)

    def arms(self, node: cst.IfExp, frames: Frames) -> tuple[cst.BaseExpression, ...]:
        """What a conditional expression may be inside *frames*."""
        known = self.test(node.test, frames) if frames and not self._recurs(frames[-1][0]) else None
        return (node.body, node.orelse) if known is None else (node.body if known else node.orelse,)

    def test(self, node: cst.BaseExpression, frames: Frames) -> bool | None:
        """Whether a test holds inside *frames*; ``None`` where the calls do not decide it."""
        place = node, frames + self._followed.around
        if place in self._tests:
            return self._tests[place]
        if place in self._open:
            return None
        self._open.add(place)
        found = self._holds(node, frames)
        self._open.discard(place)
        if not self._open:
            self._tests[place] = found
        return found

    def _taken(self, frames: Frames) -> Callable[[cst.If], bool | None]:
        return lambda statement: self.test(statement.test, frames)

    def _asks(self, function: cst.CSTNode) -> bool:
        """Whether a test in *function* may hang on what it is given."""
        if not isinstance(function, cst.FunctionDef):
            return False
        if function not in self._asking:
            self._asking[function] = not self._recurs(function) and any(
                isinstance(node, cst.If) and any(self._is_given(one) for one in descend(node.test))
                for node in own_body(function)
            )
        return self._asking[function]

    def _recurs(self, function: cst.CSTNode) -> bool:
        """Whether a function calls itself: its tests say something else each time."""
        if not isinstance(function, cst.FunctionDef):
            return False
        name = function.name.value
        called = (node.func for node in own_body(function) if isinstance(node, cst.Call))
        return any(last_name(func) == name for func in called)

    def _is_given(self, node: cst.CSTNode) -> bool:
        """Whether a name is a parameter that nothing else is assigned to."""
        binding = self.module.sole_binding(node) if isinstance(node, cst.Name) else None
        return binding is not None and binding.kind is BindingKind.PARAMETER

    def _comes_to(self, node: cst.CSTNode, function: cst.CSTNode, frames: Frames) -> bool:
        child = node
        for above in self.module.ancestors(node):
            if above is function:
                return True
            if isinstance(above, cst.If) and child is not above.test:
                known = self.test(above.test, frames)
                if known is not None and known is not (child is above.body):
                    return False
            if isinstance(above, cst.IndentedBlock) and self._leaves_before(above, child, frames):
                return False
            child = above
        return True

    def _leaves_before(self, block: cst.IndentedBlock, child: cst.CSTNode | None, frames: Frames) -> bool:
        for one in block.body:
            if one is child:
                return False
            if isinstance(one, cst.If) and leaves_function(one.body) and self.test(one.test, frames):
                return True
        return False

    # Tests

    def _holds(self, node: cst.BaseExpression, frames: Frames) -> bool | None:
        if is_logical(node):
            return truth_by_parts(node, lambda part: self.test(part, frames))
        if isinstance(node, cst.Comparison):
            return self._compared(node, frames)
        return self._truth(node, frames)

    def _truth(self, node: cst.BaseExpression, frames: Frames) -> bool | None:
        if not self._hangs_on_calls(node, frames):
            return None
        return agreed(truth_of(self.module, value) for value in self.module.evaluate(node, frames))

    def _compared(self, node: cst.Comparison, frames: Frames) -> bool | None:
        if len(node.comparisons) != 1 or not self._hangs_on_calls(node.left, frames):
            return None
        operator, right = node.comparisons[0].operator, node.comparisons[0].comparator
        left = self.module.evaluate(node.left, frames)
        if isinstance(operator, (cst.Is, cst.IsNot)):
            if not isinstance(right, cst.Name) or right.value != "None":
                return None
            known = agreed(_is_nothing(self.module, value) for value in left)
            return None if known is None else known is isinstance(operator, cst.Is)
        if not isinstance(operator, (cst.Equal, cst.NotEqual)):
            return None
        sides = [plain(values) for values in (left, self.module.evaluate(right, frames))]
        if not sides[0] or not sides[1]:
            return None
        return (sides[0][0] == sides[1][0]) is isinstance(operator, cst.Equal)

    def _hangs_on_calls(self, node: cst.BaseExpression, frames: Frames) -> bool:
        """Whether *node* is a parameter of a function in *frames*, or an attribute of one."""
        while isinstance(node, cst.Attribute):
            node = node.value
        binding = self.module.sole_binding(node) if isinstance(node, cst.Name) else None
        if binding is None or binding.kind is not BindingKind.PARAMETER:
            return False
        return any(frame[0] is binding.scope.node for frame in frames)


def frames_of(function: cst.CSTNode, frames: Frames) -> Frames:
    """*frames* up to the last call of *function*; empty where it is in none."""
    for place in range(len(frames) - 1, -1, -1):
        if frames[place][0] is function:
            return frames[: place + 1]
    return ()


def leaves_function(body: cst.BaseSuite) -> bool:
    """Whether a block ends by leaving its function."""
    last = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    return isinstance(last, _LEAVING)


def is_logical(node: cst.BaseExpression) -> TypeGuard[cst.UnaryOperation | cst.BooleanOperation]:
    """Whether the truth of *node* is that of its parts: ``not a``, ``a and b``, ``a or b``."""
    return isinstance(node, cst.BooleanOperation) or (
        isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not)
    )


def truth_by_parts(
    node: cst.UnaryOperation | cst.BooleanOperation, truth: Callable[[cst.BaseExpression], bool | None]
) -> bool | None:
    """Whether *node*, see :func:`is_logical`, holds, given the *truth* of its parts."""
    if isinstance(node, cst.UnaryOperation):
        held = truth(node.expression)
        return None if held is None else not held
    sides = {truth(node.left), truth(node.right)}
    settling = isinstance(node.operator, cst.Or)
    if settling in sides:
        return settling
    return None if None in sides else not settling


def truth_of(module: Engine, value: Value) -> bool | None:
    """Whether a value counts as true; ``None`` where that is not known, as of what a call returns."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Text):
        return None if value.literal is None or value.is_path else bool(value.literal)
    return True if _is_nothing(module, value) is False and isinstance(value, Unknown) else None


def _is_nothing(module: Engine, value: Value) -> bool | None:
    """Whether a value is ``None``; ``None`` where that is not known, as of what a call returns."""
    if isinstance(value, Constant):
        return value.value is None
    if isinstance(value, (Text, Items, Mapping)):
        return False
    if not isinstance(value, Unknown):
        return None
    if isinstance(value.node, cst.Lambda):
        return False
    binding = module.sole_binding(value.node) if value.node is not None else None
    made = binding.node if binding is not None else None
    return False if isinstance(made, (cst.FunctionDef, cst.ClassDef)) else None


def plain(values: tuple[Value, ...]) -> tuple[Plain] | None:
    """The one number or text that *values* are, in a tuple of its own, as it may be ``None``."""
    value = values[0] if len(values) == 1 else None
    if isinstance(value, Constant):
        return (value.value,)
    if isinstance(value, Text) and value.literal is not None and not value.is_path:
        return (value.literal,)
    return None
