"""Python numbers that a loop gives to a ``tf.function``, which is traced anew for each of them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.traced import Function, Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, all_parameters

_FEW = 5
"""TensorFlow warns after so many traces; fewer may be meant."""
_FIXING = ("input_signature", "experimental_follow_type_hints")
"""Options under which numbers may become tensors."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One argument that is another Python number in each pass of a loop.

    Attributes:
        function: the ``tf.function``.
        argument: what it is given.
        loop: the loop.
        computed: whether the function computes with the number by operators, so that its type counts.
        trace: why the function is one.
    """

    function: Function
    argument: cst.BaseExpression
    loop: cst.For | cst.While
    computed: bool
    trace: Trace


def numbered(module: Module) -> Iterator[Numbered]:
    """The arguments that have a ``tf.function`` traced in many passes of a loop."""
    search = _Search(module)
    for function, trace in search.traced.functions(Kind.FUNCTION):
        if not trace.calls and not _has_option(trace.place):
            for call in search.traced.calls_of(trace):
                yield from search.of(function, trace, call)


class _Search:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.traced = module.fact(Traced)

    def of(self, function: Function, trace: Trace, call: cst.Call) -> Iterator[Numbered]:
        """The numbers that *call* gives *function*, which may be called traced itself."""
        home = self.traced.home(call)
        if home is not None and self.traced.is_traced(home) is True:
            return
        for parameter in all_parameters(function.params):
            given = self.module.bound_argument(function, call, parameter.name.value)
            loop = self._loop(given, call) if given is not None and given is not parameter.default else None
            uses = self._uses(function, parameter) if loop is not None else None
            if given is not None and loop is not None and uses is not None:
                yield Numbered(function, given, loop, uses, trace)

    def _loop(self, node: cst.BaseExpression, call: cst.Call) -> cst.For | cst.While | None:
        """The loop around *call* that makes *node* another number in each pass."""
        if isinstance(node, cst.BinaryOperation):
            return self._loop(node.left, call) or self._loop(node.right, call)
        if isinstance(node, cst.Call) and self.module.builtin(node.func) in ("int", "float") and node.args:
            return self._loop(node.args[0].value, call)
        bindings = self.module.bindings(node) if isinstance(node, cst.Name) else []
        around = (above for _, above in self.module.steps_within(call))
        loops = [above for above in around if isinstance(above, (cst.For, cst.While))]
        found: cst.For | cst.While | None = None
        for binding in bindings:
            if binding.kind is BindingKind.LOOP:
                counting = next((loop for loop in loops if self._counts(loop, binding)), None)
            elif binding.kind is BindingKind.AUGMENTED:
                above_it = set(self.module.ancestors(binding.node))
                counting = next((loop for loop in loops if loop in above_it), None)
                counting = counting if self.module.is_number(binding.value) else None
            elif binding.kind is BindingKind.ASSIGNMENT and not binding.index:
                if self.module.is_number(binding.value):
                    continue
                return None
            else:
                return None
            if counting is None:
                return None
            found = counting
        return found

    def _counts(self, loop: cst.For | cst.While, binding: Binding) -> bool:
        """Whether *loop* gives *binding* the numbers of a ``range`` or ``enumerate`` with many passes."""
        if not isinstance(loop, cst.For) or loop.iter is not binding.value:
            return False
        over = self._unwrapped(loop.iter)
        if not isinstance(over, cst.Call) or not over.args:
            return False
        name = self.module.builtin(over.func) or self.module.resolve(over.func)
        if name == "enumerate":
            return binding.index == (0,)
        if name not in ("range", "tqdm.trange") or binding.index:
            return False
        last = over.args[min(len(over.args), 2) - 1].value
        number = self.module.datasets.number(last)
        return number is None or number >= _FEW

    def _unwrapped(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """What a progress bar goes through: ``tqdm(range(n))``."""
        if isinstance(node, cst.Call) and node.args:
            name = self.module.resolve(node.func) or ""
            if name.startswith("tqdm") and name.endswith(".tqdm"):
                return node.args[0].value
        return node

    def _uses(self, function: Function, parameter: cst.Param) -> bool | None:
        """Whether *function* computes with *parameter* by operators; ``None`` where it may need a number."""
        name = parameter.name.value
        scope = self.module.facts.scopes.get(function.body)
        if scope is None:
            return None
        uses = self.module.uses(name, scope)
        computed = False
        for use in uses:
            above = self.module.parent(use)
            call = self.module.parent(above) if isinstance(above, cst.Arg) else None
            if isinstance(above, (cst.BinaryOperation, cst.Comparison, cst.ComparisonTarget)):
                computed = True
            elif not (
                isinstance(call, cst.Call)
                and (self.module.resolve(call.func) or "").startswith("tensorflow.")
                and isinstance(above, cst.Arg)
                and (above.keyword is None or above.keyword.value in ("step", "x"))
            ):
                return None
        return computed


def _has_option(place: cst.CSTNode) -> bool:
    return isinstance(place, cst.Call) and any(
        argument.keyword is not None and argument.keyword.value in _FIXING for argument in place.args
    )
