"""Layers with variables: the calls that make one, and the classes that do."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_WEIGHTED = frozenset(
    """Dense Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv2D
    SeparableConv2D LSTM GRU SimpleRNN ConvLSTM2D LSTMCell GRUCell SimpleRNNCell BatchNormalization
    LayerNormalization Embedding MultiHeadAttention""".split()
)
"""Layers that make variables when they are built (run on 2.15 and Keras 3.15)."""


def has_weights(module: Code, node: cst.BaseExpression) -> bool:
    """Whether *node* is the call of a class of ``keras.layers`` whose objects have variables."""
    name = module.resolve(node.func) if isinstance(node, cst.Call) else None
    owner, _, last = (name or "").rpartition(".")
    return owner == "keras.layers" and last in _WEIGHTED


def makes_weights(module: Code, owner: cst.ClassDef) -> bool:
    """Whether methods of the class *owner* make variables, or layers that have some."""
    inside = (call for call in module.facts.calls if module.enclosing_class(call) is owner)
    return any(has_weights(module, call) or last_name(call.func) == "add_weight" for call in inside)
