"""TFC516 layer-without-config."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import UNKNOWN_CONFIG_REFUSED
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Brought, Either, Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving import constructors
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.saving.reloading import Lost, is_plain, lost_classes
from tflint_ckpt.semantics.saving.schedules import unsaved_schedules
from tflint_ckpt.semantics.saving.whole import WholeSave, whole_saves
from tflint_ckpt.semantics.values.kinds import Text

_NOT_LOADED = "saves it, and load_model raises TypeError: its constructor"
_EITHER = "does not save it, or load_model cannot make it again"
_REFUSED = "raises NotImplementedError when the model is saved, and leaves a file without a model"


class LayerWithoutConfig(Rule):
    """A class of your own has no `get_config`, and its model is saved whole: it cannot be loaded again.

    ## What it does
    Reports classes of the project, derived from `Layer` or `Model`, that are part of a model which `save`,
    or a `ModelCheckpoint` of whole models, writes to `.keras` or `.h5`, where Keras cannot make an object
    of the class again from what it saves. The same of a `LearningRateSchedule` that the optimizer of such a
    model is made with.

    ## Why
    Without `get_config` Keras saves the arguments of the constructor as far as they are plain values, and
    `name`, `trainable` and `dtype`. Keras 3 then calls the constructor with all of them: a layer whose
    constructor takes no `**kwargs` is saved without a word, and `load_model` raises `TypeError`. So is a
    subclass of `Model`. Where its constructor cannot be called without arguments, it is not saved at all
    since Keras 3.12: `NotImplementedError: Object Net was created by passing non-serializable argument
    values`, after the epoch, and an empty file stays. The same holds for a layer that is given another layer,
    a function or an array, also on Keras 2.

    A schedule is saved with the optimizer: `NotImplementedError: Learning rate schedule must override
    get_config`, on both Kerases, mostly after the first epoch.

    ## When it is silent
    Where the class, or one that it is derived from, has `get_config` or `from_config`; where the
    constructor of a layer takes `**kwargs` and is given plain values, or that of a model takes `**kwargs` and
    needs no argument; where the file is read back by `load_weights`;
    where the model that is saved, or its path, is not in sight, or several models are built where the layer
    is made. A schedule where the model is compiled with another optimizer as well, or is saved with
    `include_optimizer=False`. In a `try` that catches the exception.

    ## Fix safety
    There is no automatic fix. Let the constructor of a layer take `**kwargs` and give them to `super()`, and
    return its arguments from `get_config`; or save the weights only.

    ## References
    - [Serialization and saving](https://keras.io/guides/serialization_and_saving/)
    """

    code = "TFC516"
    name = "layer-without-config"
    summary = "a class without get_config in a model that is saved whole, and cannot be loaded again"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (
        Name("save", "save_model", "ModelCheckpoint"),
        Either(Method("__init__"), Brought(), Base("LearningRateSchedule")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such class."""
        reported: set[cst.ClassDef] = set()
        for save in whole_saves(module):
            if not (save.models or save.elsewhere) or not _is_whole(module, save):
                continue
            weights_only = _is_read_as_weights(module, save)
            for there, lost in _lost(module, save):
                if lost.owner in reported:
                    continue
                outcomes = _outcomes(module, lost)
                spared = weights_only and not (lost.is_refused or lost.is_model)
                if spared or is_guarded(module, save.path, "NotImplementedError", "TypeError"):
                    continue
                reported.add(lost.owner)
                name = lost.owner.name.value
                if there is not module:
                    what = f"{name} ({_place(module, lost)}) has no get_config, and the model is saved whole"
                    yield from self.judged(module, save.path, what, outcomes, _ADVICE)
                    continue
                where = module.where(save.path, preposition="on")
                what = f"{name} has no get_config, and the model is saved whole {where}"
                place = lost.owner.name if lost.home is module else lost.made
                yield from self.judged(module, place, what, outcomes, _ADVICE, of=lost.made)
            if is_guarded(module, save.path, "NotImplementedError"):
                continue
            for owner, made in unsaved_schedules(module, save):
                if owner not in reported:
                    reported.add(owner)
                    where = module.where(save.path, preposition="on")
                    what = f"{owner.name.value}, a learning rate that is saved {where}, has no get_config"
                    yield from self.judged(module, owner.name, what, _SCHEDULE, _RETURNING, of=made)


_RAISES = "raises NotImplementedError when the model is saved"
_SCHEDULE = on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES)
_RETURNING = Fix(Applicability.MANUAL, "add get_config, which returns what __init__ takes")
_ADVICE = Fix(
    Applicability.MANUAL, "add get_config, and let __init__ take **kwargs; or save the weights only"
)


def _lost(module: Module, save: WholeSave) -> Iterator[tuple[Module, Lost]]:
    """The classes that are lost with a model, with the file that makes the model."""
    for lost in lost_classes(module, save.models):
        yield module, lost
    for there, origin in save.elsewhere:
        assert isinstance(there, Module)
        for lost in lost_classes(there, (origin,)):
            yield there, lost


def _place(module: Module, lost: Lost) -> str:
    """Where a class is defined, which may be in this file."""
    return ("" if lost.home is module else f"{lost.home.path}, ") + lost.home.where(lost.owner)


def _is_whole(module: Module, save: WholeSave) -> bool:
    """Whether every path that may be meant ends as that of a whole model."""
    values = module.evaluate(save.path)
    return all(isinstance(value, Text) and ends_in(value, ".keras", ".h5", ".hdf5") for value in values)


def _is_read_as_weights(module: Module, save: WholeSave) -> bool:
    """Whether ``load_weights`` reads the file, which needs no classes."""
    names = _literals(module, save.path)
    reads = [read.path for read in file_calls(module, Action.LOAD_WEIGHTS) if read.path is not None]
    return any(names & _literals(module, path.value) for path in reads)


def _literals(module: Module, node: cst.BaseExpression) -> set[str | None]:
    return {value.literal for value in module.evaluate(node) if isinstance(value, Text)} - {None}


def _outcomes(module: Module, lost: Lost) -> tuple[Outcome, ...]:
    if lost.is_refused:
        return on_keras2(Severity.ERROR, _REFUSED), on_keras3(Severity.ERROR, _REFUSED)
    before = on_keras2(None, "loads it")
    constructor = constructors.constructor_of(lost.home, lost.owner)
    missing = constructors.not_taken(constructor) if constructor is not None else ()
    text = f"{_NOT_LOADED} does not take {_listed(missing)}"
    if not lost.is_model or constructor is None:
        return before, on_keras3(Severity.ERROR, text)
    required = [each for each in constructors.required(constructor) if each != "name"]
    severity = Severity.ERROR if missing or required else None
    if required and not missing:
        text = f"{_NOT_LOADED} is not given {_listed(required)}"
    since = _since_refused(module, constructor) or text
    return (
        before,
        on_keras3(severity, text if severity else "loads it", until=UNKNOWN_CONFIG_REFUSED),
        on_keras3(Severity.ERROR, since, since=UNKNOWN_CONFIG_REFUSED),
    )


def _since_refused(module: Module, constructor: cst.FunctionDef) -> str | None:
    """What becomes of the model since Keras minds what the constructor needs; ``None`` for no change."""
    plain = {is_plain(module, each) for each in constructors.defaults(constructor)}
    if constructors.required(constructor) or False in plain:
        return _REFUSED
    return _EITHER if None in plain else None


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
