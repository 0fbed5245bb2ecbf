"""TFC805 fit-generator."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api import renamed_arguments
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.steps_of_samples import COUNTED, ROUNDED, steps_of_samples
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.calls.successor import Successor
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.frozen import UNTRAINED, what_comes_next
from tflint_ckpt.semantics.values.kinds import Instance
from tflint_ckpt.syntax.callee import rename_callee
from tflint_ckpt.syntax.several import remove_arguments
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2

_METHODS = ("fit_generator", "evaluate_generator", "predict_generator")
KERAS2 = on_keras2(None, "still has it, deprecated")
KERAS3 = "raises AttributeError"


class FitGenerator(Rule):
    """`fit_generator` and its like are gone in Keras 3: `fit`, `evaluate` and `predict` take generators.

    ## What it does
    Reports `fit_generator`, `evaluate_generator` and `predict_generator` on what provably is a Keras model.

    ## Why
    Since TensorFlow 2.1 `fit`, `evaluate` and `predict` take generators and `Sequence` objects themselves,
    and the other three only hand on to them. Keras 3 has dropped them and raises `AttributeError`.

    ## When it is silent
    Where the object is not proved to be a model, where its class has such a method itself, in a `try` that
    catches `AttributeError`, and under a test of the version or of `hasattr`.

    ## Fix safety
    The fix calls the other method. Arguments keep their meaning: those that were given by position get
    their names, and `evaluate` and `predict` get `verbose=0`, which was the default. `workers`,
    `use_multiprocessing` and `max_queue_size`, which Keras 3 does not take, go: that is safe where they
    have the value that they have anyway, else unsafe, since preparing the data may get slower (in Keras 3
    they are arguments of the `PyDataset`). It is left to a person where `*args` or `**kwargs` hide
    arguments, or where there is one that neither method has. Arguments of Keras 1 get the names of now; a
    count of samples (`samples_per_epoch`, `nb_val_samples`) is divided by the size of a batch where the
    generator is seen to have one: unsafe, since a last, smaller batch is not counted. In a file with a model
    that is frozen after its compile and trained, which Keras 3 does not train, no fix is safe. Nor is one for
    data from `zip`, `map`
    or `itertools`: Keras 3 takes generators, and raises `ValueError` for other iterators.

    ## References
    - [Model training APIs](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC805"
    name = "fit-generator"
    summary = "fit_generator, evaluate_generator or predict_generator, which Keras 3 does not have"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method(*_METHODS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call on a model."""
        hidden: str | None = None
        for call, _ in module.calls_on(families.MODEL, *_METHODS):
            func = call.node.func
            if isinstance(func, cst.Attribute) and not is_guarded(module, call.node, *MISSING):
                old = func.attr.value
                new = old.removesuffix("_generator")
                what = f"{old}() was removed, {new}() takes generators"
                hidden = what_comes_next(module) if hidden is None else hidden
                fix = _fix(module, call, func.attr, new)
                then = f"; once that is mended, Keras 3 {hidden}" if hidden else ""
                when = ", before anything is trained" if new == "fit" else ""
                outcomes = KERAS2, on_keras3(Severity.ERROR, f"{KERAS3}{when}{then}")
                fix = unsafe(fix, UNTRAINED) if hidden else fix
                iterator = _iterator(module, call)
                if iterator:
                    fix = unsafe(fix, f"Keras 3 refuses {iterator}; make it a generator: (x for x in …)")
                yield from self.judged(module, func.attr, what, outcomes, fix)


def _iterator(module: Module, call: Call) -> str:
    """The builtin or ``itertools`` function that makes the data, which only Keras 2 takes; or nothing."""
    data = argument_of(call, "generator", "x")
    for value in module.evaluate(data.value) if data is not None else ():
        if isinstance(value, Instance):
            name = module.builtin(value.call.func) or module.resolve(value.call.func) or ""
            if name in ("zip", "map", "filter", "enumerate") or name.startswith("itertools."):
                return name
    return ""


def _fix(module: Module, call: Call, method: cst.Name, new: str) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument, rename_argument

    title = f"call {new}"
    before = api.signature(families.MODEL, method.value, NEWEST_KERAS2.keras)
    after = api.signature(families.MODEL, new, NEWEST.keras)
    older = renamed_arguments(families.MODEL, method.value)
    succession = Successor.of(module, call, before, after, older) if before and after else None
    counted = steps_of_samples(module, call)
    if succession is None or counted is None:
        advice = f"; {COUNTED}" if counted is None else ""
        return Fix(Applicability.MANUAL, f"{title}{advice}")
    dropped = [argument for argument, _ in succession.dropped]
    edits = list(counted)
    for argument, name in succession.named:
        start = module.span(argument)[0]
        edits += rename_argument(module, argument, name) or (Edit(module.path, start, start, f"{name}="),)
    if succession.missing.get("verbose") == "0":
        if dropped:
            edits.append(Edit(module.path, *_without_comma(module, dropped.pop(0)), "verbose=0"))
        else:
            added = add_argument(module, call.node, "verbose", "0")
            if not added:
                return Fix(Applicability.MANUAL, title)
            edits += added
    if dropped:
        removals = remove_arguments(module, call.node, dropped)
        if not removals:
            return Fix(Applicability.MANUAL, title)
        edits += removals
    if succession.dropped:
        title += f" without {', '.join(name for _, name in succession.dropped)}"
    applicability = Applicability.SAFE if succession.same else Applicability.UNSAFE
    fix = Fix(applicability, title, rename_callee(module, call.node, method, new, edits))
    return unsafe(fix, ROUNDED) if counted else fix


def _without_comma(module: Module, argument: cst.Arg) -> tuple[int, int]:
    return module.span(argument)[0], module.full_span(argument.value)[1]
