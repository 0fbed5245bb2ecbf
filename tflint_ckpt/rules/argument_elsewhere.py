"""Fixes for arguments that have another name, that say nothing, or whose work is done beside the call."""

from __future__ import annotations

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect, is_dispensable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def renamed(module: Module, argument: Argument, name: str) -> Fix:
    """The same value by another name, which every release of Keras 2 took, too."""
    from tflint_ckpt.syntax.arguments import rename_argument

    edits = () if argument.unpacked else rename_argument(module, argument.node, name)
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, f"write {name}", edits)


def left_out(module: Module, call: Call, argument: Argument) -> Fix:
    """Without an argument that was no more than a name for operations."""
    from tflint_ckpt.syntax.arguments import remove_argument

    edits = remove_argument(module, argument.node) if is_dispensable(module, call, argument) else ()
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, f"remove {argument.name}", edits)


def as_type(module: Module, call: Call, argument: Argument) -> Fix:
    """``to_categorical(y, n).astype(dtype)``: an array of NumPy where it was given none of TensorFlow's."""
    from tflint_ckpt.syntax.arguments import remove_argument

    if module.literal(argument.value) == "float32":
        edits = () if argument.unpacked else remove_argument(module, argument.node)
        title = "leave float32 out, which is the default"
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)
    title = "call astype on what it returns"
    edits = () if argument.unpacked or has_effect(argument.value) else remove_argument(module, argument.node)
    if not edits or "\n" in module.text(argument.value):
        return Fix(Applicability.MANUAL, title)
    end = module.span(call.node)[1]
    added = Edit(module.path, end, end, f".astype({module.text(argument.value)})")
    return Fix(Applicability.UNSAFE, f"{title}; not safe: of a tensor it is none", (*edits, added))
