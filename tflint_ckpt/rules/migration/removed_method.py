"""TFC809 removed-method."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.keras_api.instances import (
    every_attribute,
    families_of,
    is_gone,
    is_gone_from_layers,
    is_plain_layer,
    is_uncalled,
)
from tflint_ckpt.keras_api.reader import every_name
from tflint_ckpt.rules.other_method import PREPARING, other_method
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.plain_shape import plain_shape
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Both, Either, Member, Name, OnKeras3
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.models.handed_out import Kind, kind_of
from tflint_ckpt.semantics.models.never_called import is_never_called
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.objects.symbolic_shapes import AROUND, OF_NONE, OF_TENSORS, asked_shapes

_ELSEWHERE = ("fit_generator", "evaluate_generator", "predict_generator", "lr")
"""What rules of their own are about."""
_SCALED = "keras.mixed_precision.LossScaleOptimizer"
_FAMILIES = (
    (_SCALED, "a LossScaleOptimizer"),
    (families.OPTIMIZER, "an optimizer"),
    ("keras.Sequential", "a Sequential"),
    (families.MODEL, "a model"),
    (families.LAYER, "a layer"),
)
"""The narrowest first."""
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
_ENDS = {"input": "inputs", "output": "outputs"}
"""What a ``Sequential`` of Keras 3 has of its own only once it was called, and what it has anyway."""
_UNCALLED_ENDS = (
    on_keras2(None, "has it"),
    on_keras3(Severity.ERROR, "raises AttributeError, or ValueError in its first releases"),
)
_SHAPES = ("output_shape", "input_shape")
"""What models of Keras 3 have, and no other layers."""
_HAS = on_keras2(None, "has it")
_NEVER = on_keras2(Severity.ERROR, "raises AttributeError")
_OF_SEQUENTIAL = ("predict_classes", "predict_proba")
"""What other models never had."""
_SYMBOLIC = ("output", "input", "outputs", "inputs")
_NAMING_OPTIMIZERS = ("optimizer", "optimizers", "Optimizer", "LossScaleOptimizer")
_OF_ANY_LAYER = frozenset(
    "get_input_at get_output_at get_input_shape_at get_output_shape_at get_input_mask_at get_output_mask_at "
    "inbound_nodes outbound_nodes".split()
)
"""What a class of the user's hardly has itself, so that it is told of layers that a model hands out."""

_ADVICE = {
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
}


