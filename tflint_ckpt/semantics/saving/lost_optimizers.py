"""Optimizers that a training loop steps, and that the checkpoint it goes on from does not hold.

A compiled model brings its optimizer into the checkpoint, an optimizer of the loop's own is there only if
the checkpoint gets it: after a restore it has 0 iterations and no moments, and
``assert_existing_objects_matched`` passes (run on Keras 2.10, 2.15, 3.3 and 3.15).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.saving.checkpoints import Checkpoint, Checkpoints, Restore, same_variable
from tflint_ckpt.semantics.saving.latest import begins_training, has_trained
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.uses import Use

STEP = "apply_gradients"
_WITH_STATE = frozenset(
    f"keras.optimizers.{name}"
    for name in "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lion Nadam RMSprop".split()
)
"""Optimizers that keep a moment for each weight, whatever they are given."""
_KNOWN = {
    Kind.METHOD: frozenset((STEP, "minimize", "get_config", "build")),
    Kind.ATTRIBUTE: frozenset(("learning_rate", "lr")),
    Kind.SET: frozenset(("learning_rate", "lr")),
}
"""What the code may do with an optimizer so that nothing but the loop has it, and its state."""
_WEIGHTS = frozenset("trainable_variables trainable_weights variables weights".split())


@dataclass(frozen=True, eq=False, slots=True)
class LostOptimizer:
    """A checkpoint without the optimizer.

    Attributes:
        checkpoint: the checkpoint that is saved, and that training goes on from.
        restore: where it is read before the training.
        model: the name of what the optimizer trains, which the checkpoint has.
        optimizer: the optimizer as the loop names it.
        made: the call that makes it.
    """

    checkpoint: Checkpoint
    restore: Restore
    model: str
    optimizer: cst.BaseExpression
    made: cst.Call


def lost_optimizers(module: Module) -> Iterator[LostOptimizer]:
    """Each such checkpoint, once."""
    steps = list(module.method_calls(STEP))
    for checkpoint, restore in _resumed(module) if steps else ():
        for call, func in steps:
            model = _trained(module, checkpoint, call)
            made = _made(module, func.value) if model is not None else None
            if model is not None and made is not None and _is_kept_out(module, made):
                yield LostOptimizer(checkpoint, restore, model, func.value, made)
                break


def _resumed(module: Module) -> Iterator[tuple[Checkpoint, Restore]]:
    """The checkpoints that are saved as they are made, and read before a training."""
    known = module.fact(Checkpoints)
    saved = {checkpoint for save in known.saves for checkpoint in save.checkpoints}
    for checkpoint in known.all:
        if checkpoint not in saved or not checkpoint.whole:
            continue
        reads = (each for each in known.restores if checkpoint in each.checkpoints)
        restore = next((each for each in reads if begins_training(module, each)), None)
        if restore is not None and not has_trained(module, restore):
            yield checkpoint, restore


def _trained(module: Module, checkpoint: Checkpoint, call: cst.Call) -> str | None:
    """The variable of *checkpoint* whose weights *call* changes."""
    held = [each.value for each in checkpoint.objects.values() if isinstance(each.value, cst.Name)]
    given: list[cst.CSTNode] = [each.value for each in call.args]
    for name in [each for one in given for each in descend(one) if isinstance(each, cst.Name)]:
        binding = module.sole_binding(name)
        given += [binding.value] if binding is not None and binding.value is not None else []
    for node in (each for one in given for each in descend(one)):
        if isinstance(node, cst.Attribute) and node.attr.value in _WEIGHTS:
            found = next((each for each in held if same_variable(module, each, node.value)), None)
            if found is not None:
                return found.value
    return None


def _made(module: Module, optimizer: cst.BaseExpression) -> cst.Call | None:
    """The one call that makes *optimizer*, of a class that keeps moments, kept in a variable."""
    if not isinstance(optimizer, cst.Name):
        return None
    origins = module.objects.origins(optimizer)
    only = origins[0] if len(origins) == 1 else None
    if only is None or only.local is not None or only.name not in _WITH_STATE:
        return None
    return only.node if isinstance(only.node, cst.Call) else None


def _is_kept_out(module: Module, made: cst.Call) -> bool:
    """Whether no checkpoint, model or file can have the optimizer, or its state."""
    uses = module.flows.of(made)
    return all(use.name in _KNOWN.get(use.kind, ()) or _is_harmless(module, use) for use in uses)


def _is_harmless(module: Module, use: Use) -> bool:
    """Whether *use* is a variable that no other file of the project has, or ``iterations.numpy()``."""
    above = module.parent(use.node)
    if use.kind is Kind.ATTRIBUTE and use.name == "iterations":
        return isinstance(above, cst.Attribute) and above.attr.value == "numpy"
    is_variable = use.kind is Kind.ESCAPE and isinstance(use.node, cst.Name)
    if not (is_variable and isinstance(above, cst.AssignTarget)):
        return False
    return isinstance(use.node, cst.Name) and not module.call_sites.exported(use.node.value)
