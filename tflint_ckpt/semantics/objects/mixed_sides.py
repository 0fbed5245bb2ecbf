"""Which of two Kerases that meet decides, and where the other comes from."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.reached import arguments_of
from tflint_ckpt.semantics.names.private_keras import PRIVATE, is_from
from tflint_ckpt.semantics.objects.mixed import How, Meeting, Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

PUBLIC = {"tensorflow": "tf.keras", "keras": "keras"}
"""The roots that are Keras 2 or Keras 3, as the release has it."""


def deciding_side(module: Module, meeting: Meeting) -> Side | None:
    """The side that decides what happens: that of the public Keras, and of two that of Keras 3."""
    public = [side for side in (meeting.given, meeting.to) if side.root in PUBLIC]
    if len(public) < 2:
        return public[0] if public else None
    numbers = [module.target_number(side.node) for side in public]
    if None in numbers or numbers[0] == numbers[1]:
        return None
    targets = list(module.targets.values())
    modern = [side for side, number in zip(public, numbers, strict=True) if targets[number or 0].keras3]
    return modern[0] if len(modern) == 1 else None


def origin_of(module: Module, side: Side) -> object:
    """What the import is known by that an object of *side* comes from."""
    node = side.node.func if isinstance(side.node, cst.Call) else side.node
    while isinstance(node, (cst.Attribute, cst.Call)):
        node = node.value if isinstance(node, cst.Attribute) else node.func
    found = module.bindings(node) if isinstance(node, cst.Name) else []
    private = [each for each in found if each.imported is not None and is_from(each.imported)]
    if side.root == PRIVATE and private:
        return private[-1]  # the name may be imported from the public Keras before
    return found[0] if found else node


def is_frozen(module: Module, meeting: Meeting) -> bool:
    """Whether a layer that is held is not meant to be trained."""
    if meeting.how is not How.HELD:
        return False
    made = meeting.place
    if meeting.given.library == "hub.KerasLayer" and isinstance(made, cst.Call):
        named = [each for each in arguments_of(module, made) if each.keyword]
        trained = [each.value for each in named if each.keyword and each.keyword.value == "trainable"][-1:]
        return not any(isinstance(value, cst.Name) and value.value == "True" for value in trained)
    every = module.facts.attribute_targets
    name = next((target.attr.value for target, value in every if value is made), "")
    frozen = [target.value for target, _ in every if target.attr.value == "trainable"]
    return any(isinstance(layer, cst.Attribute) and layer.attr.value == name for layer in frozen)