class RemovedMethod(Rule):
    """A method or attribute that optimizers, layers or models had on Keras 2 and do not have on the target.

    ## What it does
    Reports attributes of what provably is an optimizer, a layer or a model of Keras that an object of that
    class had on an earlier release and has on no release of Keras 3: `get_scaled_loss` of a
    `LossScaleOptimizer`, `get_weights` and `minimize` of an optimizer, `predict_classes` and `reset_states`
    of a model, `input_names`, `layer.output_shape`, `get_output_at`; `add_metric`, which only raises; and
    `optimizer.variables()`, which is a list now. Also `input` and `output` of a `Sequential` that was not
    called on a symbolic tensor, as in `keras.Model(model.input, model.layers[-2].output)`, and
    `_make_predict_function` and its like, which were there for threads before TensorFlow 2.2. And, of a
    symbolic tensor, `get_shape()`, `_keras_shape`, `shape.as_list()` and `shape.ndims`: its shape is a plain
    tuple on Keras 3.

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
    layer must have been called. `list(x.shape)` and `len(x.shape)` are right on both Kerases, and safe. The
    parentheses of `optimizer.variables()` go: safe from TensorFlow 2.11 on,
    which has a list there, too. For the rest the help says what to write.

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
                Member(made_by=lambda: [*_attributes(of_optimizers=False), _DISABLED]),
                Both(Member(*_ENDS), Api("keras.Sequential", "keras.models.Sequential")),
                Both(Member(made_by=lambda: _attributes(of_optimizers=True)), Name(*_NAMING_OPTIMIZERS)),
                Both(Member(*OF_TENSORS, *AROUND), Either(Name("Input"), Member(*_SYMBOLIC))),
            ),
            Member(made_by=lambda: [*_on_keras2(of_optimizers=False), *PREPARING]),
            Both(Member(*OF_NONE), Either(Name("Input"), Member(*_SYMBOLIC))),
            Both(Member(made_by=lambda: _on_keras2(of_optimizers=True)), Name(*_NAMING_OPTIMIZERS)),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such attribute that is read or called."""
        for name in every_attribute():
            if name in _ELSEWHERE or not module.attributes(name):
                continue
            if any(target.attr.value == name for target, _ in module.facts.attribute_targets):
                continue  # an attribute that is set is there
            for node in module.attributes(name):
                origins = module.objects.origins(node.value)
                family = _lacking(module, node, origins)
                if family is None or is_guarded(module, node, *MISSING):
                    continue
                outcomes = list(_outcomes(family, name, _first_class(origins)))
                what = f"{dict(_FAMILIES)[family]} has no {name} any more"
                if is_uncalled(family, name):
                    what, outcomes = f"{name} of {dict(_FAMILIES)[family]} is a list", list(_UNCALLED)
                yield from self.judged(module, node.attr, what, outcomes, _fix(module, node, family), of=node)
        yield from self._shapes(module)
        yield from self._of_tensors(module)
        yield from self._disabled(module)
        yield from self._prepared(module)
        yield from self._ends(module)

    def _shapes(self, module: Module) -> Iterator[Finding]:
        """The shapes of layers that a model hands out."""
        for name in _SHAPES:
            if any(target.attr.value == name for target, _ in module.facts.attribute_targets):
                continue
            for node in module.attributes(name):
                origins = module.objects.origins(node.value)
                kinds = {kind_of(module, each, node) for each in origins if each.name == families.LAYER}
                if len(kinds) != len({*kinds} - {None}) or not kinds or is_guarded(module, node, *MISSING):
                    continue
                if all(each.name == families.LAYER for each in origins):
                    fix = _fix(module, node, families.LAYER)
                    if Kind.INPUT in kinds:
                        fix = Fix(Applicability.MANUAL, "take model.inputs[0].shape: Keras 2 has a list here")
                    elif Kind.MERGING in kinds and name == "input_shape":
                        fix = Fix(Applicability.MANUAL, "take input.shape, of each where input is a list")
                    outcomes = list(_outcomes(families.LAYER, name, families.LAYER))
                    what = f"a layer has no {name} any more"
                    yield from self.judged(module, node.attr, what, outcomes, fix, of=node)

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

    def _ends(self, module: Module) -> Iterator[Finding]:
        for name, listed in _ENDS.items():
            for node in module.attributes(name):
                origins = module.objects.origins(node.value)
                if not origins or not all(is_never_called(module, each) for each in origins):
                    continue
                if is_guarded(module, node, *MISSING, "ValueError"):
                    continue
                what = f"the Sequential was not called on a symbolic tensor, and has no {name}"
                edit = Edit(module.path, *module.span(node.attr), f"{listed}[0]")
                fix = Fix(Applicability.SAFE, f"write {listed}[0]", (edit,))
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


def _attributes(*, of_optimizers: bool) -> list[str]:
    """What optimizers only have lost; or the rest."""
    wanted = [name for name in every_attribute() if name not in _ELSEWHERE]
    return [name for name in wanted if (families_of(name) <= {_SCALED, families.OPTIMIZER}) is of_optimizers]


def _on_keras2(*, of_optimizers: bool) -> list[str]:
    """Those that objects have on some release of Keras 2 and lack on another."""
    classes = [
        name
        for name in every_name()
        if name.rpartition(".")[2][0].isupper() and any(families.is_a(name, each) for each, _ in _FAMILIES)
    ]
    return [
        name
        for name in _attributes(of_optimizers=of_optimizers)
        if any(api.comes_or_goes(owner, name, KERAS3) for owner in classes)
    ]


