"""TFC517 load-without-custom-object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.built_with import Built, built_with
from tflint_ckpt.semantics.saving.compiled_with import LAMBDA, Own, compiled_with
from tflint_ckpt.semantics.saving.files import Action, FileCall, file_calls
from tflint_ckpt.semantics.saving.read_again import knows_own_names
from tflint_ckpt.semantics.saving.schedules import named_schedules
from tflint_ckpt.semantics.saving.whole import WholeSave, whole_saves
from tflint_ckpt.semantics.values.kinds import Mapping, Piece, Text


class LoadWithoutCustomObject(Rule):
    """A model is compiled with a loss or metric of the module, or has a layer or activation of it, and is
    loaded without being given that.

    ## What it does
    Reports `load_model` of a path to which the module saves a whole model, compiled with a function, lambda
    or class of the module, or with an optimizer whose learning rate is a schedule of a class of the module,
    where the call has neither `custom_objects` nor `compile=False`. And of a model
    whose layers are of a class of the module, or are given a function of it as activation, initializer,
    regularizer or constraint, where the call has no `custom_objects`. A dictionary of them that is in sight
    and lacks one counts, too. And `load_model`, without `custom_objects`, of a path to which another file of
    the project saves a model that it compiles with a function of the project.

    ## Why
    The file holds the name of the loss only. `load_model` compiles the model, finds nothing of that name,
    and raises `TypeError: Could not locate function 'dice_loss'` for `.keras`, `ValueError` or `TypeError`
    for `.h5`: often in another run, when the training is over. Of a lambda a `.keras` file holds the code,
    which is not run without `safe_mode=False`: `ValueError`. What the layers are made of is needed with
    `compile=False`, too. Keras 2 loads a folder without any of it.

    ## When it is silent
    Where the function or class has a decorator, such as `register_keras_serializable`, or the name of one
    of Keras' own; in a module with `custom_object_scope` or `get_custom_objects`; where the path, or the
    model that is saved, is not in sight; metrics in `.h5` files on Keras 3, which loads without them;
    a function as regularizer in `.keras` files of Keras 2; of a model that another file saves, where some
    file has such a scope, or may save another model to that path. Where the layer is not surely a part of
    the model that is saved. In a `try` that catches the exception.

    ## Fix safety
    The fix gives `custom_objects` with the functions and classes that are at the top of the module: unsafe,
    since a model that is only used for predictions is better loaded with `compile=False`. It is safe where
    only layers need them, as then nothing else can load the model. A function that another one returns is
    left to a person, and so is a function in an `.h5` file on late Keras 2, which finds it nowhere.

    ## References
    - [Custom objects](https://keras.io/guides/serialization_and_saving/#custom-objects)
    """

    code = "TFC517"
    name = "load-without-custom-object"
    summary = "load_model of a model with a loss, metric, layer or activation of the module"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("load_model"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such ``load_model``."""
        if knows_own_names(module):
            return
        loads = [load for load in file_calls(module, Action.LOAD) if _given(module, load.call) is not None]
        saves = list(whole_saves(module)) if loads else []
        for load in loads:
            if is_guarded(module, load.call.node, "TypeError", "ValueError"):
                continue
            found = next((save for save in saves if _reads(module, load, save)), None)
            if found is not None:
                yield from self._lacking(module, load.call, found)
            elif _given(module, load.call) == frozenset() and _compiles(module, load.call):
                yield from self._of_another_file(module, load)

    def _lacking(self, module: Module, call: Call, save: WholeSave) -> Iterator[Finding]:
        own, built = _lacked(module, call, save)
        if own:
            place = module.where(own[0].node, preposition="on")
            what = f"the model is compiled with {own[0].name} {place}, which load_model is not given"
            outcomes = _outcomes([Text((Piece(path),)) for path in _literals(module, save.path)], own)
        elif built:
            place = module.where(built[0].node, preposition="on")
            name, kind = built[0].name, built[0].kind
            which = f"a layer of the class {name}" if kind == "layer" else f"the {kind} {name}"
            what = f"the model has {which} {place}, which load_model is not given"
            outcomes = _of_layers(module, save, built)
        else:
            return
        fix = _fix(module, call, save, own, built)
        yield from self.judged(module, call.node.func, what, outcomes, fix, of=call.node)

    def _of_another_file(self, module: Module, load: FileCall) -> Iterator[Finding]:
        """The finding for a file that another one saves, with what stands there or in a third one."""
        from tflint_ckpt.semantics.saving.saved_elsewhere import saved_elsewhere
        from tflint_ckpt.semantics.training.fits import where

        saved = saved_elsewhere(module, load)
        if saved is not None:
            own = saved.own
            place = where(module, [(saved.module, own[0].node)])
            what = f"the model is compiled with {own[0].name} ({place}), which load_model is not given"
            advice = "load with compile=False where it only predicts, or import it and give custom_objects"
            fix = Fix(Applicability.MANUAL, advice)
            outcomes = _outcomes(saved.paths, own)
            yield from self.judged(module, load.call.node.func, what, outcomes, fix, of=load.call.node)


def _given(module: Module, call: Call) -> frozenset[str] | None:
    """The names of what a ``load_model`` is given as custom objects; ``None`` where they are not known."""
    argument = argument_of(call, "custom_objects")
    if call.open or argument is None:
        return None if call.open else frozenset()
    values = module.evaluate(argument.value)
    known = [value for value in values if isinstance(value, Mapping) and value.complete]
    if len(known) < len(values):
        return None
    return frozenset(entry.key for value in known for entry in value.entries)


def _lacked(module: Module, call: Call, save: WholeSave) -> tuple[list[Own], list[Built]]:
    """What of the module the model of *save* needs, and *call* is not given."""
    given = _given(module, call) or frozenset()
    own = [each for each in _compiled(module, call, save) if each.name not in given]
    if given:
        own = [each for each in own if each.name != LAMBDA]
    return own, [each for each in built_with(module, save.models) if each.name not in given]


def _reads(module: Module, load: FileCall, save: WholeSave) -> bool:
    """Whether *load* surely reads the file of *save*, and something of the module is in that."""
    if load.path is None or not save.models:
        return False
    read, written = (_literals(module, node) for node in (load.path.value, save.path))
    if not read or read != written:
        return False
    return any(_lacked(module, load.call, save))


def _compiled(module: Module, call: Call, save: WholeSave) -> list[Own]:
    """What the model of *save* is compiled with, if *call* compiles it."""
    if not _compiles(module, call):
        return []
    own = compiled_with(module, save.models)
    for owner, made in named_schedules(module, save):
        assert isinstance(made, cst.Call)
        own.append(Own(owner.name.value, made, is_loss=True))
    return [each for each in own if each.name != LAMBDA or not _trusts(module, call)]


def _compiles(module: Module, call: Call) -> bool:
    """Whether a ``load_model`` surely compiles the model."""
    given = argument_of(call, "compile")
    return given is None or module.is_constant(given.value, True)


def _trusts(module: Module, call: Call) -> bool:
    """Whether a ``load_model`` may run the code of a lambda."""
    given = argument_of(call, "safe_mode")
    is_switched_off = "enable_unsafe_deserialization" in module.source.text
    return is_switched_off or (given is not None and not module.is_constant(given.value, True))


def _literals(module: Module, node: cst.BaseExpression) -> set[str]:
    """The paths that an expression may be; empty where one of them is not known, or is a template."""
    values = module.evaluate(node)
    texts = [value.literal for value in values if isinstance(value, Text)]
    found = {text for text in texts if text is not None and "{" not in text}
    return found if len(found) == len(values) else set()


def _outcomes(texts: Sequence[Text], own: Sequence[Own]) -> tuple[Outcome, ...]:
    if all(ends_in(text, ".keras") for text in texts):
        if all(each.name == LAMBDA for each in own):
            refused = "raises ValueError (Requested the deserialization of a lambda)"
            return on_keras2(Severity.ERROR, refused), on_keras3(Severity.ERROR, refused)
        raised = "raises TypeError (Could not locate function or class)"
        return on_keras2(Severity.ERROR, raised), on_keras3(Severity.ERROR, raised)
    if all(ends_in(text, ".h5", ".hdf5") for text in texts):
        before = on_keras2(Severity.ERROR, "raises ValueError (Unknown loss or metric function)")
        has_loss = any(each.is_loss for each in own)
        after = "raises TypeError or ValueError" if has_loss else "loads it without the metric"
        return before, on_keras3(Severity.ERROR if has_loss else None, after)
    return ()


def _of_layers(module: Module, save: WholeSave, built: list[Built]) -> tuple[Outcome, ...]:
    texts = [Text((Piece(path),)) for path in _literals(module, save.path)]
    raised = "raises TypeError or ValueError, with compile=False, too"
    if all(ends_in(text, ".keras") for text in texts):
        is_kept = all(each.kind == "regularizer" and each.is_function for each in built)
        before = "loads it with the name in the place of the function" if is_kept else raised
        return on_keras2(None if is_kept else Severity.ERROR, before), on_keras3(Severity.ERROR, raised)
    if all(ends_in(text, ".h5", ".hdf5") for text in texts):
        return on_keras2(Severity.ERROR, raised), on_keras3(Severity.ERROR, raised)
    return ()


def _fix(module: Module, call: Call, save: WholeSave, own: list[Own], built: list[Built]) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument, add_entry

    names = list(dict.fromkeys((*(each.name for each in own), *(each.name for each in built))))
    scope = module.facts.scopes[call.node]
    known = all(scope.lookup(name) is module.facts.module for name in names)
    value = "{" + ", ".join(f'"{name}": {name}' for name in names) + "}"
    if any(each.is_nested for each in own) or not known:
        only = "load with compile=False where it only predicts, or give custom_objects"
        return Fix(Applicability.MANUAL, only if own and not built else "give custom_objects")
    is_h5 = any(not path.lower().endswith(".keras") for path in _literals(module, save.path))
    if is_h5 and module.target.keras2 and any(each.is_function for each in built):
        return Fix(Applicability.MANUAL, f"save it as .keras, and give custom_objects={value}")
    argument = argument_of(call, "custom_objects")
    if argument is None:
        edits = add_argument(module, call.node, "custom_objects", value)
    elif isinstance(argument.value, cst.Dict) and argument.value.elements:
        edits = add_entry(module, argument.value, value[1:-1])
    else:
        edits = ()
    if not edits:
        return Fix(Applicability.MANUAL, f"give custom_objects={value}")
    fix = Fix(Applicability.SAFE, f"give custom_objects={value}", edits)
    return unsafe(fix, "compile=False is enough where the model only predicts") if not built else fix
