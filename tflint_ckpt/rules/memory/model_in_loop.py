"""TFC307 model-in-loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.repeated import Loop, loop_around
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.walk import descend

_RELEASING = frozenset(("clear_session", "collect", "reset_default_graph", "close", "terminate"))
_FOLDS = (
    "sklearn.model_selection.KFold",
    "sklearn.model_selection.StratifiedKFold",
    "sklearn.model_selection.GroupKFold",
    "sklearn.model_selection.TimeSeriesSplit",
)
_FEW_FOLDS = 10


class ModelInLoop(Rule):
    """A model is built and trained in each pass of a long loop, and none is released.

    ## What it does
    Reports a `fit` in a loop whose model is built in the same pass, where nothing in the loop releases
    anything.

    ## Why
    Part of each model stays in memory when the next one is built: after twelve models of 4 MB, a process had
    grown by 197 MB. `clear_session()` and `gc.collect()` in each pass help little (168 MB). What helps is a
    process of its own for each model, or one model whose weights are set back.

    ## When it is silent
    In loops of a few passes (lists of less than ten, `range(5)`, the folds of a cross-validation); where the
    loop has `clear_session()`, `gc.collect()` or `del`; where the model is built before the loop; and where
    the `fit` or what builds the model stands in a function that is called elsewhere.

    ## Fix safety
    There is no fix.

    ## References
    - [clear_session](https://keras.io/api/utils/config_utils/#clearsession-function)
    """

    code = "TFC307"
    name = "model-in-loop"
    summary = "a model built and trained in each pass of a long loop, and none released"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.MANUAL,)
    requires = (Name("fit", "fit_generator"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such loop."""
        seen = set[cst.CSTNode]()
        for fit in module.training.fits:
            loop = loop_around(module, fit.node, deeper=0)
            if loop is None or isinstance(loop, cst.CompFor) or loop in seen:
                continue
            if not _is_built_inside(module, fit, loop) or _is_of_few_folds(module, loop) or _releases(loop):
                continue
            seen.add(loop)
            message = (
                f"each pass of the loop ({module.where(loop)}) builds and trains another model, and part of "
                "each stays in memory"
            )
            advice = Fix(
                Applicability.MANUAL, "train each in a process of its own, or set one model's weights back"
            )
            yield self.finding(module, fit.node.func, Severity.INFO, message, advice, of=fit.node)


def _is_built_inside(module: Module, fit: Fit, loop: Loop) -> bool:
    """Whether the model of *fit* is surely made in each pass of *loop*."""
    places = [origin.frames[0][1] if origin.frames else origin.node for origin in fit.model]
    return bool(places) and all(loop in module.ancestors(place) for place in places)


def _releases(loop: cst.For | cst.While) -> bool:
    for node in descend(loop.body):
        if isinstance(node, cst.Del):
            return True
        if isinstance(node, cst.Call):
            name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
            if isinstance(name, cst.Name) and name.value in _RELEASING:
                return True
    return False


def _is_of_few_folds(module: Module, loop: Loop) -> bool:
    """Whether a loop goes over the folds of a cross-validation, less than ten as far as the code says."""
    for node in descend(loop.iter) if not isinstance(loop, cst.While) else ():
        if not isinstance(node, cst.Attribute) or node.attr.value != "split":
            continue
        for call in module.calls(*_FOLDS):
            if any(
                value for value in module.evaluate(node.value) if getattr(value, "call", None) is call.node
            ):
                given = call.argument("n_splits", position=0)
                values = module.evaluate(given.value) if given is not None else ()
                numbers = [value.value for value in values if isinstance(value, Constant)]
                return all(isinstance(number, int) and number <= _FEW_FOLDS for number in numbers)
    return False
