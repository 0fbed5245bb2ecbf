"""The names that compiled metrics have in the logs of a fit.

What is said here was run on TensorFlow 2.15 (Keras 2.15), on tf_keras 2.21 and on Keras 3.15, and read in
the sources of Keras 3.3 (``trainers/compile_utils.py``).
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import decorators
from tflint_ckpt.semantics.calls.sites import CallSites, Frames
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Mapping, Text, Value
from tflint_ckpt.syntax.forms import keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_AS_WRITTEN = frozenset(
    """Accuracy BinaryAccuracy BinaryCrossentropy CategoricalAccuracy CategoricalCrossentropy
    CategoricalHinge CosineSimilarity F1Score FBetaScore Hinge Mean MeanAbsoluteError
    MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson R2Score
    RootMeanSquaredError SparseCategoricalAccuracy SparseCategoricalCrossentropy
    SparseTopKCategoricalAccuracy SquaredHinge Sum TopKCategoricalAccuracy""".split()
)
"""Metrics whose default name is always the same: their own in snake case."""
_COUNTED = frozenset(
    """AUC BinaryIoU FalseNegatives FalsePositives IoU MeanIoU OneHotIoU OneHotMeanIoU Precision
    PrecisionAtRecall Recall RecallAtPrecision SensitivityAtSpecificity SpecificityAtSensitivity
    TrueNegatives TruePositives""".split()
)
"""Metrics without a default name: the second one that a process builds is ``auc_1``."""
_FUNCTIONS = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
}
"""Functions of Keras under a second name."""
_PLAIN_FUNCTIONS = frozenset(
    """binary_accuracy binary_crossentropy categorical_accuracy categorical_crossentropy
    mean_absolute_error mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error
    sparse_categorical_accuracy sparse_categorical_crossentropy sparse_top_k_categorical_accuracy
    top_k_categorical_accuracy hinge squared_hinge categorical_hinge poisson cosine_similarity""".split()
)
_LOOPS = (cst.For, cst.While, cst.ListComp, cst.DictComp, cst.SetComp, cst.GeneratorExp, cst.Lambda)

Names = tuple[str, ...] | None
"""Names in the order of the list; ``None`` where not all are known."""


def names(module: Engine, node: cst.BaseExpression | None, frames: Frames, keras: tuple[int, int]) -> Names:
    """The names of the metrics that *node*, an argument of ``compile``, gives a model with one output."""
    if node is None:
        return ()
    listed = module.fact(Evaluator).display_elsewhere(node)
    if listed is not None and isinstance(listed.node, cst.BaseExpression):
        module, node, frames = listed.module, listed.node, ()
    return agreed(_of(module, value, frames, keras) for value in module.evaluate(node, frames))


def _of(module: Engine, value: Value, frames: Frames, keras: tuple[int, int]) -> Names:
    """The names of one alternative: a list or tuple, a dictionary of the only output, a single metric."""
    if isinstance(value, Constant) and value.value is None:
        return ()
    if isinstance(value, Items) and value.complete and isinstance(value.node, (cst.List, cst.Tuple)):
        return _together(of_element(module, element, frames, keras) for element in value.elements)
    if isinstance(value, Mapping) and value.complete and len(value.entries) == 1:
        return of_element(module, value.entries[0].value, frames, keras)
    # Keras 3 takes nothing but lists, tuples and dictionaries.
    return _single(module, value, frames, keras) if keras[0] == 2 else None


def _together(each: Iterable[Names]) -> Names:
    found: list[str] = []
    for one in each:
        if one is None or set(one) & set(found):
            return None  # the second of a name is another one on Keras 3, an error on Keras 2
        found += one
    return tuple(found)


def of_element(module: Engine, node: cst.BaseExpression, frames: Frames, keras: tuple[int, int]) -> Names:
    """The names of one element of a list of metrics."""
    by_function = _of_function(module, node, keras)
    if by_function is not None:
        return (by_function,)
    return agreed(
        (_of if isinstance(value, Items) else _single)(module, value, frames, keras)
        for value in module.evaluate(node, frames)
    )


def _single(module: Engine, value: Value, frames: Frames, keras: tuple[int, int]) -> Names:
    if isinstance(value, Text):
        return _of_string(value.literal, keras)
    if isinstance(value, Instance):
        name = _of_object(module, value.call, frames, keras)
        return (name,) if name else None
    return None


def _of_string(text: str | None, keras: tuple[int, int]) -> Names:
    """``"accuracy"``: kept as written, but for class names on Keras 2, which make an object."""
    if not text:
        return None
    if keras[0] == 3 or text.islower() or text not in _AS_WRITTEN | _COUNTED or text == "Accuracy":
        return (text,)
    return (snake_case(text),) if text in _AS_WRITTEN else None  # the second AUC is another one


def _of_function(module: Engine, node: cst.BaseExpression, keras: tuple[int, int]) -> str | None:
    """The name of a function that is given as a metric."""
    resolved = module.resolve(node)
    owner, _, last = (resolved or "").rpartition(".")
    if owner in ("keras.metrics", "keras.losses"):
        last = _FUNCTIONS.get(last.lower(), last)
        return last if last in _PLAIN_FUNCTIONS else None
    function, there = function_of(module, node)
    if function is None or _is_renamed(module, function.name.value):
        return None
    if there is not module and _is_renamed(there, function.name.value):
        return None
    wrapped = decorators(there, function)
    name = function.name.value
    if not wrapped or all(one.endswith("register_keras_serializable") for one in wrapped):
        return snake_case(name) if keras[0] == 3 else name
    if wrapped == ["tensorflow.function"] and (keras[0] == 2 or snake_case(name) == name):
        return name
    return None


def function_of(module: Engine, node: cst.BaseExpression) -> tuple[cst.FunctionDef | None, Engine]:
    """The function that *node* surely means, of this file or another one, and which."""
    binding = module.sole_binding(node)
    if binding is not None and binding.kind is BindingKind.FUNCTION:
        return binding.node if isinstance(binding.node, cst.FunctionDef) else None, module
    found = module.fact(Evaluator).defined_elsewhere(node)
    if found is not None and isinstance(found.node, cst.FunctionDef):
        return found.node, found.module
    return None, module


def _is_renamed(module: Engine, name: str) -> bool:
    """Whether the file sets ``name.__name__``."""
    return any(
        isinstance(node.value, cst.Name)
        and node.value.value == name
        and isinstance(module.parent(node), cst.AssignTarget)
        for attribute in ("__name__", "name")
        for node in module.attributes(attribute)
    )


def _of_object(module: Engine, call: cst.Call, frames: Frames, keras: tuple[int, int]) -> str | None:
    elsewhere = module.fact(Evaluator).class_elsewhere(call)
    if elsewhere is not None and isinstance(elsewhere.node, cst.ClassDef):
        return _of_foreign(module, elsewhere.module, elsewhere.node, call)
    origins = module.fact(Instances).origins(call, frames)
    if len(origins) != 1 or origins[0].node is not call:
        return None
    origin = origins[0]
    if not families.is_a(origin.name, families.METRIC) or any(arg.star for arg in call.args):
        return None
    if origin.local is not None:
        return _of_local(module, origin.local, call)
    owner, _, last = origin.name.rpartition(".")
    if owner != "keras.metrics":
        return None
    given = given_to(call, f"keras.metrics.{last}", "name")
    if given is not None:
        return module.literal(given, frames)
    if last == "KLDivergence":
        return "kl_divergence" if keras[0] == 3 else "kullback_leibler_divergence"
    if last == "LogCoshError":
        return "logcosh"
    if last in _AS_WRITTEN:
        return snake_case(last)
    return snake_case(last) if last in _COUNTED and _is_only(module, last, call) else None


def is_metric_class(module: Engine, node: cst.ClassDef) -> bool:
    """Whether a class of the module derives from a metric of Keras, all its bases being known."""
    bases = classes.ancestry(module, node)
    return None not in bases and any(
        isinstance(base, str) and families.is_a(base, families.METRIC) for base in bases
    )


def _of_foreign(module: Engine, there: Engine, node: cst.ClassDef, call: cst.Call) -> str | None:
    """The name of an object of a metric class of the file *there*, which *call* makes here."""
    if not is_metric_class(there, node) or any(argument.star for argument in call.args):
        return None
    return _of_local(there, node, call, module)


def _of_local(
    module: Engine, local: cst.ClassDef, call: cst.Call, caller: Engine | None = None
) -> str | None:
    """The name of an object of a metric class of the module; *caller* is the file of the call."""
    inherited = [base for base in classes.ancestry(module, local) if isinstance(base, cst.ClassDef)]
    for one in (local, *inherited):
        result = classes.methods(one).get("result")
        returned = module.returns(result) if result is not None else ()
        if returned is None or any(isinstance(node, cst.Dict) for node in returned):
            return None  # a name for each key
    constructor = module.fact(CallSites).method(local, "__init__")
    if constructor is None:
        given = keyword(call, "name")
        return (caller or module).literal(given) if given is not None else None
    handed = _handed_name(module, constructor)
    if handed is None:
        return None
    if isinstance(handed, cst.Name):
        if module.sole_binding(handed) is None:
            return None  # the constructor gives it another value first
        value = module.fact(CallSites).bound_argument(constructor, call, handed.value)
        if value is None:
            return None
        is_default = any(param.default is value for param in all_parameters(constructor.params))
        return (module if is_default else caller or module).literal(value)
    return module.literal(handed)


def _handed_name(module: Engine, constructor: cst.FunctionDef) -> cst.BaseExpression | None:
    """What a constructor hands to ``super().__init__(name=…)``."""
    for call, func in module.method_calls("__init__"):
        name = keyword(call, "name")
        is_own = module.enclosing_function(call) is constructor and isinstance(func.value, cst.Call)
        if name is not None and is_own:
            return name
    return None


def _is_only(module: Engine, last: str, call: cst.Call) -> bool:
    """Whether *call* alone in the file builds an object with this default name, and once at most."""
    for other in module.facts.calls:
        name = module.resolve(other.func) or ""
        local = classes.local_class(module, other.func)
        built = local.name.value if local is not None else name.rpartition(".")[2]
        if other is not call and snake_case(built) == snake_case(last):
            return False
    strings = module.facts.every(cst.SimpleString)
    return all(node.raw_value != last for node in strings) and _runs_once(module, call, 0)


def _runs_once(module: Engine, node: cst.CSTNode, depth: int) -> bool:
    """Whether *node* is run at most once: in no loop, in a function with a single call that is not, too."""
    for above in module.ancestors(node):
        if isinstance(above, _LOOPS) or depth > 4:
            return False
        if isinstance(above, cst.FunctionDef):
            sites = module.fact(CallSites).in_sight(above)
            return sites is not None and len(sites) == 1 and _runs_once(module, sites[0], depth + 1)
    return True


def snake_case(name: str) -> str:
    """The default name of an object as Keras makes it of the name of its class: ``mean_io_u``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
