"""Fixes for what a layer is told of its input: an ``Input`` in front of the first one says it instead."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Fix, unsafe, with_edits
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect, is_dispensable
from tflint_ckpt.semantics.calls.renamed import instead
from tflint_ckpt.semantics.objects.place_in_model import Place, place_of
from tflint_ckpt.syntax.arguments import remove_argument
from tflint_ckpt.syntax.first_input import input_before
from tflint_ckpt.syntax.several import remove_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def without_length(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the length to an ``Input`` in front of the first layer, which builds that as it did on Keras 2;
    behind another layer it says nothing."""
    title, place = "remove input_length", place_of(module, call.node)
    if not isinstance(argument.node, cst.Arg) or not is_dispensable(module, call, argument):
        return Fix(Applicability.MANUAL, title)
    is_none = isinstance(argument.value, cst.Name) and argument.value.value == "None"
    if place in (Place.LISTED, Place.ADDED) and not is_none:
        shape = f"({module.text(argument.value)},)"
        edits = input_before(module, call.node, remove_argument(module, argument.node), place, shape)
        title = f"begin the Sequential with Input({shape})"
        return with_edits(title, edits)
    edits = remove_argument(module, argument.node)
    if not edits or (place is not Place.LATER and not is_none):
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    older = module.target.keras2 or module.target.is_assumed
    return unsafe(fix, "on Keras 2 a Flatten behind the layer needs it") if older else fix


def as_sequence(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the length and the size of a step to an ``Input``: of a recurrent layer the two are its shape."""
    given, place = call.argument("input_dim"), place_of(module, call.node)
    if given is None or not (isinstance(argument.node, cst.Arg) and isinstance(given.node, cst.Arg)):
        return Fix(Applicability.MANUAL, instead(module, argument))
    shape = f"({module.text(argument.value)}, {module.text(given.value)})"
    title = f"begin the Sequential with Input({shape})"
    gone = () if has_effect(given.value) else remove_arguments(module, call.node, (argument.node, given.node))
    edits = input_before(module, call.node, gone, place, shape)
    return with_edits(title, edits)


def as_input(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the shape to an ``Input`` in front of the first layer; to a later layer it says nothing."""
    place = place_of(module, call.node)
    if isinstance(argument.node, cst.Arg) and not has_effect(argument.value):
        if place is Place.LATER:
            return Fix(Applicability.SAFE, "remove batch_input_shape", remove_argument(module, argument.node))
        given = f"batch_shape={module.text(argument.value)}"
        edits = input_before(module, call.node, remove_argument(module, argument.node), place, given)
        if edits:
            title = f"begin the Sequential with Input(batch_shape={module.text(argument.value)})"
            return Fix(Applicability.SAFE, title, edits)
    return Fix(Applicability.MANUAL, instead(module, argument))
