"""TFC809 removed-method."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.rules.lost_member import without_long_lost, without_member
from tflint_ckpt.rules.other_method import PREPARING, other_method
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.plain_shape import plain_shape
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Both, Either, Member, Name, OnKeras3
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.long_lost import OF_MODELS, OF_OPTIMIZERS, long_lost
from tflint_ckpt.semantics.objects.lost_members import (
    DECAY,
    FAMILIES,
    HYPER,
    SCALED,
    LostMember,
    ends_never_made,
    lost_attributes,
    lost_constructors,
    lost_members,
    lost_on_keras2,
)
from tflint_ckpt.semantics.objects.symbolic_shapes import AROUND, OF_NONE, OF_TENSORS, asked_shapes

_DISABLED = "add_metric"
"""What layers of Keras 3 have, and does nothing but raise."""
_RAISES = (
    on_keras2(None, "adds it"),
    on_keras3(Severity.ERROR, "raises NotImplementedError, or TypeError in its first releases"),
)
_PREPARED = (
    on_keras2(Severity.ERROR, "raises AttributeError", since=(2, 10)),
    on_keras3(Severity.ERROR, "raises AttributeError"),
)
_OF_OLD_OPTIMIZERS = (
    on_keras2(None, "has it", until=(2, 11)),
    on_keras2(Severity.ERROR, "raises AttributeError", since=(2, 11)),
    on_keras3(Severity.ERROR, "raises AttributeError"),
)
_OLD_STYLE = (
    on_keras2(None, "has it", until=(2, 11)),
    on_keras2(Severity.ERROR, "raises AttributeError when the optimizer is built", since=(2, 11)),
    on_keras3(Severity.ERROR, "raises ValueError, TypeError or AttributeError when the optimizer is built"),
)
_DECAY_GONE = (
    on_keras2(None, "has it", until=(2, 11)),
    on_keras2(Severity.ERROR, "raises AttributeError", since=(2, 11)),
    on_keras3(Severity.ERROR, "raises AttributeError"),
)
_ANEW = "write it for the optimizers of now: super().__init__(learning_rate=…), build and update_step"
_ENDS = {"input": "inputs", "output": "outputs"}
"""What a ``Sequential`` of Keras 3 has of its own only once it was called, and what it has anyway."""
_UNCALLED_ENDS = (
    on_keras2(None, "has it"),
    on_keras3(Severity.ERROR, "raises AttributeError, or ValueError in its first releases"),
)
_HAS = on_keras2(None, "has it")
_NEVER = on_keras2(Severity.ERROR, "raises AttributeError")
_SYMBOLIC = ("output", "input", "outputs", "inputs")
_NAMING_OPTIMIZERS = ("optimizer", "optimizers", "Optimizer", "LossScaleOptimizer")


class RemovedMethod(Rule):
    """A method or attribute that optimizers, layers or models had on Keras 2 and do not have on the target.

    ## What it does
    Reports attributes of what provably is an optimizer, a layer or a model of Keras that an object of that
    class had on an earlier release and has on no release of Keras 3: `get_scaled_loss` of a
    `LossScaleOptimizer`, `get_weights` and `minimize` of an optimizer, `predict_classes` and `reset_states`
    of a model, `input_names`, `optimizer.decay`, `layer.output_shape`, `get_output_at`; `add_metric`, which
    only raises; and `optimizer.variables()`, which is a list now. Also `input` and `output` of a
    `Sequential` that was not called on a symbolic tensor, as in
    `keras.Model(model.input, model.layers[-2].output)`, and
    `_make_predict_function`, `total_loss` and their like of before TensorFlow 2.2, and `_decayed_lr`
    of the optimizers of before 2.11. And, of a
    symbolic tensor, `get_shape()`, `_keras_shape`, `shape.as_list()` and `shape.ndims`: its shape is a plain
    tuple on Keras 3. Of an optimizer class of yours whose constructor calls `_set_hyper`, that alone: what
    else it lacks is never reached.

    ## Why
    It raises `AttributeError`, often only after training has begun. What there is on which release is
    read from a table that is made from objects of 17 installed releases of Keras. A `Sequential` of Keras 3
    has no tensors of its own until it is called: `The layer sequential has never been called and thus has no
    defined input`. Training does not call it on one.

    ## When it is silent
    Objects that are not proved to be Keras' own, classes of yours that define the name or set the
    attribute, and any attribute that the file assigns to somewhere. `fit_generator` and its like,
    `reset_states` of metrics and `lr` have rules of their own. `output_shape` of what a model hands out
    (`model.layers[i]`, `get_layer`, `for layer in model.layers`), unless its layers are in sight and none
    is a model or of your own, or a loop surely comes to one that is neither. What stands in a `try` that
    catches `AttributeError`, or under a test of the version or of `hasattr`.

    ## Fix safety
    `layer.output_shape` becomes `layer.output.shape`: unsafe, since that is another type on Keras 2, and the
    layer must have been called; `get_output_at(0)` becomes `output`, which is unsafe, too. `list(x.shape)`
    and `len(x.shape)` are right on both Kerases, and safe. The parentheses of `optimizer.variables()` go,
    and `_decayed_lr(…)` becomes `learning_rate`: safe from TensorFlow 2.11 on, which has these, too. For the
    rest the help says what to write.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC809"
    name = "removed-method"
    summary = "a method or attribute that optimizers, layers or models of Keras 3 do not have"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(
            OnKeras3(
                Member(made_by=lambda: [*lost_attributes(of_optimizers=False), _DISABLED]),
                Both(Member(*_ENDS), Api("keras.Sequential", "keras.models.Sequential")),
                Both(Member(made_by=lambda: lost_attributes(of_optimizers=True)), Name(*_NAMING_OPTIMIZERS)),
                Both(Member(*OF_TENSORS, *AROUND), Either(Name("Input"), Member(*_SYMBOLIC))),
            ),
            Member(made_by=lambda: [*lost_on_keras2(of_optimizers=False), *PREPARING, *OF_MODELS]),
            Both(Member(*OF_OPTIMIZERS), Name(*_NAMING_OPTIMIZERS)),
            Both(Member(HYPER, DECAY), Name(*_NAMING_OPTIMIZERS)),
            Both(Member(*OF_NONE), Either(Name("Input"), Member(*_SYMBOLIC))),
            Both(Member(made_by=lambda: lost_on_keras2(of_optimizers=True)), Name(*_NAMING_OPTIMIZERS)),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such attribute that is read or called."""
        for lost in lost_members(module):
            if is_guarded(module, lost.node, *MISSING):
                continue
            outcomes = list(_outcomes(lost))
            what = f"{dict(FAMILIES)[lost.family]} has no {lost.name} any more"
            if lost.is_list_now:
                what, outcomes = f"{lost.name} of {dict(FAMILIES)[lost.family]} is a list", list(_UNCALLED)
            fix = without_member(module, lost)
            yield from self.judged(module, lost.node.attr, what, outcomes, fix, of=lost.node)
        for node in lost_constructors(module).values():
            if not is_guarded(module, node, *MISSING):
                fix = Fix(Applicability.MANUAL, _ANEW)
                what = f"an optimizer has no {HYPER} any more"
                yield from self.judged(module, node.attr, what, _OLD_STYLE, fix, of=node)
        yield from self._of_tensors(module)
        yield from self._disabled(module)
        yield from self._prepared(module)
        yield from self._long_lost(module)
        yield from self._ends(module)

    def _of_tensors(self, module: Module) -> Iterator[Finding]:
        for asked in asked_shapes(module):
            name = asked.node.attr.value
            if is_guarded(module, asked.node, *MISSING):
                continue
            what = f"a symbolic tensor has no {name}"
            if name in AROUND:
                what = f"the shape of a symbolic tensor is a tuple, which has no {name}"
            older = _NEVER if name in OF_NONE else _HAS
            outcomes = (older, on_keras3(Severity.ERROR, "raises AttributeError"))
            yield from self.judged(
                module, asked.node.attr, what, outcomes, plain_shape(module, asked), of=asked.node
            )

    def _prepared(self, module: Module) -> Iterator[Finding]:
        for call, _ in module.calls_on(families.MODEL, *PREPARING):
            func = call.node.func
            if isinstance(func, cst.Attribute) and not is_guarded(module, call.node, *MISSING):
                what = f"a model has no {func.attr.value} any more"
                fix = other_method(module, func) or Fix(Applicability.MANUAL, "remove it")
                yield from self.judged(module, func.attr, what, _PREPARED, fix, of=call.node)

    def _long_lost(self, module: Module) -> Iterator[Finding]:
        for node, family in long_lost(module):
            if is_guarded(module, node, *MISSING):
                continue
            name = node.attr.value
            outcomes = _OF_OLD_OPTIMIZERS if family == families.OPTIMIZER else _PREPARED
            what = f"{dict(FAMILIES)[family]} has no {name} any more"
            fix = without_long_lost(module, node)
            yield from self.judged(module, node.attr, what, outcomes, fix, of=node)

    def _ends(self, module: Module) -> Iterator[Finding]:
        for node in ends_never_made(module, *_ENDS):
            if is_guarded(module, node, *MISSING, "ValueError"):
                continue
            name, new = node.attr.value, f"{_ENDS[node.attr.value]}[0]"
            what = f"the Sequential was not called on a symbolic tensor, and has no {name}"
            edit = Edit(module.path, *module.span(node.attr), new)
            fix = Fix(Applicability.SAFE, f"write {new}", (edit,))
            yield from self.judged(module, node.attr, what, _UNCALLED_ENDS, fix, of=node)

    def _disabled(self, module: Module) -> Iterator[Finding]:
        for call, _ in module.calls_on(families.LAYER, _DISABLED):
            func = call.node.func
            if not isinstance(func, cst.Attribute) or is_guarded(
                module, call.node, *MISSING, "NotImplementedError", "TypeError"
            ):
                continue
            origins = module.objects.origins(func.value)
            if any(module.objects.overrides(each, _DISABLED, func.value) for each in origins):
                continue
            advice = "give a metric to compile, or make a keras.metrics.Mean and call its update_state"
            what = "Keras 3 has no add_metric of layers and models"
            fix = Fix(Applicability.MANUAL, advice)
            yield from self.judged(module, func.attr, what, _RAISES, fix, of=call.node)


_UNCALLED = (
    on_keras2(None, "takes the call"),
    on_keras3(Severity.ERROR, "raises TypeError: a list cannot be called"),
)


def _outcomes(lost: LostMember) -> Iterator[Outcome]:
    """What happens on Keras 2, as far as the tables of classes tell, and on Keras 3."""
    if lost.name == DECAY and lost.is_made:
        yield from _DECAY_GONE
        return
    owners: tuple[str, ...] = (lost.owner, lost.family, families.LAYER)
    if lost.family == SCALED:
        owners = (families.OPTIMIZER,)
    known = next((spans for each in owners if (spans := api.method_presence(each, lost.name))), ())
    older = [span for span in known if span.since < KERAS3]
    if not any(span.answer for span in older):
        yield on_keras2(None, "has it")
    for span in older if any(span.answer for span in older) else ():
        until = min(span.until, KERAS3)
        if span.answer:
            yield Outcome(None, "has it", span.since, until)
        else:
            yield Outcome(Severity.ERROR, "raises AttributeError", span.since, until)
    yield on_keras3(Severity.ERROR, "raises AttributeError")
