"""TFC508 checkpoint-fresh-optimizer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.optimizers import FreshOptimizer, Trained, fresh_optimizers
from tflint_ckpt.syntax.statements import always_before, statement_of


class CheckpointFreshOptimizer(Rule):
    """The checkpoint holds a new optimizer that never takes a step, not the one the model trains with.

    ## What it does
    Reports an optimizer in `tf.train.Checkpoint(optimizer=…)` that is built in the call, or in a variable
    that nothing else uses, where a model was compiled with another one in the same module, or where the
    checkpoint is saved as it was made: nothing then trains with what is saved.

    ## Why
    The file then has an `optimizer` with 0 iterations and no moments. A program that restores it into the
    optimizer it goes on training with, `Checkpoint(model=model, optimizer=model.optimizer)`, starts Adam
    from nothing, and `assert_existing_objects_matched()` passes. The state of the optimizer that did train
    is in the file only if the compiled model is in the same checkpoint, under the name of the model, or
    not at all.

    ## When it is silent
    Where the optimizer is used anywhere else, as in a training loop that calls
    `optimizer.apply_gradients`, or through the checkpoint itself (`checkpoint.optimizer`); where the
    checkpoint is neither written nor followed by training. Where no compile of the model is in sight, also if
    something is read into the checkpoint before it is saved, or if it is handed on.

    ## Fix safety
    The fix puts `model.optimizer` there. It is unsafe: files that were written before have another
    optimizer under that name. Where the model is not surely compiled by then it is left to a person, since
    `model.optimizer` is `None` so early, which `Checkpoint` refuses. So it is where no compile is in sight.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    """

    code = "TFC508"
    name = "checkpoint-fresh-optimizer"
    summary = "a checkpoint holds a new optimizer, not the one the model trains with"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("save", "write", "compile"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each optimizer in a checkpoint that trains nothing."""
        for fresh in fresh_optimizers(module):
            yield self.finding(
                module, fresh.argument.node, Severity.ERROR, _message(module, fresh), _fix(module, fresh)
            )


def _message(module: Module, fresh: FreshOptimizer) -> str:
    name, trained = fresh.argument.name, fresh.trained
    message = f"this optimizer never takes a step: what is restored as {name} has 0 iterations and no moments"
    if trained is None:
        return f"{message}; nothing in this file trains with it"
    part = f"is in the file only as part of {trained.beside}"
    where = part if trained.beside else "is not in the file at all"
    return f"{message}; the one that {module.text(trained.model).strip()} was compiled with {where}"


def _fix(module: Module, fresh: FreshOptimizer) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    argument, trained = fresh.argument, fresh.trained
    if trained is None:
        return Fix(Applicability.MANUAL, "give the checkpoint the optimizer that trains, or leave it out")
    model = module.text(trained.model).strip()
    plain = isinstance(trained.model, (cst.Name, cst.Attribute)) and isinstance(argument.node, cst.Arg)
    if not (plain and _is_compiled(module, argument, trained)):
        title = f"build the checkpoint after the model is compiled, with {argument.name}={model}.optimizer"
        return Fix(Applicability.MANUAL, title)
    edit = replace(module, argument.value, f"{model}.optimizer")
    return Fix(Applicability.UNSAFE, f"give the checkpoint {model}.optimizer", (edit,))


def _is_compiled(module: Module, argument: Argument, trained: Trained) -> bool:
    """Whether the model is surely compiled where the checkpoint is made, here or by what returned it."""
    compiling = statement_of(module, trained.compile)
    if always_before(module, compiling, argument.value):
        return compiling is not statement_of(module, argument.value)
    maker = module.enclosing_function(trained.compile)
    binding = module.sole_binding(trained.model)
    made = binding.value if binding is not None else None
    return isinstance(made, cst.Call) and maker is not None and module.local_function(made.func) is maker
