"""Which calls train, and which calls leave alone the models and callbacks they are given."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.kinds import Instance
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

METHODS = ("fit", "fit_generator")
_MANY = 4
"""So many arguments by position are those of Keras, not of scikit-learn."""

_WORDS = frozenset(
    "batch_size callbacks epochs nb_epoch steps_per_epoch validation_data validation_split verbose".split()
)
"""Arguments by which the ``fit`` of Keras is told from that of scikit-learn."""
_WRAPPERS = (
    "sklearn.",
    "scikeras.",
    "keras_tuner.",
    "kerastuner.",
    "autokeras.",
    "keras.wrappers.",
    "keras.preprocessing.",
    "keras.layers.",
    "lightgbm.",
    "xgboost.",
    "catboost.",
)
_WRAPPING = ("Classifier", "Regressor", "SearchCV", "Pipeline", "Tuner")
_HARMLESS = (
    "keras.",
    "tensorflow.",
    "tensorflow_addons.",
    "tensorflowjs.",
    "tf2onnx.",
    "keras2onnx.",
    "visualkeras.",
    "netron.",
    "numpy.",
    "pickle.",
    "joblib.",
    "shap.",
    "mlflow.",
    "wandb.",
    "IPython.",
    "os.",
    "logging.",
)
"""Packages whose functions compile no model that they are given, and add nothing to a list."""


def fit_method(call: cst.Call) -> str | None:
    """``fit`` or ``fit_generator`` where *call* is of that method of something."""
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    return name if name in METHODS else None


def bound_fit(module: Engine, call: cst.Call) -> Call:
    """The arguments of a fit."""
    return bind(module, call, f"keras.Model.{fit_method(call)}")


def callbacks_of(fit: Call) -> Argument | None:
    """The argument ``callbacks`` of a fit."""
    return argument_of(fit, "callbacks")


def validation_of(fit: Call) -> Argument | None:
    """The argument ``validation_data`` of a fit."""
    return argument_of(fit, "validation_data")


def split_of(fit: Call) -> Argument | None:
    """The argument ``validation_split`` of a fit."""
    return argument_of(fit, "validation_split")


def may_be_keras(module: Engine, call: cst.Call) -> bool:
    """Whether a call of ``fit`` looks like one of a Keras model: it is one, or has arguments of its kind."""
    if fit_method(call) is None or not isinstance(call.func, cst.Attribute):
        return False
    receiver = call.func.value
    if is_wrapper(module, receiver):
        return False
    arguments = bound_fit(module, call).arguments
    positional = [argument for argument in arguments if argument.name is None]
    if len(positional) >= _MANY or any(argument.name in _WORDS for argument in arguments):
        return True
    for frames in ((), *module.fact(CallSites).contexts(call)):
        found = module.fact(Instances).origins(receiver, frames)
        if found:
            return all(families.is_a(origin.name, families.MODEL) for origin in found)
    return fit_method(call) == "fit_generator"


def is_wrapper(module: Engine, receiver: cst.BaseExpression) -> bool:
    """Whether something is known to be no model, though it has a ``fit``: a wrapper, a tuner."""
    name = module.instance_of(receiver)
    if name is not None:
        return not families.is_a(name, families.MODEL)
    for value in module.evaluate(receiver):
        made = module.resolve(value.call.func) if isinstance(value, Instance) else None
        if made is None and isinstance(value, Instance):
            made = last_name(value.call.func)
        if made and (made.startswith(_WRAPPERS) or made.endswith(_WRAPPING)):
            return True
    return False


def is_harmless(module: Engine, call: cst.Call) -> bool:
    """Whether a call leaves a model, or a list of callbacks, as it is."""
    if fit_method(call) or (
        isinstance(call.func, cst.Attribute) and call.func.attr.value in ("evaluate", "predict")
    ):
        return True
    name = module.resolve(call.func)
    if name is None:
        return False
    return name.startswith(_HARMLESS) and not name.startswith(_WRAPPERS)
