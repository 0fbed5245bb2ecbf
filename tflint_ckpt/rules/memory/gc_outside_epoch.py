"""TFC301 gc-outside-epoch."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.calls import callbacks_of
from tflint_ckpt.semantics.training.collecting import BASE, after_training, batch_hooks, batch_lambdas
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.values.kinds import Constant, Items
from tflint_ckpt.syntax.callback_class import callback_class
from tflint_ckpt.syntax.definitions import define, import_of
from tflint_ckpt.syntax.statements import remove_statement

_CLASS = """\
class CollectGarbage({base}):
    def on_epoch_end(self, epoch, logs=None):
        {collect}()"""
_EACH_BATCH = Outcome(Severity.WARNING, "takes 17 s for 64 batches that take 0.4 s without")
_TOO_LATE = Outcome(Severity.INFO, "")
_EPOCH_HOOK = "on_epoch_end"
_MOVED = frozenset(f"on_{phase}batch_{end}" for phase in ("", "train_") for end in ("begin", "end"))
"""Hooks that run in training only, as that of the epoch does."""


class GcOutsideEpoch(Rule):
    """`gc.collect()` that runs after every batch, or once when the training is over.

    ## What it does
    Reports `gc.collect()` in a hook that Keras calls for each batch, of a callback class or a
    `LambdaCallback`; and a single `gc.collect()` just after a `fit` of several epochs, in a function that
    runs once.

    ## Why
    A collection walks through all objects of the process, 270,000 after the import of TensorFlow, which
    takes 0.2 to 0.4 seconds: after each of 64 batches it made an epoch of 0.4 seconds one of 17. After the
    last epoch it can no longer keep the memory of the training down: reference cycles that callbacks make
    stay until then. Once an epoch is the middle: where a callback left 20 MB in cycles after each epoch,
    the peak fell from 344 to 269 MB. Where nothing makes cycles, it frees nothing.

    ## When it is silent
    Wherever memory that the code gives up is freed: in a function with `del`, `clear_session()` or a variable
    set to `None`; between folds or models, in loops, in functions that are called more than once, or that
    other files use; in data code; before `fit`; at the top level of a file or notebook; where a file
    collects in several places. So is a hook that collects every so many batches only.

    ## Fix safety
    Moving the call from the batch to the end of the epoch is safe where the hook holds nothing else and no
    base class has something to do then. The fix of a call after `fit` puts a callback `CollectGarbage` behind
    the imports and into the list of callbacks; it is unsafe, since each epoch takes that much longer.

    ## References
    - [gc.collect](https://docs.python.org/3/library/gc.html#gc.collect)
    - [Callback](https://keras.io/api/callbacks/base_callback/)
    """

    code = "TFC301"
    name = "gc-outside-epoch"
    summary = "gc.collect() after every batch, or only when the training is over"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("gc"), Name("collect"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        for call, hook in batch_hooks(module):
            what = f"gc.collect() in {hook.name.value} runs for every batch"
            yield from self.judged(module, call, what, (_EACH_BATCH,), _moved(module, call, hook))
        for call, argument in batch_lambdas(module):
            what = "gc.collect() runs for every batch"
            yield from self.judged(module, call, what, (_EACH_BATCH,), _renamed(module, argument))
        late = after_training(module)
        if late is not None:
            call, fit = late
            what = f"gc.collect() runs once, when all epochs of fit ({module.where(fit.node)}) are over: "
            what += "it no longer keeps the memory of the training down"
            yield from self.judged(module, call, what, (_TOO_LATE,), _each_epoch(module, call, fit))


def _moved(module: Module, call: cst.Call, hook: cst.FunctionDef) -> Fix:
    """Make the hook of the batch that of the epoch."""
    from tflint_ckpt.syntax.arguments import replace

    title = f"collect in {_EPOCH_HOOK}"
    owner = owner_of(module, hook)
    parameters = hook.params.params
    lines = [line for line in hook.body.body if not _is_docstring(line)]
    if owner is None or len(lines) != 1 or len(parameters) != 3 or hook.name.value not in _MOVED:
        return Fix(Applicability.MANUAL, title)
    family = [owner, *classes.ancestry(module, owner)]
    if not all(base == BASE for base in family if not isinstance(base, cst.ClassDef)):
        return Fix(Applicability.MANUAL, title)
    local = [each for each in family if isinstance(each, cst.ClassDef)]
    if any(_EPOCH_HOOK in classes.names(module, each) for each in (*local, *module.subclasses(owner))):
        return Fix(Applicability.MANUAL, title)
    if module.attributes(hook.name.value):
        return Fix(Applicability.MANUAL, title)
    edits = [replace(module, hook.name, _EPOCH_HOOK)]
    if parameters[1].name.value == "batch":
        edits.append(replace(module, parameters[1].name, "epoch"))
    return Fix(Applicability.SAFE, title, tuple(edits))


def _is_docstring(line: cst.CSTNode) -> bool:
    statement = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    return isinstance(statement, cst.Expr) and isinstance(statement.value, cst.BaseString)


def _renamed(module: Module, argument: cst.Arg) -> Fix:
    """Give the function to the hook of the epoch."""
    title = f"collect in {_EPOCH_HOOK}"
    built = module.parent(argument)
    assert isinstance(built, cst.Call) and argument.keyword is not None
    others = [each.keyword.value for each in built.args if each.keyword is not None]
    if argument.keyword.value not in _MOVED or _EPOCH_HOOK in others or any(each.star for each in built.args):
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE, title, (Edit(module.path, *module.span(argument.keyword), _EPOCH_HOOK),))


def _each_epoch(module: Module, call: cst.Call, fit: Fit) -> Fix:
    """Take the call away, and give the fit a callback that collects after each epoch."""
    from tflint_ckpt.syntax.arguments import add_argument, add_element

    title = "collect after each epoch, in a callback"
    statement = module.parent(call)
    collect = import_of(module, call.func)
    given = callbacks_of(fit.call)
    values = module.evaluate(given.value, fit.frames) if given is not None else ()
    place: cst.CSTNode = fit.node
    new = "CollectGarbage()"
    if given is None or all(isinstance(value, Constant) and value.value is None for value in values):
        added = (
            ()
            if given is not None or fit.call.open
            else add_argument(module, fit.node, "callbacks", f"[{new}]")
        )
    else:
        items = values[0] if len(values) == 1 else None
        if not isinstance(items, Items) or not isinstance(items.node, cst.List):
            return Fix(Applicability.MANUAL, title)
        added, place = add_element(module, items.node, new), items.node
    base = callback_class(module, fit.node)
    if statement is None or collect is None or base is None or not added:
        return Fix(Applicability.MANUAL, title)
    code = _CLASS.format(base=base[0], collect=module.text(call.func))
    definition = define(module, "CollectGarbage", code, (collect, *base[1]), place)
    if definition is None:
        return Fix(Applicability.MANUAL, title)
    edits = (*base[2], *definition, *added, remove_statement(module, statement))
    return Fix(Applicability.UNSAFE, title, edits)
