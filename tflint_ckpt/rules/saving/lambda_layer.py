"""TFC512 lambda-layer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.parts import Parts
from tflint_ckpt.semantics.saving.whole import WholeSave, loads_trustingly, whole_saves
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

_REFUSED = "refuses to load it: ValueError, unless load_model(…, safe_mode=False)"
_KERAS_FILE = (Outcome(Severity.WARNING, _REFUSED),)
_H5_FILE = (
    on_keras2(Severity.INFO, "loads it only on the same release of Python"),
    on_keras3(Severity.WARNING, _REFUSED),
)


class LambdaLayer(Rule):
    """A model with a `Lambda` layer of a Python lambda is saved, and cannot be loaded.

    ## What it does
    Reports `keras.layers.Lambda(lambda x: …)` in the function (or at the top level) that builds a model
    which the module saves whole, with `save`, `save_model` or a `ModelCheckpoint` of its `fit`.

    ## Why
    The lambda is saved as bytecode. `load_model` of a `.keras` file, and on Keras 3 of an `.h5` file as well,
    refuses to run it: `ValueError: Requested the deserialization of a Lambda layer`. With `safe_mode=False`
    it loads, but only on the release of Python that wrote it.

    ## When it is silent
    `Lambda` of a function with a name; a model that is not saved whole in the module, or only as weights; a
    file that the module loads with `safe_mode=False`, and a module that calls
    `enable_unsafe_deserialization()`.

    ## Fix safety
    There is no fix: write a subclass of `Layer`, use a layer or an operation that Keras has, or save the
    weights only.

    ## References
    - [Lambda](https://keras.io/api/layers/core_layers/lambda/)
    """

    code = "TFC512"
    name = "lambda-layer"
    summary = "a Lambda layer of a Python lambda in a model that is saved whole"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("Lambda"), Name("save", "save_model", "ModelCheckpoint"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such layer."""
        layers = [call for call in module.calls("keras.layers.Lambda") if _is_of_lambda(call)]
        saves = list(whole_saves(module)) if layers and not _is_switched_off(module) else []
        for call in layers:
            outcomes = [each for save in saves if (each := _outcomes(module, save, call.node))]
            if outcomes:
                worst = _KERAS_FILE if _KERAS_FILE in outcomes else outcomes[0]
                advice = Fix(Applicability.MANUAL, "write a subclass of Layer, or save the weights only")
                what = "the lambda is saved with the model as bytecode"
                yield from self.judged(module, call.node.func, what, worst, advice)


def _is_of_lambda(call: Call) -> bool:
    function = argument_of(call, "function")
    return function is not None and isinstance(function.value, cst.Lambda)


def _is_switched_off(module: Module) -> bool:
    return any(last_name(call.func) == "enable_unsafe_deserialization" for call in module.facts.calls)


def _outcomes(module: Module, save: WholeSave, layer: cst.Call) -> tuple[Outcome, ...] | None:
    """What becomes of *layer* in the file; ``None`` where it is not known to be of the model, or trusted."""
    if not module.fact(Parts).are_in_all(save.models, layer):
        return None
    paths = module.evaluate(save.path)
    texts = [value for value in paths if isinstance(value, Text)]
    if len(texts) < len(paths) or loads_trustingly(module, texts):
        return None
    if all(ends_in(text, ".keras") for text in texts):
        return _KERAS_FILE
    return _H5_FILE if all(ends_in(text, ".h5", ".hdf5") for text in texts) else None
