"""TFC307 model-in-loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.repeated import Loop, loop_around
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.folds import FOLDS
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

_RELEASING = frozenset(("clear_session", "collect", "reset_default_graph", "close", "terminate"))
_CLEARING = frozenset(("clear_session", "reset_default_graph"))
_REPEATS = 10
"""How often the splits named ``Repeated…`` are made where ``n_repeats`` is not given."""
_FEW_FOLDS = 10
_STORING = frozenset("add append appendleft extend insert put setdefault update".split())
"""Methods by which a container gets what it is to keep."""


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
    It is switched on by `all`, or by its name. In loops of a few passes (lists of less than ten, `range(5)`,
    the folds of a cross-validation); where the loop has `gc.collect()` or `del`; where the function around
    it, or what builds the model, has `clear_session()`; where the model is built before the loop, or kept in
    a list, dictionary or attribute; and where the `fit` stands in a function that is called elsewhere.

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
    presets = ()
    requires = (Name("fit", "fit_generator"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such loop."""
        seen = set[cst.CSTNode]()
        for fit in module.training.fits:
            loop = loop_around(module, fit.node, deeper=0)
            if loop is None or isinstance(loop, cst.CompFor) or loop in seen:
                continue
            if not _is_built_inside(module, fit, loop) or _is_of_few_folds(module, loop):
                continue
            if _releases(loop) or _is_cleared(module, fit) or _is_kept(module, fit, loop):
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
    return _calls(loop.body, _RELEASING) or any(isinstance(node, cst.Del) for node in descend(loop.body))


def _is_cleared(module: Module, fit: Fit) -> bool:
    """Whether ``clear_session`` stands in the function of *fit*, or in one that makes its model."""
    makers = [function for origin in fit.model for function, _ in origin.frames]
    around = module.enclosing_function(fit.node) or module.tree
    return any(_calls(where, _CLEARING) for where in (around, *makers))


def _calls(where: cst.CSTNode, names: frozenset[str]) -> bool:
    """Whether something of one of these *names* is called in *where*."""
    return any(isinstance(node, cst.Call) and last_name(node.func) in names for node in descend(where))


def _is_kept(module: Module, fit: Fit, loop: cst.For | cst.While) -> bool:
    """Whether the model of *fit* is put into a container or attribute, or yielded: it is meant to stay."""
    if not isinstance(fit.receiver, cst.Name):
        return isinstance(fit.receiver, cst.Subscript)
    uses = (node for node in descend(loop.body) if isinstance(node, cst.Name))
    return any(node.value == fit.receiver.value and _is_stored(module, node) for node in uses)


def _is_stored(module: Module, node: cst.Name) -> bool:
    """Whether the very object that *node* names is stored, by itself or in a tuple, list or dictionary."""
    inner: cst.CSTNode = node
    above = module.parent(inner)
    while isinstance(above, (cst.BaseElement, cst.BaseDictElement, cst.Tuple, cst.List, cst.Dict)):
        inner, above = above, module.parent(above)
    if isinstance(above, cst.Assign) and above.value is inner:
        return any(isinstance(one.target, (cst.Subscript, cst.Attribute)) for one in above.targets)
    call = module.call_given(inner)
    if call is not None and isinstance(call.func, cst.Attribute):
        return call.func.attr.value in _STORING
    return isinstance(above, cst.Yield)


def _is_of_few_folds(module: Module, loop: Loop) -> bool:
    """Whether a loop goes over the folds of a cross-validation, ten at most as far as the code says."""
    for node in descend(loop.iter) if not isinstance(loop, cst.While) else ():
        if not isinstance(node, cst.Attribute) or node.attr.value != "split":
            continue
        made = {getattr(value, "call", None) for value in module.evaluate(node.value)}
        for call in module.calls(*FOLDS):
            if call.node in made:
                passes = _number(module, argument_of(call, "n_splits"), FOLDS[call.name])
                if ".Repeated" in call.name:
                    passes *= _number(module, call.argument("n_repeats"), _REPEATS)
                return passes <= _FEW_FOLDS
    return False


def _number(module: Module, given: Argument | None, default: int) -> int:
    """The largest number that an argument may have, as far as the code says."""
    if given is None:
        return default
    values = [value.value for value in module.evaluate(given.value) if isinstance(value, Constant)]
    return max((value for value in values if isinstance(value, int)), default=1)
