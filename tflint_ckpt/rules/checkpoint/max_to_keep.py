"""TFC101 checkpoint-max-to-keep."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule, by_keras
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.arguments import remove_argument
from tflint_ckpt.syntax.statements import remove_statement
from tflint_ckpt.syntax.walk import descend

_EFFECTS = (cst.Call, cst.Await, cst.NamedExpr, cst.Yield)
RETENTION = ("max_to_keep", "keep_checkpoint_max", "keep_checkpoints", "keep_max")


class CheckpointMaxToKeep(Rule):
    """`ModelCheckpoint` has no `max_to_keep`: nothing is ever deleted, or the call raises.

    ## What it does
    Reports `max_to_keep` (also `keep_checkpoint_max`, `keep_checkpoints`, `keep_max`) where it reaches
    Keras' own `ModelCheckpoint`: in the call, through `functools.partial`, through a dictionary that is
    unpacked into it, through a subclass that leaves the constructor alone, or through `super().__init__`.

    ## Why
    The argument belongs to `tf.train.CheckpointManager`. Keras 2 swallows it without a word and keeps the
    files of every epoch: a long run fills the disk. Keras 3 raises `TypeError` where the callback is
    built.

    ## When it is silent
    `tf.train.CheckpointManager` and Orbax take the argument. A subclass or a local class with a
    constructor of its own may take it. A dictionary that cannot be seen whole is no proof. A call inside
    `pytest.raises` or the like is meant to fail.

    ## Fix safety
    The fix removes the argument, which changes nothing about what is written; the retention that was
    asked for has to be built with `tf.train.CheckpointManager`. It is safe where the call cannot run as
    it stands (Keras 3), and where there was nothing to retain: a constant path is one file, overwritten.
    It is unsafe on Keras 2 with one file an epoch, because it removes the only trace of the intent, and
    where the argument comes from a dictionary that something else uses too, where its value is a call,
    and in a `try` that catches the `TypeError`: what runs after it would no longer run. It is left to a
    person where a comment stands inside what would be removed.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [CheckpointManager](https://www.tensorflow.org/api_docs/python/tf/train/CheckpointManager)
    """

    code = "TFC101"
    name = "checkpoint-max-to-keep"
    summary = "max_to_keep on ModelCheckpoint, which has no such argument"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ModelCheckpoint"), Keyword(*RETENTION))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each retention argument of each call."""
        for call in module.calls("keras.callbacks.ModelCheckpoint"):
            if is_expected(module, call.node):
                continue
            for argument in call.arguments:
                if argument.name in RETENTION:
                    constant = has_constant_path(module, call)
                    message = _message(module, argument, constant)
                    fix = _fix(module, call, argument, constant)
                    yield self.finding(module, argument.node, Severity.ERROR, message, fix)


def _message(module: Module, argument: Argument, constant: bool) -> str:
    what = by_keras(
        module, "ignores it in silence", "raises TypeError when the callback is built, before training"
    )
    lost = (
        "the path is constant, so there is only ever one checkpoint"
        if constant
        else "no old checkpoint is ever deleted; tf.train.CheckpointManager can do that"
    )
    return f"ModelCheckpoint has no argument {argument.name}: {what}; {lost}"


def _fix(module: Module, call: Call, argument: Argument, constant: bool) -> Fix:
    title = f"remove {argument.name}"
    node = argument.node
    edits = (
        (remove_statement(module, node),) if isinstance(node, cst.Assign) else remove_argument(module, node)
    )
    if not edits:
        return Fix(Applicability.MANUAL, title)
    safe = (constant or not module.target.keras2) and not is_handled(module, call.node, "TypeError")
    if any(isinstance(part, _EFFECTS) for part in descend(argument.value)):
        safe = False
    if argument.unpacked and not _only_here(module, call, argument):
        safe = False
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)


def _only_here(module: Module, call: Call, argument: Argument) -> bool:
    """Whether the unpacked dictionary that holds *argument* is used for *call* and nothing else."""
    for arg in call.node.args:
        if arg.star != "**":
            continue
        if not isinstance(arg.value, cst.Name):
            if module.parent(argument.node) is arg.value:
                return True
            continue
        binding = module.sole_binding(arg.value)
        if binding is None:
            continue
        uses = [use for use in module.uses(arg.value.value, binding.scope) if use is not binding.node]
        setting = [module.parent(use) for use in uses if _sets_key(module, use)]
        here = module.parent(argument.node) is binding.value or any(
            argument.node is module.parent(module.parent(target) or target) for target in setting if target
        )
        if here:
            return len(uses) - len(setting) == 1
    return False


def _sets_key(module: Module, use: cst.Name) -> bool:
    """Whether a use is ``name[key] = value``."""
    parent = module.parent(use)
    return isinstance(parent, cst.Subscript) and isinstance(module.parent(parent), cst.AssignTarget)


def has_constant_path(module: Module, call: Call) -> bool:
    """Whether every path the checkpoint may write is known whole and holds no placeholder."""
    argument = call.argument("filepath", position=0)
    if argument is None:
        return False
    values = module.evaluate(argument.value)
    return all(isinstance(value, Text) and "{" not in (value.literal or "{") for value in values)
