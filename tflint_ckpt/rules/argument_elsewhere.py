"""Fixes for arguments that have another name, that say nothing, or whose work is done beside the call."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe, with_edits
from tflint_ckpt.rules.kernel_sides import AS_KERAS_1, as_one_tuple
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect, is_dispensable, is_only_here
from tflint_ckpt.syntax.arguments import remove_argument, rename_argument, replace
from tflint_ckpt.syntax.comments import is_named_beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.renamed import Successor
    from tflint_ckpt.semantics.module import Module


def renamed(module: Module, argument: Argument, name: str) -> Fix:
    """The same value by another name, which every release of Keras 2 took, too."""
    edits = () if argument.unpacked else rename_argument(module, argument.node, name)
    return with_edits(f"write {name}", edits)


def left_out(module: Module, call: Call, argument: Argument) -> Fix:
    """Without an argument that was no more than a name for operations."""
    edits = remove_argument(module, argument.node) if is_dispensable(module, call, argument) else ()
    return with_edits(f"remove {argument.name}", edits)


def by_place(module: Module, call: cst.Call, argument: cst.Arg) -> Fix:
    """The first argument without its name; by hand where others stand before it."""
    title = "give it by position"
    if call.args[0] is not argument:
        return Fix(Applicability.MANUAL, title)
    return Fix(
        Applicability.SAFE,
        title,
        (Edit(module.path, module.span(argument)[0], module.span(argument.value)[0], ""),),
    )


def as_type(module: Module, call: Call, argument: Argument) -> Fix:
    """``to_categorical(y, n).astype(dtype)``: an array of NumPy where it was given none of TensorFlow's."""
    if module.literal(argument.value) == "float32":
        edits = () if argument.unpacked else remove_argument(module, argument.node)
        return with_edits("leave float32 out, which is the default", edits)
    title = "call astype on what it returns"
    edits = () if argument.unpacked or has_effect(argument.value) else remove_argument(module, argument.node)
    if not edits or "\n" in module.text(argument.value):
        return Fix(Applicability.MANUAL, title)
    end = module.span(call.node)[1]
    added = Edit(module.path, end, end, f".astype({module.text(argument.value)})")
    return Fix(Applicability.UNSAFE, f"{title}; not safe: of a tensor it is none", (*edits, added))


def removed(module: Module, call: Call, argument: Argument, edits: tuple[Edit, ...]) -> Fix:
    """Remove an argument that says nothing; not safe where a comment that speaks of it would stay behind."""
    assert argument.name is not None
    title = f"remove {argument.name}"
    if not edits:
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    if any(is_named_beside(module, node, argument.name) for node in (call.node, argument.node)):
        return unsafe(fix, f"a comment beside it names {argument.name}")
    return fix


def by_successor(module: Module, call: Call, argument: Argument, new: Successor) -> Fix:
    title = f"write {new.name}={new.value}" if new.value else f"write {new.name}"
    edits = rename_argument(module, argument.node, new.name)
    if edits and new.value is not None:
        edits = (*edits, replace(module, argument.value, new.value))
    if new.besides:
        title = f"{title}, {new.besides}"
        sides = as_one_tuple(module) if edits else ()
        if sides:
            return unsafe(Fix(Applicability.UNSAFE, title, (*edits, *sides)), AS_KERAS_1)
        edits = ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    # What Keras 2 took and did not look at acts from now on.
    safe = is_only_here(module, call, argument) and new.same
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)
