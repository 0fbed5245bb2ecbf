"""TFC526 checkpoint-without-lists."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import Outcome, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument
    from tflint_ckpt.semantics.saving.unreached import Unreached

_LOST = (on_keras3(Severity.ERROR, "leaves them out of the checkpoint, and no status says so"),)
_WITH_OPTIMIZER = (
    on_keras3(Severity.ERROR, "does not restore them, unless the optimizer is built before the restore"),
)
_BY_HAND = Fix(
    Applicability.MANUAL,
    "keep the layers in a tuple or in attributes of their own, or save the model with save_weights",
)


class CheckpointWithoutLists(Rule):
    """Layers in a list or dictionary of the model are not in the checkpoint: Keras 3 loses their weights.

    ## What it does
    Reports an object of a `tf.train.Checkpoint`, a model or layer of a class of the project, that keeps
    layers with weights in a list or a dictionary: `self.blocks = [Dense(8), Dense(8)]`. Also where such a
    layer is a part of the model, in whichever file the class stands.

    ## Why
    Keras 3 puts a list that is set on a model or layer into a container of its own. `model.weights`,
    `summary` and `save_weights` go through it, `tf.train.Checkpoint` does not: what is in the list is not
    in the file, and has its initial weights after `restore`. Nothing says so, not even `assert_consumed()`.
    Keras 2 saved everything, so code that came from there looks right.

    An optimizer in the same checkpoint writes the weights that it trains once more. They are restored from
    there only if it is built when `restore` is called (`optimizer.build(model.trainable_variables)`), which
    an optimizer that has not stepped yet is not; the statistics of `BatchNormalization` never are.

    ## When it is silent
    Where a layer in the list is an attribute of its own as well, or may be (`setattr`); where the list is
    handed on, as to `Sequential`; for tuples, which are saved; where a base of the class is not known; where
    the layers in it are not seen to have weights; for `tf.Module`; where an optimizer is in the checkpoint,
    too, and the file builds one with `build`.

    ## Fix safety
    A list that is written out and never changed becomes a tuple. That is unsafe: checkpoints that were
    written before do not hold the layers, and code elsewhere may append to the list. There is no fix for
    lists that are filled later, for dictionaries and for classes in other files.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    """

    code = "TFC526"
    name = "checkpoint-without-lists"
    summary = "layers in a list or dictionary of a model that tf.train.Checkpoint saves"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Name("Checkpoint"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each list of each object that a checkpoint is given."""
        for checkpoint in module.fact(Checkpoints).all:
            given = checkpoint.call.arguments
            outcomes = _WITH_OPTIMIZER if any(_may_train(module, each) for each in given) else _LOST
            if outcomes is _WITH_OPTIMIZER and _may_build_one(module):
                continue
            for argument in given:
                yield from self._of_object(module, argument, outcomes)

    def _of_object(
        self, module: Module, given: Argument, outcomes: tuple[Outcome, ...]
    ) -> Iterator[Finding]:
        from tflint_ckpt.semantics.saving.unreached import unreached
        from tflint_ckpt.semantics.training.fits import where

        seen: set[tuple[cst.ClassDef, str]] = set()
        for origin in module.objects.origins(given.value):
            for found in unreached(module, origin):
                if (found.owner, found.attribute) in seen or not found.home.target.keras3:
                    continue
                seen.add((found.owner, found.attribute))
                place = where(module, [(found.home, found.value)])
                kind = "dictionary" if found.is_mapping else "list"
                what = f"{found.owner.name.value}.{found.attribute} ({place}) is a {kind} of layers"
                yield from self.judged(module, given.value, what, outcomes, _fix(module, found))


def _may_train(module: Module, given: Argument) -> bool:
    """Whether an object of a checkpoint may be, or have, an optimizer."""
    name = module.instance_of(given.value)
    if name is not None and families.is_a(name, families.MODEL, families.LAYER):
        return any(module.calls_on(families.MODEL, "compile"))
    return name is None or families.is_a(name, families.OPTIMIZER)


def _may_build_one(module: Module) -> bool:
    """Whether the file may build an optimizer: a ``build`` of what is no model or layer."""
    return any(
        not module.is_instance(func.value, families.MODEL, families.LAYER)
        for _, func in module.method_calls("build")
    )


def _fix(module: Module, found: Unreached) -> Fix:
    value = found.value
    if found.home is not module or found.changes or not isinstance(value, (cst.List, cst.ListComp)):
        return _BY_HAND
    start, end = module.span(value)
    before, behind = ("tuple(", ")") if isinstance(value, cst.ListComp) else ("(", ")")
    if isinstance(value, cst.List) and len(value.elements) == 1:
        has_comma = isinstance(module.written(value).elements[0].comma, cst.Comma)
        behind = ")" if has_comma else ",)"
    edits = Edit(module.path, start, start + 1, before), Edit(module.path, end - 1, end, behind)
    fix = Fix(Applicability.UNSAFE, "keep the layers in a tuple", edits)
    return unsafe(fix, "checkpoints from before do not hold them, and other code may append to the list")
