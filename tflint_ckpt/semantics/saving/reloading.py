"""Can a model that the module saves whole, to ``.keras``, be loaded again?

Source: run on TensorFlow 2.15 and 2.21, tf_keras and Keras 3.3, 3.8 and 3.15. Without ``get_config`` Keras 3
saves and loads a subclass of ``Model`` only where its constructor takes ``**kwargs``, and needs no argument,
and a ``Layer`` only where its constructor passes ``**kwargs`` on and is given plain values. Keras 2 minds
only what is no plain value: a layer, a function, an array. A ``Lambda`` of a Python lambda is refused from
``.keras`` by both, from HDF5 by Keras 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.families import LAYER, MODEL
from tflint_ckpt.semantics.saving import constructors
from tflint_ckpt.semantics.saving.layer_classes import class_of, family_of, is_inside_layer
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Unknown
from tflint_ckpt.syntax.forms import keyword, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_LAMBDA = "keras.layers.Lambda"
_MAKING_OBJECTS = ("keras.", "tensorflow.")
_GIVING_VALUES = ("keras.backend.", "keras.config.", "keras.utils.")
_NUMPY = "numpy."
_ARRAYS = frozenset(
    """array asarray arange linspace logspace geomspace zeros ones full empty eye identity tri diag zeros_like
    ones_like full_like stack vstack hstack concatenate tile repeat reshape load loadtxt genfromtxt
    float16 float32 int8 int16 int32 int64 uint8 uint16 uint32 uint64""".split()
)
"""What of NumPy gives an array, or a number that is none of Python's, as ``float64`` is."""
_NUMBERS = frozenset("numpy.pi numpy.e numpy.inf numpy.nan numpy.euler_gamma numpy.newaxis".split())
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a model may not be saved to ``.keras``, or not be loaded again.

    Attributes:
        text: the reason, to be read after a colon.
        is_sure: whether what is in the way is known to be of the model.
    """

    text: str
    is_sure: bool


def saved_models(module: Module, callback: cst.Call) -> tuple[Origin, ...] | None:
    """Every model that the callback built by *callback* saves; ``None`` where one may be out of sight."""
    fits = module.training.fits_of(callback)
    if fits is None or not all(fit.model for fit in fits):
        return None
    return tuple(dict.fromkeys(origin for fit in fits for origin in fit.model))


def unsaved_class(module: Module, models: Sequence[Origin]) -> Obstacle | None:
    """A class without ``get_config`` in *models*; where they are not known, one that the module makes."""
    for model in models:
        lost = model.local is not None and _is_lost(module, model.local, model.node, is_model=True)
        if lost and model.local is not None:
            return Obstacle(_without_config(model.local), is_sure=True)
    known = {module.facts.scopes.get(model.node) for model in models}
    doubt = None
    for call in module.facts.calls:
        owner = classes.local_class(module, call.func)
        family = family_of(module, owner) if owner is not None else None
        if owner is None or family is None or is_inside_layer(module, call):
            continue
        lost = _is_lost(module, owner, call, is_model=family == MODEL)
        if lost and family == LAYER and module.facts.scopes[call] in known:
            return Obstacle(_without_config(owner), is_sure=True)
        if lost is not False:
            doubt = doubt or Obstacle(_without_config(owner), is_sure=False)
    return doubt if not _are_plain(module, models) else None


@dataclass(frozen=True, slots=True)
class Lost:
    """A class of the project whose objects ``load_model`` cannot make again.

    Attributes:
        home: the file that defines it.
        owner: the class.
        module: the file that makes the object which is saved.
        made: where it does.
        is_model: whether it is the model itself; else one of its layers.
        is_refused: whether it is given what is no plain value, so that saving itself raises.
    """

    home: Code
    owner: cst.ClassDef
    module: Module
    made: cst.CSTNode
    is_model: bool
    is_refused: bool


def lost_classes(module: Module, models: Sequence[Origin]) -> Iterator[Lost]:
    """Classes without ``get_config`` that surely are of one of *models*, which are saved whole.

    A model of another file is looked at where it is made; of several such, the class has to be of each.
    """
    yield from _lost_here(module, [model for model in models if model.elsewhere is None])
    if models and all(model.elsewhere is not None for model in models):
        first, *others = [list(_lost_there(module, model)) for model in models]
        for lost in first:
            if all(any(each.owner is lost.owner for each in every) for every in others):
                yield lost


def _lost_there(module: Module, model: Origin) -> Iterator[Lost]:
    """The same of one model that another file makes."""
    from tflint_ckpt.semantics.module import Module as AsRulesSeeIt
    from tflint_ckpt.semantics.objects.elsewhere import maker

    made = maker(module, model)
    if made is not None and isinstance(made[0], AsRulesSeeIt):
        yield from _lost_here(made[0], [made[1]])


def _lost_here(module: Module, models: Sequence[Origin]) -> Iterator[Lost]:
    if not models:
        return
    from tflint_ckpt.semantics.saving.parts import Parts

    for model in models:
        if model.local is not None and _is_lost(module, model.local, model.node, is_model=True):
            yield Lost(module, model.local, module, model.node, True, False)
    parts = module.fact(Parts)
    for call in module.facts.calls:
        made = class_of(module, call)
        if made is None or family_of(*made) != LAYER:
            continue
        home, owner = made
        is_part = any(parts.has(model, call) for model in models)
        if is_part and _is_lost(module, owner, call, is_model=False, home=home):
            given = [is_plain(module, argument.value) for argument in call.args if not argument.star]
            yield Lost(home, owner, module, call, False, False in given)


def refused_lambda(module: Module, models: Sequence[Origin]) -> Obstacle | None:
    """A ``Lambda`` layer of a Python lambda in *models*, or, where that is not known, in the module."""
    if _allows_lambdas(module):
        return None
    known = {module.facts.scopes.get(model.node) for model in models}
    doubt = None
    for call in module.calls(_LAMBDA):
        function = argument_of(call, "function")
        if function is None or not isinstance(function.value, cst.Lambda):
            continue
        where = module.where(call.node, preposition="on")
        reason = f"load_model refuses the Lambda layer {where} in a .keras file, unless safe_mode=False"
        if module.facts.scopes[call.node] in known:
            return Obstacle(reason, is_sure=True)
        doubt = doubt or Obstacle(reason, is_sure=False)
    return doubt if not _are_plain(module, models) else None


def _allows_lambdas(module: Module) -> bool:
    """Whether the module loads with ``safe_mode=False``, or switches the check off."""
    for call in module.facts.calls:
        if last_name(call.func) == "enable_unsafe_deserialization":
            return True
        safe = keyword(call, "safe_mode")
        values = module.evaluate(safe) if safe is not None else ()
        if any(not (isinstance(value, Constant) and value.value) for value in values):
            return True
    return False


def _are_plain(module: Module, models: Sequence[Origin]) -> bool:
    """Whether every layer of all models is seen to be one of Keras' own."""
    return bool(models) and all(
        isinstance(model.node, cst.Call)
        and model.local is None
        and (module.resolve(model.node.func) or "").endswith("Sequential")
        and bool(model.node.args)
        and all(_are_kerases_own(module, argument.value) for argument in model.node.args)
        for model in models
    )


