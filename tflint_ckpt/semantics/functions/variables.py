"""What makes variables, and so may not be run by a trace more than once."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.traced import Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import last_name

VARIABLE = "tensorflow.Variable"
_APPLYING = ("apply_gradients", "minimize")
_WITH_WEIGHTS = frozenset(
    f"keras.layers.{name}"
    for name in """BatchNormalization Bidirectional Conv1D Conv2D Conv2DTranspose Conv3D Dense
    DepthwiseConv2D EinsumDense Embedding GRU GroupNormalization LSTM LayerNormalization PReLU
    SeparableConv2D SimpleRNN""".split()
)
"""Layers that make variables when they are called first. All were called in a ``tf.function`` that builds
them, on TensorFlow 2.15 and 2.21: ``tf.function only supports singleton tf.Variables``."""
_CONDITIONS = (cst.If, cst.IfExp, cst.BooleanOperation, cst.Try, cst.While, cst.Match)
_ONCE = ("build", "__init__", "setUp", "setup")
"""Methods that are called once, by somebody who sees to that."""


@dataclass(frozen=True, slots=True)
class Creation:
    """One call that makes variables in every trace.

    Attributes:
        call: the call.
        what: what it makes, for a message.
        trace: why the code runs traced.
    """

    call: cst.Call
    what: str
    trace: Trace


def creations(module: Module) -> Iterator[Creation]:
    """The calls in ``tf.function``s that make variables in every trace."""
    traced = module.fact(Traced)
    for function, trace in traced.functions(Kind.FUNCTION):
        for call in traced.calls_in(function):
            what = _made(module, traced, call)
            if what and not any(_may_be_left_out(module, place) for place in (call, *trace.calls)):
                yield Creation(call, what, trace)


def _made(module: Module, traced: Traced, call: cst.Call) -> str:
    """What *call* makes that has variables; or nothing."""
    if module.is_named(call.func, VARIABLE):
        return "a tf.Variable"
    made = call.func
    if isinstance(made, cst.Name):
        binding = module.sole_binding(made)
        is_local = binding is not None and traced.home(binding.node) is traced.home(call)
        value = binding.value if is_local and binding is not None else None
        made = value if value is not None and binding and binding.kind is BindingKind.ASSIGNMENT else made
    layer = module.resolve(made.func) if isinstance(made, cst.Call) else None
    if layer in _WITH_WEIGHTS:
        return f"a {layer.rpartition('.')[2]} layer"
    name = families.made_by(module.resolve(call.func) or "")
    if name is None or not name.startswith("keras."):
        return ""
    last = name.rpartition(".")[2]
    if name.startswith("keras.metrics.") and families.is_a(name, families.METRIC) and last != "Metric":
        return f"a {last} metric"
    is_optimizer = families.is_a(name, families.OPTIMIZER) and not families.is_a(name, families.SCHEDULE)
    return f"the optimizer {last}" if is_optimizer and _is_applied(module, traced, call) else ""


def _is_applied(module: Module, traced: Traced, call: cst.Call) -> bool:
    """Whether the optimizer that *call* makes is used in the same function, which makes its variables."""
    home = traced.home(call)
    for node, attribute in module.method_calls(*_APPLYING):
        binding = module.sole_binding(attribute.value)
        made = attribute.value if binding is None else binding.value
        if traced.home(node) is home and made is call:
            return True
    return False


def _may_be_left_out(module: Module, node: cst.CSTNode) -> bool:
    """Whether the function around *node* may run without it: under a condition, or behind a way out."""
    for child, above in module.steps(node):
        if isinstance(above, _CONDITIONS) and child is not getattr(above, "test", None):
            return True
        if isinstance(above, cst.With) and any(_is_scope(item.item) for item in above.items):
            return True
        if isinstance(above, cst.IndentedBlock) and _has_way_out(above, child):
            return True
        if isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return isinstance(above, cst.FunctionDef) and above.name.value in _ONCE
    return False


def _is_scope(node: cst.BaseExpression) -> bool:
    """Whether a ``with`` may change where variables are made: ``tf.init_scope()``, a creator scope."""
    func = node.func if isinstance(node, cst.Call) else node
    name = last_name(func)
    return "scope" in name and name != "name_scope"


def _has_way_out(block: cst.IndentedBlock, child: cst.CSTNode) -> bool:
    """Whether a conditional ``return`` stands before *child*: ``if self.built: return``."""
    for statement in block.body:
        if statement is child:
            return False
        if isinstance(statement, cst.If) and any(
            isinstance(each, cst.Return)
            for line in statement.body.body
            if isinstance(line, cst.SimpleStatementLine)
            for each in line.body
        ):
            return True
    return False
