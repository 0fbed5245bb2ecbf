"""Optimizers in checkpoints, and whether they are the ones that train."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.names.flow import follows, precedes
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.saving.checkpoints import MANAGER, Checkpoint, Checkpoints, managed, same_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_TRAINING = ("fit", "fit_generator", "train_on_batch")


@dataclass(frozen=True, eq=False, slots=True)
class FreshOptimizer:
    """An optimizer in a checkpoint that trains nothing.

    Attributes:
        argument: the optimizer, as the checkpoint is given it.
        trained: the model that another optimizer trains; ``None`` where no such model is in sight.
    """

    argument: Argument
    trained: Trained | None


@dataclass(frozen=True, eq=False, slots=True)
class Trained:
    """A model that another optimizer trains.

    Attributes:
        model: the model, as the checkpoint or the compile names it.
        compile: the call that compiles it.
        beside: the keyword under which the checkpoint holds that model, if it does.
    """

    model: cst.BaseExpression
    compile: cst.Call
    beside: str | None


def fresh_optimizers(module: Module) -> Iterator[FreshOptimizer]:
    """Every optimizer in a checkpoint of the module that provably never takes a step."""
    compiles = [
        (call.node, call.node.func.value)
        for call, _ in module.calls_on(families.MODEL, "compile")
        if isinstance(call.node.func, cst.Attribute)
    ]
    for checkpoint in module.fact(Checkpoints).all:
        for argument in checkpoint.objects.values():
            if not (_is_fresh(module, checkpoint, argument) and _matters(module, checkpoint)):
                continue
            trained = [*_beside(module, checkpoint, compiles), *_alone(module, checkpoint, compiles)]
            if trained:
                yield FreshOptimizer(argument, trained[0])
            elif _is_only_written(module, checkpoint):
                yield FreshOptimizer(argument, None)


def _is_only_written(module: Module, checkpoint: Checkpoint) -> bool:
    """Whether *checkpoint* is saved as it was made: nothing else gets it, and nothing is read into it before.

    Left out are tests, which look at what is in a file.
    """
    saves = [save.node for save in module.fact(Checkpoints).saves if checkpoint in save.checkpoints]
    reads = [
        node
        for node, attribute in module.method_calls("restore", "read", "restore_or_initialize")
        if checkpoint in _held(module, attribute.value)
    ]
    if not saves or any(not follows(module.facts, read, save) for read in reads for save in saves):
        return False
    above = (each for each in module.ancestors(checkpoint.node) if isinstance(each, cst.FunctionDef))
    return not any(each.name.value.startswith("test") for each in above) and _stays(module, checkpoint)


def _held(module: Module, node: cst.BaseExpression) -> tuple[Checkpoint, ...]:
    """The checkpoints that *node* is, or those of a manager."""
    checkpoints = module.fact(Checkpoints)
    given = [managed(manager) for manager in checkpoints.managers(node)]
    held = tuple(each for one in given if one is not None for each in checkpoints.of(one))
    return checkpoints.of(node) or held


def _stays(module: Module, checkpoint: Checkpoint) -> bool:
    """Whether the code does nothing with *checkpoint* but call its methods, and give it to managers."""
    above = module.parent(checkpoint.node)
    if isinstance(above, cst.Attribute):
        return True
    if isinstance(above, cst.Arg):
        return _is_manager(module, above)
    uses: Sequence[cst.CSTNode] = ()
    binding = module.fact(Checkpoints).variable(checkpoint)
    target = above.targets[0].target if isinstance(above, cst.Assign) else None
    if binding is not None:
        uses = [use for use in module.uses(binding.name, binding.scope) if use is not binding.node]
    elif isinstance(target, cst.Attribute):
        uses = [use for use in module.attributes(target.attr.value) if use is not target]
    return bool(uses) and all(_is_method_or_managed(module, use) for use in uses)


def _is_method_or_managed(module: Module, use: cst.CSTNode) -> bool:
    above = module.parent(use)
    return isinstance(above, cst.Attribute) or (isinstance(above, cst.Arg) and _is_manager(module, above))


def _is_manager(module: Module, argument: cst.Arg) -> bool:
    call = module.parent(argument)
    return isinstance(call, cst.Call) and module.is_named(call.func, MANAGER)


def _is_fresh(module: Module, checkpoint: Checkpoint, argument: Argument) -> bool:
    """Whether *argument* is an optimizer that nothing but the checkpoint ever gets."""
    value = argument.value
    if isinstance(value, cst.Name):
        binding = module.sole_binding(value)
        if binding is None or not isinstance(binding.value, cst.Call):
            return False
        uses = [use for use in module.uses(value.value, binding.scope) if use is not binding.node]
        if any(not _is_in_checkpoint(module, use) for use in uses):
            return False
    elif not isinstance(value, cst.Call):
        return False
    if not module.is_instance(value, families.OPTIMIZER):
        return False  # asked last: this may lead to other files
    return not any(
        node.attr.value == argument.name and checkpoint in module.fact(Checkpoints).of(node.value)
        for node in module.facts.every(cst.Attribute)
    )


def _is_in_checkpoint(module: Module, use: cst.CSTNode) -> bool:
    """Whether *use* is an argument of a ``tf.train.Checkpoint``."""
    argument = module.parent(use)
    call = module.parent(argument) if argument is not None else None
    return any(call is each.node for each in module.fact(Checkpoints).all)


def _matters(module: Module, checkpoint: Checkpoint) -> bool:
    """Whether *checkpoint* is written, or something is trained after it was made to be read."""
    if any(checkpoint in save.checkpoints for save in module.fact(Checkpoints).saves):
        return True
    facts = module.facts
    return any(
        facts.scopes[node] is facts.scopes[checkpoint.node] and precedes(facts, checkpoint.node, node)
        for node, _ in module.method_calls(*_TRAINING)
    )


def _beside(
    module: Module, checkpoint: Checkpoint, compiles: list[tuple[cst.Call, cst.BaseExpression]]
) -> Iterator[Trained]:
    """The compiled models that *checkpoint* holds."""
    for name, argument in checkpoint.objects.items():
        for call, receiver in compiles:
            if _is_same(module, argument.value, receiver):
                yield Trained(argument.value, call, name)


def _alone(
    module: Module, checkpoint: Checkpoint, compiles: list[tuple[cst.Call, cst.BaseExpression]]
) -> Iterator[Trained]:
    """The only model that is compiled where *checkpoint* is made, which holds nothing but the optimizer."""
    facts = module.facts
    if len(checkpoint.objects) != 1 or not checkpoint.whole:
        return
    here = [one for one in compiles if facts.scopes[one[0]] is facts.scopes[checkpoint.node]]
    if len(here) == 1:
        yield Trained(here[0][1], here[0][0], None)


def _is_same(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions are one object: one variable that is set once, or made by one call."""
    if same_variable(module, one, other) and module.sole_binding(one) is not None:
        return True
    first = [(origin.node, origin.frames) for origin in module.objects.origins(one)]
    second = [(origin.node, origin.frames) for origin in module.objects.origins(other)]
    return len(first) == 1 and len(second) == 1 and first[0][0] is second[0][0]
