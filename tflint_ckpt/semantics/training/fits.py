"""Fits: calls that train a Keras model, with their callbacks, validation data, model and compiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from tflint_ckpt.hints import TypeVar
from tflint_ckpt.records import dataclass, field, replace
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.sites import CallSites, Frames
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances, Origin
from tflint_ckpt.semantics.training import calls
from tflint_ckpt.semantics.training.presence import Presence
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.callbacks import Callbacks
    from tflint_ckpt.semantics.training.compiles import Compile

_Answer = TypeVar("_Answer")
_NAMED_OTHERWISE = {"accuracy", "mse", "mae", "mape", "msle"}
"""What TensorFlow 1, and Keras before 2.3, log under another name: ``acc``, ``mean_squared_error`` …"""


@dataclass(frozen=True, slots=True)
class Fit:
    """One call of ``fit`` or ``fit_generator`` on a Keras model, proved to be one or not.

    Attributes:
        module: the file it is in.
        call: the call with its arguments.
        frames: the calls of functions of the module inside which it is run, the outermost first; where
            none is known, what is said of the fit holds for every call.
    """

    module: Engine = field(repr=False, compare=False, hash=False)
    call: Call
    frames: Frames = ()

    @property
    def node(self) -> cst.Call:
        """The call."""
        return self.call.node

    @property
    def receiver(self) -> cst.BaseExpression:
        """The expression of the model."""
        assert isinstance(self.node.func, cst.Attribute)
        return self.node.func.value

    @property
    def model(self) -> tuple[Origin, ...]:
        """Every way in which its model may have been made; empty where it is not proved to be a model.

        Empty as well where nobody sees how it is made, so that its class is not known.
        """
        origins = self.models
        return origins if all(origin.elsewhere is None for origin in origins) else ()

    @property
    def models(self) -> tuple[Origin, ...]:
        """As :attr:`model`, but also where another file of the project makes it."""
        found = self._over(self._model)
        origins = tuple(dict.fromkeys(origin for each in found or () for origin in each))
        return origins if origins and all(map(_is_model, origins)) else ()

    @property
    def callbacks(self) -> Callbacks:
        """Its callbacks in order; ``None`` where some of them are not in sight.

        Where callers give different lists, all of them, and none of those for sure.
        """
        from tflint_ckpt.semantics.training.listing import listed

        if self.call.open:
            return None
        argument = calls.callbacks_of(self.call)
        if argument is None:
            return ()
        found = self._over(lambda frames: listed(self.module, argument.value, frames, self.node))
        if found is None:
            return None
        if len(found) == 1 or len(set(found)) == 1:
            return found[0]
        several = {callback.node: callback for each in found for callback in each}
        return tuple(replace(callback, always=False) for callback in several.values())

    @property
    def validation(self) -> bool | None:
        """Whether it gets validation data, so that its logs have ``val_…``; ``None`` if that is not known."""
        if self.call.open:
            return None
        answers = self._over(self._validation)
        return answers[0] if answers is not None and len(set(answers)) == 1 else None

    @property
    def validates_each_epoch(self) -> bool | None:
        """Whether it validates after every epoch: as :attr:`validation`, with ``validation_freq`` of 1."""
        argument = self.call.argument("validation_freq")
        if argument is not None and self.validation is not False:
            values = self.module.evaluate(argument.value, self.frames)
            if not all(isinstance(value, Constant) and value.value == 1 for value in values):
                return None
        return self.validation

    @property
    def compiles(self) -> tuple[Compile, ...] | None:
        """The compiles that may be in effect; ``None`` where there may be others, or none at all."""
        from tflint_ckpt.semantics.training.compiled_elsewhere import around, makes_anew
        from tflint_ckpt.semantics.training.compiles import in_effect
        from tflint_ckpt.semantics.training.models import Models

        found: list[Compile] = []
        for origin in self.model:
            known = self.module.fact(Models).life(origin).compiles
            if known is None:
                return None
            made_in = frozenset(function for function, _ in origin.frames)
            made_in |= around(self.module, origin, self.node)
            fresh = makes_anew(self.module, origin, self.node)
            kept, certain = in_effect(self.module, known, self.node, made_in, fresh=fresh)
            if not kept or (not certain and _may_be_compiled(self.module, origin)):
                return None
            found += kept
        return tuple(dict.fromkeys(found)) or None

    @property
    def compiles_everywhere(self) -> tuple[Compile, ...] | None:
        """As :attr:`compiles`, also where another file of the project makes the model, or compiles it.

        ``None`` too where the class of the model has its own way to train.
        """
        from tflint_ckpt.semantics.training import models

        origins = self.models
        if any(models.overrides(self.module, origin) for origin in origins):
            return None
        if all(origin.elsewhere is None for origin in origins):
            return self.compiles
        from tflint_ckpt.semantics.training.compiled_elsewhere import compiles_of

        return compiles_of(self.module, origins, self.node)

    @property
    def is_custom(self) -> bool | None:
        """Whether the class of its model has its own ``train_step``, ``fit``, ``metrics`` or the like."""
        from tflint_ckpt.semantics.training import models

        origins = self.model
        if not origins:
            return None
        return any(models.overrides(self.module, origin) for origin in origins)

    def logs(self, keras: tuple[int, int], *, seen_by: cst.Call | None = None) -> frozenset[str] | None:
        """Exactly the keys of the logs when an epoch ends, on a release *keras* (major, minor).

        *seen_by* is the call that builds the callback which reads them: what callbacks after it in the
        list put into them is not there yet. ``None`` where some key is not known.
        """
        before, at_last = self.module.fact(_Logs).of(self, keras)
        return at_last if seen_by is None else before.get(seen_by, at_last)

    # What holds for every way to reach the call

    def _over(self, question: Callable[[Frames], _Answer | None]) -> list[_Answer] | None:
        """The answers for all contexts in which it is run; ``None`` where one has none."""
        answer = question(self.frames)
        if answer is not None:
            return [answer]
        found: list[_Answer] = []
        for frames in self.module.fact(CallSites).contexts(self.node, self.frames):
            answer = question(frames) if frames != self.frames else None
            if answer is None:
                return None
            found.append(answer)
        return found or None

    def _model(self, frames: Frames) -> tuple[Origin, ...] | None:
        return self.module.fact(Instances).origins(self.receiver, frames) or None

    def _validation(self, frames: Frames) -> bool | None:
        data, split = calls.validation_of(self.call), calls.split_of(self.call)
        given = self.module.fact(Presence).inside(frames, data.value) if data is not None else False
        if given is not False or split is None:
            return given
        return _is_positive(self.module.evaluate(split.value, frames))


def _is_positive(values: Values) -> bool | None:
    return agreed(
        (value.value or 0) > 0
        if isinstance(value, Constant) and isinstance(value.value, (int, float, type(None)))
        else None
        for value in values
    )


def where(module: Engine, nodes: Iterable[tuple[Engine, cst.CSTNode]]) -> str:
    """Where *nodes* stand, for a message in *module*: ``line 8``, or ``train.py, line 8`` of another file."""
    by_file: dict[Engine, list[cst.CSTNode]] = {}
    for there, node in nodes:
        by_file.setdefault(there, []).append(node)
    places = [
        (f"{each.path}, " if each is not module else "") + each.where(*nodes)
        for each, nodes in by_file.items()
    ]
    return "; ".join(places)


def _is_model(origin: Origin) -> bool:
    made = origin.is_made or origin.elsewhere is not None
    return made and families.is_a(origin.name, families.MODEL)


def _may_be_compiled(module: Engine, origin: Origin) -> bool:
    """Whether a model may be compiled when it is made: one that is loaded, or reads a configuration."""
    if not isinstance(origin.node, cst.Call):
        return True
    name = module.resolve(origin.node.func) or ""
    return name.rpartition(".")[2].startswith(("load_", "model_from", "from_config"))


# Logs


_Keys = frozenset[str] | None


class _Logs:
    """The keys of :meth:`Fit.logs` of one module, each fit's callbacks gone through once."""

    def __init__(self, module: Engine) -> None:
        self._known: dict[tuple[Fit, tuple[int, int]], tuple[dict[cst.CSTNode, _Keys], _Keys]] = {}

    def of(self, fit: Fit, keras: tuple[int, int]) -> tuple[dict[cst.CSTNode, _Keys], _Keys]:
        """What each callback finds in the logs, and what is there when all are done."""
        known = self._known.get((fit, keras))
        if known is None:
            known = self._known[fit, keras] = _log_keys(fit, keras)
        return known


