"""Fixes for arguments that went with Keras 1 and have no successor of another name."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.rules.argument_elsewhere import left_out
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.calls.keras1 import GONE, OTHER_SIDE
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.arguments import remove_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WEIGHED = "consume_less"
_RECURRENT = ("keras.layers.LSTM", "keras.layers.GRU", "keras.layers.SimpleRNN")
_ORDINARY = {"mode": (0, False), "dropout": (0,), "show_accuracy": (False, 0)}
"""What was given for what is done anyway."""
_LOST = {
    "dropout": "a layer SpatialDropout1D behind it drops whole features",
    "mode": "in mode 2 each batch was normalized by its own mean and variance when testing, too",
    "show_accuracy": "give metrics=['accuracy'] to compile to see it",
}
"""What is lost of an argument that meant something."""
_MODE_OF_BATCHES = 2


def without_keras1(module: Module, call: Call, owner: str, method: str, argument: Argument) -> Fix | None:
    """What is written for such an argument now; ``None`` where it is none."""
    name = argument.name or ""
    if owner in _RECURRENT and name == _WEIGHED:
        return left_out(module, call, argument)  # it chose between ways that give the same numbers
    if (owner, method, name) not in GONE:
        return None
    if name == "forget_bias_init":
        if module.literal(argument.value) in ("one", "ones"):
            return left_out(module, call, argument)
        return Fix(Applicability.MANUAL, "give bias_initializer and unit_forget_bias=False")
    if name == "nb_row":
        return _as_size(module, call, argument)
    if _is_one_of(module, argument.value, *_ORDINARY[name]):
        return left_out(module, call, argument)
    if name == "mode" and not _is_one_of(module, argument.value, _MODE_OF_BATCHES):
        return Fix(Applicability.MANUAL, "remove mode; for mode 1, take a LayerNormalization")
    return unsafe(left_out(module, call, argument), _LOST[name])


def _is_one_of(module: Module, node: cst.BaseExpression, *wanted: int) -> bool:
    return bool(module.surely(node, lambda value: isinstance(value, Constant) and value.value in wanted))


def _as_size(module: Module, call: Call, row: Argument) -> Fix:
    """``kernel_size=(3, 3)`` for ``nb_row=3, nb_col=3``."""
    column = call.argument(OTHER_SIDE)
    title = "write kernel_size=(rows, columns)"
    if column is None or not (isinstance(row.node, cst.Arg) and isinstance(column.node, cst.Arg)):
        return Fix(Applicability.MANUAL, title)
    sides = (row.value, column.value)
    size = f"({', '.join(module.text(side) for side in sides)})"
    removal = remove_argument(module, column.node)
    start, end = module.span(row.node)[0], module.full_span(row.value)[1]
    apart = all(edit.end <= start or end <= edit.start for edit in removal)
    if call.open or not removal or not apart or "\n" in size or any(has_effect(side) for side in sides):
        return Fix(Applicability.MANUAL, title)
    edits = (Edit(module.path, start, end, f"kernel_size={size}"), *removal)
    return Fix(Applicability.SAFE, f"write kernel_size={size}", edits)
