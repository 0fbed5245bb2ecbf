"""Fixes for attributes that optimizers, layers and models do not have any more."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.rules.other_method import other_method
from tflint_ckpt.semantics.models.handed_out import Kind
from tflint_ckpt.semantics.objects.lost_members import DECAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.lost_members import LostMember

_ADVICE = {
    "total_loss": "take the loss that train_on_batch returns",
    "metrics_tensors": "give a metric to compile",
    "get_scaled_loss": "take scale_loss(loss); apply_gradients of Keras 3 unscales the gradients itself",
    "get_unscaled_gradients": "leave it out: apply_gradients of Keras 3 unscales the gradients itself",
    "get_weights": "take [variable.numpy() for variable in optimizer.variables]",
    "get_slot": "look among optimizer.variables",
    "minimize": "take tape.gradient and apply_gradients",
    "get_gradients": "take tape.gradient",
    "get_updates": "take tape.gradient and apply_gradients",
    "aggregate_gradients": "leave it out: apply_gradients does it",
    "predict_classes": "take the largest of predict: model.predict(x).argmax(axis=-1)",
    "predict_proba": "take predict",
    "reset_states": "call reset_states of each recurrent layer",
    "input_names": "take [each.name for each in model.inputs]",
    "output_names": "take [each.name for each in model.outputs]",
    "get_output_at": "take output, or call the layer on the input that is meant",
    "get_input_at": "take input, or keep the tensor that the layer is called on",
    "get_output_shape_at": "take output.shape",
    "get_input_shape_at": "take input.shape",
    "to_yaml": "take to_json",
    DECAY: "leave it out, as the rate does not decay: a schedule makes it, InverseTimeDecay as decay did",
}


def without_member(module: Module, lost: LostMember) -> Fix:
    """The same without what *lost* names; where nobody can write that, what a person has to do."""
    node, name = lost.node, lost.name
    above = module.parent(node)
    if lost.is_list_now and isinstance(above, cst.Call):
        title = f"leave out the parentheses behind {name}"
        end = module.span(above)[1]
        edit = Edit(module.path, module.span(node)[1], end, "")
        fix = Fix(
            Applicability.MANUAL if above.args else Applicability.SAFE, title, () if above.args else (edit,)
        )
        older = module.target.before((2, 11)) or module.target.is_assumed
        return unsafe(fix, "TensorFlow before 2.11 has a method there") if older else fix
    if Kind.INPUT in lost.kinds:
        return Fix(Applicability.MANUAL, "take model.inputs[0].shape: Keras 2 has a list here")
    if Kind.MERGING in lost.kinds and name == "input_shape":
        return Fix(Applicability.MANUAL, "take input.shape, of each where input is a list")
    if name in ("output_shape", "input_shape"):
        new = f"{name.removesuffix('_shape')}.shape"
        edit = Edit(module.path, *module.span(node.attr), new)
        return Fix(Applicability.UNSAFE, f"write {new}; not safe: the layer must have been called", (edit,))
    written = other_method(module, node)
    if written is not None:
        return written
    return Fix(Applicability.MANUAL, _ADVICE.get(name, "write what it did; Keras 3 has no other name for it"))


def without_long_lost(module: Module, node: cst.Attribute) -> Fix:
    """The same of *node*, whose attribute no release of TensorFlow 2 has."""
    gone = "write what it did; no release of TensorFlow 2 has another name for it"
    return other_method(module, node) or Fix(Applicability.MANUAL, _ADVICE.get(node.attr.value, gone))
