"""Which functions given to ``flat_map`` and the like only regroup the elements they are given."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.mapped import effects, effects_within, unnamed
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, BindingKind, all_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_REGROUPING = frozenset(
    """batch dense_to_ragged_batch enumerate get_single_element items keys padded_batch prefetch
    ragged_batch rebatch repeat shard skip sparse_batch take unbatch values window with_options""".split()
)
"""Methods of what the function was given, a dataset or a dictionary of them, that take numbers only."""

_SINGLE = ("tensorflow.data.experimental.get_single_element",)


def regroups(module: Module, function: cst.BaseExpression | None) -> bool:
    """Whether all that *function* returns is made of its arguments by batching, zipping, windowing and such.

    It reads nothing else: no file, no other dataset. What it computes on the way may not draw random
    numbers either. ``False`` where the code does not show it.
    """
    return function is not None and _Regrouping(module).function(function)


class _Regrouping:
    """Follows what one function returns back to its parameters.

    Attributes:
        functions: those whose parameters stand for the elements, each with the names of those that do not:
            a size that a caller gives.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self.functions: dict[cst.CSTNode, frozenset[str]] = {}
        self._followed: set[Binding] = set()

    def function(self, node: cst.BaseExpression, other: frozenset[str] = frozenset()) -> bool:
        """Whether what a function returns is made of its arguments, those named *other* left out."""
        node = unnamed(self.module, node)
        function = node if isinstance(node, cst.Lambda) else self.module.local_function(node)
        if function is not None:
            if function in self.functions:
                # Being looked at, or done: what is wrong with it is found there.
                return self.functions[function] == other
            self.functions[function] = other
            returned = [function.body] if isinstance(function, cst.Lambda) else self.module.returns(function)
            return bool(returned) and all(self._made(value) for value in returned or ())
        if isinstance(node, cst.Call) and node.args and self.module.is_named(node.func, "functools.partial"):
            return self._partial(node)
        return self.module.is_named(node, *api.IN_MEMORY)

    def _partial(self, call: cst.Call) -> bool:
        """``partial(cut, size=5)``: elements are what is not bound yet."""
        first, bound = call.args[0].value, call.args[1:]
        function = self.module.local_function(first)
        if function is None or any(argument.star for argument in call.args):
            return False
        parameters = [one.name.value for one in all_parameters(function.params)]
        if parameters[:1] == ["self"]:
            del parameters[0]
        named = [argument.keyword.value for argument in bound if argument.keyword]
        return self.function(first, frozenset(parameters[: len(bound) - len(named)] + named))

    def _made(self, node: cst.BaseExpression) -> bool:
        """Whether an expression holds nothing but what the parameters hold."""
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, (cst.Attribute, cst.Subscript)):
            return self._made(node.value)
        if isinstance(node, (cst.Tuple, cst.List, cst.Dict)):
            return all(self._made(element.value) for element in node.elements)
        if isinstance(node, cst.DictComp):
            return self._made(node.value)
        if isinstance(node, (cst.ListComp, cst.GeneratorExp)):
            return self._made(node.elt)
        if isinstance(node, cst.IfExp):
            return self._made(node.body) and self._made(node.orelse)
        return isinstance(node, cst.Call) and self._call(node)

    def _name(self, node: cst.Name) -> bool:
        home = self.module.home(node)
        if home is None or not (home.node in self.functions or isinstance(home.node, COMPREHENSIONS)):
            return False
        return all(self._binding(binding) for binding in self.module.visible(node))

    def _binding(self, binding: Binding) -> bool:
        if binding.kind is BindingKind.PARAMETER:
            return binding.name not in ("self", "cls", *self.functions[binding.scope.node])
        if binding in self._followed:
            return True
        self._followed.add(binding)
        # An assignment, a loop, or a comprehension over what was given; all others have no value.
        return binding.value is not None and self._made(binding.value)

    def _call(self, call: cst.Call) -> bool:
        given = [argument.value for argument in call.args]
        if self.module.is_named(call.func, *api.COMBINING, *_SINGLE):
            return all(map(self._made, given))
        if self.module.builtin(call.func) in ("dict", "list", "tuple"):
            return all(map(self._made, given))
        if self.module.is_named(call.func, "tensorflow.nest.map_structure"):
            return bool(given) and all(map(self._made, given[1:])) and self.function(given[0])
        if self.module.is_named(call.func, *api.IN_MEMORY):
            return all(map(self._harmless, given))
        function = self.module.local_function(call.func)
        if function is not None:
            names = [one.name.value for one in all_parameters(function.params)]
            values = {name: self.module.bound_argument(function, call, name) for name in names}
            other = [name for name, value in values.items() if value is None or not self._made(value)]
            return self.function(call.func, frozenset(other))
        if not isinstance(call.func, cst.Attribute) or not self._made(call.func.value):
            return False
        method = call.func.attr.value
        if method == "concatenate":
            return all(map(self._made, given))
        if method in ("flat_map", "interleave"):
            return bool(given) and self.function(given[0])
        if method in ("map", "filter"):
            done = effects(self.module, given[0] if given else None)
            return done.loads is False and done.random is False
        return method in _REGROUPING

    def _harmless(self, node: cst.BaseExpression) -> bool:
        """Whether an expression for tensors reads no file and draws no random number."""
        done = effects_within(self.module, node, self.functions)
        return done.loads is False and done.random is False
