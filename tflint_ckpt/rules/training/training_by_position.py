"""TFC722 training-by-position."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Name, Parameter
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.models.layers import Layer
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.values.kinds import Constant

TRAINING = "training"
_LAYERS = frozenset(
    "Dropout BatchNormalization SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise "
    "GaussianDropout AlphaDropout".split()
)
"""Layers whose second parameter is ``training``, on Keras 2 and 3."""
_CELLS = frozenset(("SimpleRNNCell", "GRUCell", "LSTMCell"))
"""Layers of which it is the third, behind the states."""
_MODELS = ("keras.Sequential", families.MODEL)
_OUTCOMES = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "takes only tensors by position, and raises when it is True or False"),
)


class TrainingByPosition(Rule):
    """`training` is given to a layer or model by position: Keras 3 takes tensors only.

    ## What it does
    Reports `layer(x, True)`, and `layer(x, training)` in the `call` of a layer or model, where `layer`
    provably is one of Keras whose second parameter is `training`, or of a class of the file with a `call`.
    The same for a parameter of that `call` whose default is `True` or `False`, as `is_training=False`, and
    further back, as in `block(x, mask, training)` and `LSTMCell(8)(x, states, training)`.

    ## Why
    Keras 3 takes positional arguments for inputs: `Only input tensors may be passed as positional arguments.
    The following argument value should be passed as a keyword argument: True`. A functional model raises
    `TypeError`.

    ## When it is silent
    On Keras 2. Where it is not proved what is called, or that the argument is `True`, `False` or the
    parameter `training`, or one with such a default: `None` and tensors pass.

    ## Fix safety
    The fix writes the name of the parameter, and of those behind it. That is the same on Keras 2, and Keras 3
    raised, so that it is safe.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC722"
    name = "training-by-position"
    summary = "training given to a layer or model by position"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Name(*sorted(_LAYERS | _CELLS), "Model", "Sequential", "Layer", "applications"),
        Either(Parameter("training"), Name("training", "is_training", "True", "False")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``training`` that is given by position."""
        for call in module.facts.calls:
            place = _place(module, call)
            if place is None or is_guarded(module, call, "ValueError", "TypeError"):
                continue
            found = {_parameters(module, call, origin) for origin in module.objects.origins(call.func)}
            names = found.pop() if len(found) == 1 else ()
            if len(names) <= place:
                continue
            given = call.args[place]
            what = f"{names[place]} is given by position"
            fix = _fix(module, call, place, names)
            yield from self.judged(module, given, what, _OUTCOMES, fix, of=call)


def _fix(module: Module, call: cst.Call, place: int, names: tuple[str, ...]) -> Fix:
    """Name the argument, and those behind it; and a mask before it, which Keras 3 gives by name itself."""
    named = f"{names[place]}={module.text(call.args[place].value)}"
    place = next((at for at in range(1, place) if names[at].endswith("mask")), place)
    later = [(at, each) for at, each in enumerate(call.args) if at >= place and each.keyword is None]
    if later[-1][0] >= len(names):
        more = ", and name the arguments behind it" if later[-1][0] > place else ""
        return Fix(Applicability.MANUAL, f"write {named}{more}")
    title = ", ".join(f"{names[at]}={module.text(each.value)}" for at, each in later)
    starts = [(module.span(each)[0], names[at]) for at, each in later]
    edits = tuple(Edit(module.path, start, start, f"{name}=") for start, name in starts)
    return Fix(Applicability.SAFE, f"write {title}", edits)


def _place(module: Module, call: cst.Call) -> int | None:
    """Which positional argument of a call that may be one of a layer, not the first, is a truth value."""
    if len(call.args) < 2 or any(each.star for each in call.args) or module.resolve(call.func) is not None:
        return None
    for place, each in enumerate(call.args[1:], 1):
        if each.keyword is not None:
            return None
        if isinstance(each.value, cst.Name) and _is_truth(module, each.value):
            return place
    return None


def _is_truth(module: Module, value: cst.Name) -> bool:
    if value.value in ("True", "False") or _is_parameter(module, value):
        return True
    values = module.evaluate(value)
    return all(isinstance(each, Constant) and isinstance(each.value, bool) for each in values)


def _is_parameter(module: Module, value: cst.Name) -> bool:
    """Whether *value* is a truth value that the ``call``, or ``__call__``, of a layer or model is given.

    That is ``training``, which Keras gives, and what is ``True`` or ``False`` where nothing is given.
    """
    binding = module.sole_binding(value)
    function = binding.scope.node if binding is not None and binding.kind is BindingKind.PARAMETER else None
    if binding is None or not isinstance(function, cst.FunctionDef):
        return False
    if value.value != TRAINING and not _is_literal_truth(binding.value):
        return False
    if function.name.value not in ("call", "__call__"):
        return False
    owner = module.facts.scopes[function].node
    return isinstance(owner, cst.ClassDef) and _is_layer(module, owner)


def _is_literal_truth(default: cst.BaseExpression | None) -> bool:
    return isinstance(default, cst.Name) and default.value in ("True", "False")


def _is_layer(module: Module, owner: cst.ClassDef) -> bool:
    bases = classes.ancestry(module, owner)
    return any(isinstance(base, str) and families.is_a(base, families.LAYER) for base in bases)


def _parameters(module: Module, call: cst.Call, origin: Origin) -> tuple[str, ...]:
    """The parameters that the positional arguments of a call of a layer arrive at; empty if not known."""
    if not families.is_a(origin.name, families.LAYER) or not origin.is_made:
        return ()
    if origin.local is not None:
        return _of_class(module, origin, origin.local)
    layer = Layer(module, origin, call)
    if layer.name in _CELLS:
        return ("inputs", "states", TRAINING)
    is_model = layer.application or (layer.made is not None and origin.name in _MODELS)
    return ("inputs", TRAINING) if is_model or layer.name in _LAYERS else ()


def _of_class(module: Module, origin: Origin, local: cst.ClassDef) -> tuple[str, ...]:
    """The parameters of the ``call`` of a class of the file, without ``self``."""
    function = module.call_sites.method(local, "call")
    if function is None or module.objects.overrides(origin, "__call__"):
        return ()
    if not set(decorators(module, function)) <= PASSING or function.params.posonly_params:
        return ()
    return tuple(param.name.value for param in function.params.params[1:])
