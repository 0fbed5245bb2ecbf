"""Which expressions in traced functions are symbolic tensors."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.functions.traced import Function, Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, all_parameters
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.symbolic import MODULES, OPERATIONS

_MODULES = MODULES | {"random", "strings", "audio"}
"""Modules of TensorFlow whose functions return tensors."""
_OPERATIONS = OPERATIONS | frozenset("constant eye fill ones range zeros".split())
"""Functions at the top of TensorFlow that return a tensor, or a list of them."""
_STATIC = ("random.set_seed", "random.get_global_generator", "random.Generator", "random.create_rng_state")
_ARRAYS = frozenset(
    """array asarray ones zeros full arange linspace eye empty expand_dims stack concatenate random.rand
    random.randn random.normal random.uniform random.random random.randint""".split()
)
"""Functions of NumPy that return an array, which becomes a tensor where it is given to a ``tf.function``."""
_COMPARING = (
    *(cst.LessThan, cst.GreaterThan, cst.LessThanEqual, cst.GreaterThanEqual),
    *(cst.Equal, cst.NotEqual),
)
_DEEPEST = 20


class Tensors:
    """The tensors of one module, as far as traced functions show them; structures of tensors count too."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.traced = module.fact(Traced)
        self._active: set[cst.CSTNode] = set()

    def is_tensor(self, node: cst.BaseExpression) -> bool:
        """Whether *node*, in a traced function, provably is a tensor or a list or dictionary of them."""
        if node in self._active or len(self._active) > _DEEPEST:
            return False
        self._active.add(node)
        try:
            return self._dispatch(node)
        finally:
            self._active.discard(node)

    def holds(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is such a tensor, or a list or tuple that is written with one in it."""
        if isinstance(node, (cst.List, cst.Tuple)):
            return any(self.holds(element.value) for element in node.elements)
        return self.is_tensor(node)

    def is_parameter(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is a parameter, not reassigned, of a function that is traced itself: no ``self``."""
        binding = self.module.sole_binding(node)
        if binding is None or binding.kind is not BindingKind.PARAMETER:
            return False
        function = binding.scope.node
        return isinstance(function, (cst.FunctionDef, cst.Lambda)) and any(
            not trace.calls and not self._is_self(function, binding.name)
            for trace in self.traced.traces(function)
        )

    def _dispatch(self, node: cst.BaseExpression) -> bool:
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, cst.Call):
            return self._call(node)
        if isinstance(node, cst.BinaryOperation):
            return self.is_tensor(node.left) or self.is_tensor(node.right)
        if isinstance(node, cst.UnaryOperation):
            return not isinstance(node.operator, cst.Not) and self.is_tensor(node.expression)
        if isinstance(node, cst.Subscript):
            return self.is_tensor(node.value)
        if isinstance(node, cst.Comparison):
            only = node.comparisons[0] if len(node.comparisons) == 1 else None
            return (
                only is not None
                and isinstance(only.operator, _COMPARING)
                and (self.is_tensor(node.left) or self.is_tensor(only.comparator))
            )
        return False

    def _name(self, node: cst.Name) -> bool:
        home = self.module.home(node)
        if home is None or not isinstance(home.node, (cst.FunctionDef, cst.Lambda)):
            return False
        found = [each for each in self.module.visible(node) if each.value not in self._active]
        return bool(found) and all(self._binding(binding, home.node) for binding in found)

    def _binding(self, binding: Binding, function: Function) -> bool:
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, function)
        if binding.value is None:
            return False
        if binding.kind in (BindingKind.ASSIGNMENT, BindingKind.AUGMENTED):
            return self.is_tensor(binding.value)
        if binding.kind is BindingKind.LOOP:
            return self.is_tensor(binding.value) or self._is_dataset(binding.value)
        return False

    def _call(self, node: cst.Call) -> bool:
        name = self.module.resolve(node.func)
        if name is not None and name.startswith("tensorflow."):
            place, _, last = name.removeprefix("tensorflow.").rpartition(".")
            if not place:
                return last in _OPERATIONS
            return place in _MODULES and last == last.lower() and f"{place}.{last}" not in _STATIC
        func = node.func
        if self.module.is_instance(func, families.LAYER, families.LOSS):
            return any(self.holds(argument.value) for argument in node.args)
        if isinstance(func, cst.Attribute) and func.attr.value == "result" and not node.args:
            return self.module.is_instance(func.value, families.METRIC)
        return False

    # Parameters

    def _parameter(self, binding: Binding, function: Function) -> bool:
        if not isinstance(binding.node, cst.Param) or self._is_self(function, binding.name):
            return False
        if self._is_annotated(binding.node):
            return bool(self.traced.traces(function))
        return any(self._is_given(binding, function, trace) for trace in self.traced.traces(function))

    def _is_given(self, binding: Binding, function: Function, trace: Trace) -> bool:
        """Whether what traces *function* gives the parameter a tensor."""
        if trace.calls:
            given = self.module.bound_argument(function, trace.calls[-1], binding.name)
            return given is not None and self.is_tensor(given)
        if trace.kind is Kind.DATASET:
            plain = [*function.params.posonly_params, *function.params.params]
            return any(param is binding.node and param.default is None for param in plain)
        if self._has_signature(trace.place):
            return True
        calls = self.traced.calls_of(trace)
        return any(self._gives_tensor(function, call, binding.name) for call in calls)

    def _gives_tensor(self, function: Function, call: cst.Call, name: str) -> bool:
        given = self.module.bound_argument(function, call, name)
        if given is None or any(given is each.default for each in all_parameters(function.params)):
            return False
        return self._becomes_tensor(given)

    def _becomes_tensor(self, node: cst.BaseExpression) -> bool:
        """Whether *node*, at a call of a ``tf.function`` from anywhere, is a tensor or an array."""
        if isinstance(node, cst.Call):
            name = self.module.resolve(node.func) or ""
            return name.removeprefix("numpy.") in _ARRAYS if name.startswith("numpy.") else self._call(node)
        if isinstance(node, cst.Name):
            bindings = self.module.bindings(node)
            return bool(bindings) and all(
                (
                    binding.value is not None
                    and binding.kind is BindingKind.LOOP
                    and self._is_dataset(binding.value, binding.index)
                )
                or (
                    binding.kind is BindingKind.ASSIGNMENT
                    and binding.value is not None
                    and binding.value not in self._active
                    and self._becomes_tensor(binding.value)
                )
                for binding in bindings
            )
        return self.is_tensor(node)

    def _is_dataset(self, node: cst.BaseExpression, index: tuple[int, ...] = ()) -> bool:
        """Whether going through *node* gives tensors: a dataset, or ``enumerate`` of one."""
        if isinstance(node, cst.Call) and self.module.builtin(node.func) == "enumerate" and node.args:
            return index[:1] == (1,) and self._is_dataset(node.args[0].value)
        return bool(self.module.datasets.chains(node))

    def _has_signature(self, place: cst.CSTNode) -> bool:
        return isinstance(place, cst.Call) and any(
            argument.keyword is not None and argument.keyword.value == "input_signature"
            for argument in place.args
        )

    def _is_annotated(self, param: cst.Param) -> bool:
        annotation = param.annotation.annotation if param.annotation is not None else None
        return annotation is not None and self.module.is_named(annotation, "tensorflow.Tensor")

    def _is_self(self, function: Function, name: str) -> bool:
        if not isinstance(function, cst.FunctionDef) or owner_of(self.module, function) is None:
            return False
        first = [*function.params.posonly_params, *function.params.params][:1]
        return any(param.name.value == name for param in first)