_UNCALLED = (
    on_keras2(None, "takes the call"),
    on_keras3(Severity.ERROR, "raises TypeError: a list cannot be called"),
)


def _lacking(module: Module, node: cst.Attribute, origins: tuple[Origin, ...]) -> str | None:
    """The family of an object that lacks the attribute on Keras 3; ``None`` where it may have it."""
    name = node.attr.value
    if not origins or any(module.objects.overrides(each, name, node.value) for each in origins):
        return None
    if any(each.name.startswith("keras.optimizers.legacy.") for each in origins):
        return None
    if not all(each.is_made or _is_told_of(each, name) for each in origins):
        return None
    above = module.parent(node)
    called = isinstance(above, cst.Call) and above.func is node
    for family, _ in _FAMILIES:
        fits = (
            families.is_a(_narrow(each), family) or _may_be(module, each, family, name) for each in origins
        )
        if all(fits):
            if is_gone(family, name) or (called and is_uncalled(family, name)):
                return family
            if (
                family == families.MODEL
                and name in _OF_SEQUENTIAL
                and all(not each.local for each in origins)
            ):
                return family
            plain = family == families.LAYER and all(
                each.local is None and is_plain_layer(each.name) for each in origins
            )
            if plain and is_gone_from_layers(name):
                return family
    return None


def _narrow(origin: Origin) -> str:
    """The class of an object; ``keras.optimizers`` has the wrapper for a loss scale, too."""
    scaled = origin.name.rpartition(".")[2] == "LossScaleOptimizer"
    return _SCALED if scaled else origin.name


def _may_be(module: Module, origin: Origin, family: str, name: str) -> bool:
    """Whether ``model.optimizer``, whose class is not in sight, lacks what only *family* has had.

    Unless a class of the file has it.
    """
    if family != _SCALED or origin.name != families.OPTIMIZER or origin.is_made:
        return False
    return not is_gone(families.OPTIMIZER, name) and name not in module.facts.function_names


def _is_told_of(origin: Origin, attribute: str) -> bool:
    """Whether an object that Keras hands out, made out of sight, counts."""
    if families.is_a(origin.name, families.MODEL):
        return attribute in ("predict_classes", "predict_proba", "to_yaml", "input_names")
    if families.is_a(origin.name, families.LAYER):
        return attribute in _OF_ANY_LAYER
    return families.is_a(origin.name, families.OPTIMIZER)


def _first_class(origins: tuple[Origin, ...]) -> str:
    return _narrow(origins[0])


def _outcomes(family: str, name: str, owner: str) -> Iterator[Outcome]:
    """What happens on Keras 2, as far as the tables of classes tell, and on Keras 3."""
    known = next(
        (spans for each in (owner, family, families.LAYER) if (spans := api.method_presence(each, name))), ()
    )
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


def _fix(module: Module, node: cst.Attribute, family: str) -> Fix:
    name = node.attr.value
    above = module.parent(node)
    if is_uncalled(family, name) and isinstance(above, cst.Call):
        title = f"leave out the parentheses behind {name}"
        end = module.span(above)[1]
        edit = Edit(module.path, module.span(node)[1], end, "")
        fix = Fix(
            Applicability.MANUAL if above.args else Applicability.SAFE, title, () if above.args else (edit,)
        )
        older = module.target.before((2, 11)) or module.target.is_assumed
        return unsafe(fix, "TensorFlow before 2.11 has a method there") if older else fix
    if name in ("output_shape", "input_shape"):
        new = f"{name.removesuffix('_shape')}.shape"
        edit = Edit(module.path, *module.span(node.attr), new)
        return Fix(Applicability.UNSAFE, f"write {new}; not safe: the layer must have been called", (edit,))
    written = other_method(module, node)
    if written is not None:
        return written
    return Fix(Applicability.MANUAL, _ADVICE.get(name, "write what it did; Keras 3 has no other name for it"))