def _are_kerases_own(module: Module, layers: cst.BaseExpression) -> bool:
    return all(
        isinstance(value, Items)
        and value.complete
        and all(module.made_by(element, "keras") for element in value.elements)
        for value in module.evaluate(layers)
    )


def _without_config(owner: cst.ClassDef) -> str:
    return f"{owner.name.value} has no get_config"


def _is_lost(
    module: Module, owner: cst.ClassDef, made: cst.CSTNode, *, is_model: bool, home: Code | None = None
) -> bool | None:
    """Whether what the class *owner* was given is not saved, so that ``load_model`` cannot make it again.

    ``None`` where that depends on arguments that the code does not tell. *home* is the file that defines the
    class, if that is another one than the one it is *made* in.
    """
    home = home or module
    line = [owner, *(base for base in classes.ancestry(home, owner) if isinstance(base, cst.ClassDef))]
    methods = [classes.methods(one) for one in line]
    if any("get_config" in each or "from_config" in each for each in methods):
        return False
    constructor = constructors.constructor_of(home, owner)
    arguments = made.args if isinstance(made, cst.Call) else ()
    if constructor is None:  # a model is functional if it is given its inputs, and has their config
        return None if is_model and not arguments else False
    if is_model and module.target.keras3:
        return None if _is_sequential(module, line) else _is_lost_model(module, constructor, arguments)
    if module.target.keras3 and not _takes_keywords(constructor):
        return True
    kinds = {None if each.star else is_plain(module, each.value) for each in arguments}
    return True if False in kinds else None if None in kinds else False


