"""Symbolic tensors: what ``keras.Input``, and a layer that is called on one, return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import descend, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_INPUTS = ("keras.Input", "keras.layers.Input")
_FUNCTIONS = ("keras.layers.", "keras.ops.", "keras.activations.")
"""Modules whose functions (lower case) return a symbolic tensor for one."""
_BACKEND = "keras.backend."
_TENSORS = frozenset(("input", "output"))
_LISTS = frozenset(("inputs", "outputs"))
"""Attributes of models and layers that are symbolic tensors, and lists of them."""

_DEEPEST = 60

MODULES = frozenset(("math", "nn", "linalg", "image", "signal"))
"""Modules of TensorFlow whose functions all compute with tensors."""
OPERATIONS = frozenset(
    "abs acos acosh add add_n argmax argmin argsort as_string asin asinh atan atan2 atanh "
    "batch_to_space bitcast boolean_mask broadcast_to cast clip_by_norm clip_by_value complex concat "
    "convert_to_tensor cos cosh cumsum divide dynamic_partition einsum ensure_shape equal exp "
    "expand_dims floor gather gather_nd greater greater_equal identity identity_n less less_equal "
    "linspace logical_and logical_not logical_or matmul maximum meshgrid minimum multiply negative norm "
    "not_equal one_hot ones_like pad pow rank reduce_all reduce_any reduce_logsumexp reduce_max "
    "reduce_mean reduce_min reduce_prod reduce_sum repeat reshape reverse roll round saturate_cast "
    "scatter_nd searchsorted sequence_mask shape sigmoid sign sin sinh size slice sort space_to_batch "
    "split sqrt square squeeze stack stop_gradient strided_slice subtract tan tanh tensordot "
    "tensor_scatter_nd_update tile transpose truediv unstack where zeros_like".split()
)
"""Functions of the top level of TensorFlow that compute with tensors. All were called with a ``keras.Input``:
TensorFlow 2.15 returns a symbolic tensor, 2.21 raises ``A KerasTensor cannot be used as input to a TensorFlow
function``; others (``tf.print``, ``tf.is_tensor``, ``tf.nest``) take one."""

FUNCTIONS = tuple(sorted(OPERATIONS | MODULES))
"""What a file has at least one of, of TensorFlow, if it computes with tensors."""

BACKEND_ATTRIBUTE = frozenset(
    "bias_add concatenate dot mean ndim repeat repeat_elements resize_images softmax std var".split()
)
"""Functions of ``tf.keras.backend`` that ask a tensor for what only one of TensorFlow has, and raise
``AttributeError`` on Keras 3 when they are called with a ``keras.Input``."""
BACKEND = BACKEND_ATTRIBUTE | frozenset(
    "abs all any argmax argmin batch_dot batch_flatten binary_crossentropy cast categorical_crossentropy "
    "clip conv2d cos cumprod cumsum dropout elu equal exp expand_dims flatten gather greater greater_equal "
    "hard_sigmoid l2_normalize less less_equal log max maximum min minimum not_equal one_hot ones_like "
    "permute_dimensions pool2d pow prod relu reshape reverse round shape sigmoid sign sin softplus softsign "
    "sparse_categorical_crossentropy spatial_2d_padding spatial_3d_padding sqrt square squeeze stack "
    "stop_gradient sum tanh temporal_padding tile transpose zeros_like".split()
)
"""All that compute with tensors: the others raise what functions of TensorFlow raise. Each was called on
Keras 3.15; the ``keras.backend`` of Keras 3 has none of them."""


class Symbolic:
    """The symbolic tensors of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[cst.CSTNode, bool] = {}
        self._active: set[cst.CSTNode] = set()
        self._assumed: set[cst.CSTNode | Binding] = set()
        self._cut = False

    def operations(self) -> Iterator[tuple[cst.Call, str, cst.BaseExpression]]:
        """Calls of TensorFlow's functions on a symbolic tensor: the call, the function and that argument.

        Of calls inside one another, the innermost.
        """
        for call in self.module.facts.calls:
            self.is_tensor(call)  # in the order of the code, so that no long chain is followed back at once
            name = self.operation(call)
            given = next((each for each in _given(call) if self.holds(each)), None) if name else None
            if name is not None and given is not None and not self._computes_inside(call):
                yield call, name, given

    def _computes_inside(self, call: cst.Call) -> bool:
        """Whether an argument of *call* has a call of such a function in it."""
        inner = (node for argument in call.args for node in descend(argument.value))
        return any(
            isinstance(node, cst.Call) and self.operation(node) is not None and self.is_tensor(node)
            for node in inner
        )

    def operation(self, call: cst.Call) -> str | None:
        """The function of TensorFlow that *call* computes with, ``tf.nn.relu``; ``None`` for any other."""
        name = self.module.resolve(call.func)
        if name is not None and name.startswith(_BACKEND):
            spelled, last = self.module.spelled(call.func) or "", name.removeprefix(_BACKEND)
            fits = spelled == f"tensorflow.{name}" and last in BACKEND
            return f"tf.{name}" if fits else None
        if name is None or not name.startswith("tensorflow."):
            return None
        place, _, last = name.removeprefix("tensorflow.").rpartition(".")
        fits = last in OPERATIONS if not place else place in MODULES and last == last.lower()
        return f"tf.{name.removeprefix('tensorflow.')}" if fits else None

    def holds(self, node: cst.BaseExpression) -> bool:
        """Whether *node* provably is a symbolic tensor, or a list, tuple or dictionary with one in it."""
        if isinstance(node, (cst.List, cst.Tuple)):
            return any(self.holds(element.value) for element in node.elements)
        if isinstance(node, cst.Dict):
            return any(self.holds(element.value) for element in node.elements)
        if isinstance(node, cst.Name):
            binding = self.module.sole_binding(node)
            value = binding.value if binding and binding.kind is BindingKind.ASSIGNMENT else None
            if isinstance(value, (cst.List, cst.Tuple)) and binding and not binding.index:
                return self.module.runs_where_bound(node, binding) and self.holds(value)
        return self.is_tensor(node)

    def is_tensor(self, node: cst.BaseExpression) -> bool:
        """Whether *node* provably is a symbolic tensor, whichever way the code took."""
        if node in self._known:
            return self._known[node]
        if node in self._active or len(self._active) > _DEEPEST:
            self._cut = True
            return node in self._assumed
        cut, self._cut = self._cut, False
        self._active.add(node)
        try:
            found = self._dispatch(node)
        finally:
            self._active.discard(node)
        if not self._cut or not self._active:
            self._known[node] = found  # else what is still being asked may have cut the answer short
        self._cut = bool(self._active) and (cut or self._cut)
        return found

    def _dispatch(self, node: cst.BaseExpression) -> bool:
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, cst.Call):
            return self._call(node)
        if isinstance(node, cst.Attribute):
            return self._attribute(node, _TENSORS)
        if isinstance(node, cst.Subscript):
            listed = isinstance(node.value, cst.Attribute) and self._attribute(node.value, _LISTS)
            return listed or self.is_tensor(node.value)
        if isinstance(node, cst.BinaryOperation):
            return self.is_tensor(node.left) or self.is_tensor(node.right)
        if isinstance(node, cst.UnaryOperation):
            return self.is_tensor(node.expression)
        if isinstance(node, cst.IfExp):
            return self.is_tensor(node.body) and self.is_tensor(node.orelse)
        return False

    def _name(self, node: cst.Name) -> bool:
        bindings = self.module.visible(node)
        followed = [each for each in bindings if each.value not in self._active and not is_none(each.value)]
        self._cut |= len(followed) < len(bindings)  # ``x = layer(x)`` in a loop: the other ways count
        if bindings and not followed and self._assumed:
            return any(each.value in self._active for each in bindings)
        return bool(followed) and all(
            self.module.runs_where_bound(node, binding)
            and (
                self._parameter(node, binding)
                if binding.kind is BindingKind.PARAMETER
                else binding.kind in (BindingKind.ASSIGNMENT, BindingKind.AUGMENTED)
                and binding.value is not None
                and self._part(binding.value, binding.index)
            )
            for binding in followed
        )

    def _part(self, node: cst.BaseExpression, index: Sequence[int]) -> bool:
        """Whether what stands at *index* in *node* is one: ``mean, variance = self.encode(x)``."""
        if not index:
            return self.is_tensor(node)
        if isinstance(node, (cst.Tuple, cst.List)):
            is_plain = not any(isinstance(each, cst.StarredElement) for each in node.elements)
            is_there = is_plain and -len(node.elements) <= index[0] < len(node.elements)
            return is_there and self._part(node.elements[index[0]].value, index[1:])
        returned = self._returns(node) if isinstance(node, cst.Call) else ()
        if any(isinstance(each, (cst.Tuple, cst.List)) for each in returned):
            return all(each is not None and self._part(each, index) for each in returned)
        return self.is_tensor(node)

    def _parameter(self, node: cst.Name, binding: Binding) -> bool:
        """Whether each call of a function gives a symbolic tensor to a parameter, all of them in the file.

        In ``x = block(block(x))`` what the function returns counts as what comes out of the other calls.
        """
        function = binding.scope.node
        if binding in self._assumed or not isinstance(function, cst.FunctionDef) or function.decorators:
            self._cut |= binding in self._assumed
            return binding in self._assumed
        calls = self.module.call_sites.in_module(function) or ()
        given = [self.module.bound_argument(function, call, node.value) for call in calls]
        self._assumed |= {node, binding}
        try:
            return bool(given) and all(each is not None and self.is_tensor(each) for each in given)
        finally:
            self._assumed -= {node, binding}

    def _returned(self, call: cst.Call) -> bool:
        """Whether *call* is of a function of the file that returns a symbolic tensor, whichever way."""
        returned = self._returns(call)
        followed = [each for each in returned if each not in self._active]
        self._cut |= len(followed) < len(returned)
        return bool(returned) and all(each is not None and self.is_tensor(each) for each in followed)

    def _returns(self, call: cst.Call) -> list[cst.BaseExpression | None]:
        """What the function of the file that *call* calls returns; empty where that is not all."""
        function = self.module.call_sites.callee(call)
        if function is None or function.decorators or function.asynchronous is not None:
            return []
        return [node.value for node in own_body(function) if isinstance(node, cst.Return)]

    def _call(self, node: cst.Call) -> bool:
        if self.module.is_named(node.func, *_INPUTS) or self._returned(node):
            return True
        given = _given(node)
        if not any(self.holds(each) for each in given):
            return False
        name = self.module.resolve(node.func)
        if name is not None and name.startswith(_FUNCTIONS):
            last = name.rpartition(".")[2]
            return last == last.lower()
        return self.operation(node) is not None or self.module.is_instance(node.func, families.LAYER)

    def _attribute(self, node: cst.Attribute, names: frozenset[str]) -> bool:
        """Whether *node* is ``model.output`` or the like, of a model or layer made in the module."""
        if node.attr.value not in names or (is_self(node.value)):
            return False
        return self.module.is_instance(node.value, families.LAYER)


def _given(call: cst.Call) -> list[cst.BaseExpression]:
    return [argument.value for argument in call.args if not argument.star]
