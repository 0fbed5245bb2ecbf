"""TFC718 list-as-data."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.records import dataclass
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Method
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.python_data import PythonData, may_be_list, python_data
from tflint_ckpt.semantics.values.kinds import Instance, Items

_DATA = {"fit": ("x", "y"), "evaluate": ("x", "y"), "predict": ("x",)}
_RAISES = "raises ValueError: Unrecognized data type"
_ARRAYS = ("numpy.", "tensorflow.constant", "tensorflow.convert_to_tensor")


@dataclass(frozen=True, slots=True)
class _Given:
    """An argument that is Python data."""

    name: str
    argument: Argument
    data: PythonData


class ListAsData(Rule):
    """A Python list of numbers is given to `fit`, `evaluate` or `predict`: Keras 3 takes arrays only.

    ## What it does
    Reports a Python list of numbers or texts, or a number itself, that is given as `x` or `y` to `fit`,
    `evaluate` or `predict` of what provably is a Keras model: `model.predict([6])`.

    ## Why
    Keras 2 made an array of such a list, if all the data of the call were lists. Keras 3 raises
    `ValueError: Unrecognized data type`. A list of arrays is another thing: one array for each input.

    ## When it is silent
    Where some way may give an array or anything that is not seen: `model.predict([image])`. Where the object
    is not proved to be a Keras model, where its class overrides the method, and where the error is caught.

    ## Fix safety
    The fix writes `np.array(…)` around the list, or `tf.constant(…)` around texts, and imports the package
    where that is missing. It is what Keras 2 did, so it is safe. It is left to you where the list holds other
    things too or rows of several lengths, where the other data are a list of something else, where the model
    has several inputs or outputs, and for a single number, of which nobody knows the shape that is wanted.

    ## References
    - [Model.predict](https://keras.io/api/models/model_training_apis/#predict-method)
    """

    code = "TFC718"
    name = "list-as-data"
    summary = "a Python list or number as the data of fit, evaluate or predict"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method(*_DATA), Api("keras"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        for call, _ in module.calls_on(families.MODEL, *_DATA):
            given = _given(module, call)
            if not given or is_guarded(module, call.node, "ValueError"):
                continue
            subject = " and ".join(each.name for each in given)
            what = f"{subject} is {given[0].data.shown}"
            if len(given) > 1:
                kind = "lists" if all(each.data.is_list for each in given) else "data, no arrays"
                what = f"{subject} are Python {kind}"
            fix = _fix(module, call, given)
            yield from self.judged(
                module, given[0].argument.value, what, _outcomes(module, call, given), fix, of=call.node
            )


def _given(module: Module, call: Call) -> list[_Given]:
    found = []
    for name in _DATA[call.name.rpartition(".")[2]]:
        argument = argument_of(call, name)
        data = python_data(module, argument.value) if argument is not None else None
        if argument is not None and data is not None:
            found.append(_Given(name, argument, data))
    return found


def _outcomes(module: Module, call: Call, given: list[_Given]) -> tuple[Outcome, ...]:
    """Keras 2 took data that were lists of Python numbers all of them, and no others."""
    numbers = not all(each.data.is_list for each in given)
    others = {"x", "y"} - {each.name for each in given}
    arrays = any(_is_array(module, argument_of(call, name)) for name in others)
    if numbers or arrays:
        raises = "raises IndexError" if numbers and not arrays else "raises ValueError"
        return on_keras2(Severity.ERROR, raises), on_keras3(Severity.ERROR, _RAISES)
    return on_keras2(None, "makes an array of a list"), on_keras3(Severity.ERROR, _RAISES)


def _is_array(module: Module, argument: Argument | None) -> bool:
    values = module.evaluate(argument.value) if argument is not None else ()
    made = [module.resolve(value.call.func) for value in values if isinstance(value, Instance)]
    return len(made) == len(values) > 0 and all(name and name.startswith(_ARRAYS) for name in made)


def _fix(module: Module, call: Call, given: list[_Given]) -> Fix:
    from tflint_ckpt.syntax.arguments import replace
    from tflint_ckpt.syntax.imports import import_module

    by_hand = Fix(Applicability.MANUAL, "give an array: np.array(…)")
    if any(not each.data.uniform or not each.data.is_list or each.argument.unpacked for each in given):
        return by_hand
    others = (argument_of(call, name) for name in {"x", "y"} - {each.name for each in given})
    if any(other is not None and may_be_list(module, other.value) for other in others):
        return by_hand  # Keras 2 takes lists only where all data are lists
    if any(each.data.depth > 1 for each in given) and _has_several_ends(module, call):
        return Fix(Applicability.MANUAL, "give a list of arrays, one for each input or output")
    edits: list[Edit] = []
    titles = []
    for each in given:
        package, alias, function = (
            ("tensorflow", "tf", "constant") if each.data.texts else ("numpy", "np", "array")
        )
        known = import_module(module, package, call.node, alias)
        if known is None:
            return by_hand
        name, imports = known
        edits += [edit for edit in imports if edit not in edits]
        edits.append(replace(module, each.argument.value, f"{name}.{function}({_text(module, each)})"))
        titles.append(f"{name}.{function}({_shown(module, each)})")
    return Fix(Applicability.SAFE, f"write {' and '.join(titles)}", tuple(edits))


def _text(module: Module, given: _Given) -> str:
    return module.text(given.argument.value)


def _shown(module: Module, given: _Given) -> str:
    text = _text(module, given)
    return text if len(text) < 24 and "\n" not in text else "…"


def _has_several_ends(module: Module, call: Call) -> bool:
    """Whether the model may be one that is made with a list of inputs or outputs."""
    assert isinstance(call.node.func, cst.Attribute)
    for origin in module.objects.origins(call.node.func.value):
        made = origin.node
        for argument in made.args if isinstance(made, cst.Call) else ():
            for value in module.evaluate(argument.value):
                several = isinstance(value, Items) and (len(value.elements) > 1 or not value.exact)
                if several and origin.name == families.MODEL:
                    return True
    return False
