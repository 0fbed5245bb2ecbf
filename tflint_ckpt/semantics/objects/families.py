"""Classes of the Keras and TensorFlow APIs by canonical name, and the families they belong to.

A family is named by its base class: ``keras.metrics.Mean`` is of ``keras.metrics.Metric``. Membership is
read off the module that a class lives in, as Keras arranges its API (``keras.io/api``); local classes are
the business of :mod:`tflint_ckpt.semantics.objects.instances`.
"""

from __future__ import annotations

from tflint_ckpt.light_functools import lru_cache

MODEL = "keras.Model"
LAYER = "keras.layers.Layer"
RNN = "keras.layers.RNN"
OPTIMIZER = "keras.optimizers.Optimizer"
METRIC = "keras.metrics.Metric"
CALLBACK = "keras.callbacks.Callback"
LAMBDA_CALLBACK = "keras.callbacks.LambdaCallback"
SCHEDULE = "keras.optimizers.schedules.LearningRateSchedule"
LOSS = "keras.losses.Loss"
STRATEGY = "tensorflow.distribute.Strategy"
OPTIMIZER_V1 = "tensorflow.train.Optimizer"
"""The optimizers of TensorFlow 1, which Keras wraps: not of the Keras family."""

_BASES = {
    "keras.layers": LAYER,
    "keras.optimizers": OPTIMIZER,
    "keras.optimizers.schedules": SCHEDULE,
    "keras.metrics": METRIC,
    "keras.callbacks": CALLBACK,
    "keras.losses": LOSS,
    "keras.applications": MODEL,
    "keras.initializers": "keras.initializers.Initializer",
    "keras.regularizers": "keras.regularizers.Regularizer",
    "keras.constraints": "keras.constraints.Constraint",
}
"""Which base class the classes of a module have, the longest module that fits counting."""

_RECURRENT = frozenset(
    "RNN LSTM GRU SimpleRNN ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNLSTM CuDNNGRU Bidirectional".split()
)
"""Layers that carry a state from batch to batch, with ``reset_states`` of their own in every Keras."""

_SAME_PLACE = (
    ("tensorflow.optimizers", "keras.optimizers"),
    ("tensorflow.metrics", "keras.metrics"),
    ("tensorflow.losses", "keras.losses"),
    ("tensorflow.initializers", "keras.initializers"),
    ("tensorflow_addons.layers", "keras.layers.addons"),
    ("tensorflow_addons.metrics", "keras.metrics.addons"),
    ("tensorflow_addons.callbacks", "keras.callbacks.addons"),
    ("tensorflow_addons.optimizers", "keras.optimizers.addons"),
    ("tensorflow_addons.losses", "keras.losses.addons"),
)
"""Modules whose classes belong to the families of a Keras module."""

MODELS = ("Model", "Sequential", "Functional")
"""The classes of models, but for those of ``keras.applications``."""
_NOT_OF_FAMILY = frozenset(
    ("keras.callbacks.CallbackList", "keras.layers.InputSpec", "keras.losses.Reduction")
)
"""Classes that live in a module of a family and are not of it."""
_NO_CLASSES = frozenset(
    (
        "keras.Input",
        "keras.layers.Input",
        "keras.engine.Input",
        "keras.engine.input_layer.Input",
        "tensorflow.Assert",
        "tensorflow.Print",
    )
)
"""Functions whose names look like those of classes."""

_MAKERS = {
    "keras.models.load_model": MODEL,
    "keras.saving.load_model": MODEL,
    "keras.models.clone_model": MODEL,
    "keras.models.model_from_json": MODEL,
    "keras.models.model_from_yaml": MODEL,
    "keras.models.model_from_config": MODEL,
    "keras.utils.multi_gpu_model": MODEL,
    "keras.optimizers.get": OPTIMIZER,
    "keras.optimizers.deserialize": OPTIMIZER,
}
"""Functions of the API that return an object of a family."""

_METHODS_THAT_MAKE = frozenset(("from_config",))


def concrete(name: str) -> str:
    """The canonical name of a class that Keras exports from several places: ``keras.Sequential``."""
    last = name.rpartition(".")[2]
    if last in MODELS and name.startswith(("keras.models.", "keras.engine.")):
        return MODEL if last == "Functional" else f"keras.{last}"
    if last == "Layer" and name.startswith("keras.engine."):
        return LAYER
    for prefix, other in _SAME_PLACE:
        if name.startswith(f"{prefix}.") and prefix.startswith("tensorflow."):
            return other + name[len(prefix) :]
    return name


def made_by(function: str) -> str | None:
    """The class of what calling the canonical name *function* gives; ``None`` where that is no class."""
    if function in _MAKERS:
        return _MAKERS[function]
    if function in _NO_CLASSES:
        return None
    owner, _, last = function.rpartition(".")
    if last in _METHODS_THAT_MAKE:
        return made_by(owner)
    known = function.startswith(("keras.", "tensorflow.", "tensorflow_addons."))
    return concrete(function) if known and last[:1].isupper() else None


@lru_cache(maxsize=4096)
def families(name: str) -> tuple[str, ...]:
    """The class *name* and the families it belongs to, the narrowest first."""
    name = concrete(name)
    found = [name]
    base = _base(name)
    while base is not None and base not in found:
        found.append(base)
        base = _base(base)
    return tuple(found)


@lru_cache(maxsize=4096)
def is_a(name: str, *wanted: str) -> bool:
    """Whether the class *name* is one of the classes *wanted*, or of their families."""
    mine = families(name)
    return any(concrete(one) in mine for one in wanted)


def shared(names: list[str]) -> str | None:
    """The narrowest class or family that all of *names* belong to; ``None`` where there is none."""
    if not names:
        return None
    first, *others = (families(name) for name in names)
    return next((family for family in first if all(family in other for other in others)), None)


def _base(name: str) -> str | None:
    """The family that a class or family belongs to next."""
    owner, _, last = name.rpartition(".")
    if name == "keras.Sequential":
        return MODEL
    if name == MODEL:
        return LAYER
    if owner == "tensorflow.train" and last.endswith("Optimizer"):
        return OPTIMIZER_V1
    if name.startswith("tensorflow.distribute.") and last.endswith("Strategy"):
        return STRATEGY
    base = _base_in(owner)
    if base is None or name in _NOT_OF_FAMILY or not last[:1].isupper():
        return None
    return RNN if base == LAYER and last in _RECURRENT and name != RNN else base


def _base_in(owner: str) -> str | None:
    """The base class of the classes that live in the module *owner*."""
    for prefix, other in _SAME_PLACE:
        if owner == prefix or owner.startswith(f"{prefix}."):
            owner = other
    while owner and owner not in _BASES:
        owner = owner.rpartition(".")[0]
    return _BASES.get(owner)