def _log_keys(fit: Fit, keras: tuple[int, int]) -> tuple[dict[cst.CSTNode, _Keys], _Keys]:
    from tflint_ckpt.semantics.training.callbacks import puts_rate, writes

    metrics = _metrics(fit, keras)
    validates = fit.validates_each_epoch
    listed = fit.callbacks
    if metrics is None or validates is None or listed is None or _has_metrics_inside(fit):
        return {}, None
    trained = {"loss", *metrics}
    found: _Keys = frozenset(trained | {f"val_{name}" for name in trained} if validates else trained)
    before: dict[cst.CSTNode, _Keys] = {}
    for callback in listed:
        before.setdefault(callback.node, found)
        written = writes(callback) if found is not None else None
        if found is None or written is None or (written and not callback.always):
            found = None
        elif written:
            found = found | written
        elif puts_rate(callback):
            found = found | {"lr" if keras[0] == 2 else "learning_rate"} if callback.always else None
    return before, found


def _has_metrics_inside(fit: Fit) -> bool:
    """Whether a layer or model class may bring metrics of its own, here or where the model is made."""
    from tflint_ckpt.semantics.training.models import Models

    known = [origin.elsewhere for origin in fit.models]
    files = {fit.module, *(file for each in known if each is not None for file in each.files)}
    return any(each.fact(Models).has_metrics_inside for each in files)


def _metrics(fit: Fit, keras: tuple[int, int]) -> tuple[str, ...] | None:
    """The names of the metrics that the model of *fit* is compiled with."""
    from tflint_ckpt.semantics.names.tensorflow1 import is_only_target
    from tflint_ckpt.semantics.training import models
    from tflint_ckpt.semantics.training.models import Models

    module = fit.module
    origins, compiles = fit.models, fit.compiles_everywhere
    if not origins or not compiles:
        return None
    if any(module.fact(Models).life(origin).tampered for origin in origins):
        return None
    if not all(models.has_one_output(module, origin) for origin in origins):
        return None
    if keras[0] == 3 and any(compiled.has_third for compiled in compiles):
        return None  # it raises, and what it logs once that is mended is another thing
    names = {compiled.metrics(keras) for compiled in compiles}
    if is_only_target(module) and any(_NAMED_OTHERWISE & set(each or ()) for each in names):
        return None
    if keras[0] == 3 and () in names and _has_older(fit, origins, keras):
        return None
    return agreed(names)


def _has_older(fit: Fit, origins: Iterable[Origin], keras: tuple[int, int]) -> bool:
    """Whether metrics of an earlier compile may be there still.

    Late Keras 3 keeps them where ``compile`` gets none (``trainers/trainer.py`` of 3.15); 3.3 did not.
    """
    from tflint_ckpt.semantics.training.models import Models

    every = (one for origin in origins for one in fit.module.fact(Models).life(origin).compiles or ())
    return any(compiled.metrics(keras) != () for compiled in every)