def _is_lost_model(module: Module, constructor: cst.FunctionDef, arguments: Sequence[cst.Arg]) -> bool | None:
    """Whether Keras 3 cannot save a subclass of ``Model`` or not load it; ``None`` if it may lose values."""
    if constructors.not_taken(constructor) or constructors.required(constructor):
        return True
    if not all(is_plain(module, each) for each in constructors.defaults(constructor)):
        return None
    by_name = (each.keyword.value if each.keyword is not None else "" for each in arguments)
    return False if set(by_name) <= set(constructors.OF_EVERY_LAYER) else None


def _is_sequential(module: Module, line: Sequence[cst.ClassDef]) -> bool:
    """Whether a class derives from ``Sequential``, which saves its layers whatever its constructor takes."""
    bases = (base for base in classes.ancestry(module, line[0]) if isinstance(base, str))
    return next(bases, "").rpartition(".")[2] == "Sequential"


def _takes_keywords(constructor: cst.FunctionDef) -> bool:
    """Whether a constructor takes ``**kwargs``, or the arguments of every layer by name, and no ``*args``."""
    takes_all = not constructors.not_taken(constructor)
    return takes_all and not isinstance(constructor.params.star_arg, cst.Param)


def is_plain(module: Engine, node: cst.BaseExpression, depth: int = 0) -> bool | None:
    """Whether an argument is a plain value, which Keras saves; ``False`` for a layer, function or array."""
    kinds: set[bool | None] = set()
    for value in module.evaluate(node):
        if isinstance(value, Items) and depth < _DEEPEST:
            kinds |= {is_plain(module, element, depth + 1) for element in value.elements}
        elif isinstance(value, Instance):
            local = classes.local_class(module, value.call.func)
            kinds.add(False if local is not None else _is_plain_result(module.resolve(value.call.func) or ""))
        elif isinstance(value, Unknown):
            found = value.node if isinstance(value.node, cst.BaseExpression) else node
            kinds.add(_is_plain_name(module, found, depth))
        else:
            kinds.add(True)
    return False if False in kinds else None if None in kinds else True


def _is_plain_result(name: str) -> bool | None:
    """The same of what the function *name* gives."""
    if name.startswith(_NUMPY):
        return False if name.removeprefix(_NUMPY) in _ARRAYS else None  # a float64 is a float of Python, too
    return False if name.startswith(_MAKING_OBJECTS) and not name.startswith(_GIVING_VALUES) else None


def _is_plain_name(module: Engine, node: cst.BaseExpression, depth: int) -> bool | None:
    """The same of a name, or of what has no value: a function, a constant of another file."""
    if isinstance(node, cst.Lambda) or module.local_function(node) is not None:
        return False
    name = module.resolve(node) or ""
    if name in _NUMBERS:
        return True
    if name.startswith((*_MAKING_OBJECTS, _NUMPY)):
        return False
    spelled = module.spelled(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    binding = found.binding if found is not None else None
    if found is None or binding is None or depth >= _DEEPEST:
        return None
    if isinstance(binding.node, (cst.FunctionDef, cst.ClassDef)):
        return False
    is_set = binding.kind is BindingKind.ASSIGNMENT and not binding.index and binding.value is not None
    return is_plain(found.module, binding.value, depth + 1) if is_set and binding.value is not None else None
