"""TFC407 optimizer-lr-attribute."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Method, Name
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.calls.refusing import only_refuses
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names import tensorflow1
from tflint_ckpt.semantics.objects.rates import NEW, OLD, Rates, RateUse

_KERAS2 = on_keras2(None, "takes it")
_ABSENT = "optimizers have no attribute lr any more, only learning_rate"
_SETTER = "backend.set_value cannot set a learning rate any more"
_RAISES = on_keras3(Severity.ERROR, "raises AttributeError")
_READS = on_keras3(Severity.ERROR, "raises AttributeError, or gives what was assigned to lr before")
_ASKS = on_keras3(Severity.ERROR, "does not have it, and the exception is raised")
_SETS = on_keras3(Severity.ERROR, "makes an attribute of that name, and the learning rate stays as it was")

_OF_BOTH = frozenset("numpy assign assign_add assign_sub dtype shape name".split())
"""Attributes that the variable of the rate has on Keras 2 and 3."""


class OptimizerLrAttribute(Rule):
    """`optimizer.lr` is gone in Keras 3: reading it raises, and setting it does not change the rate.

    ## What it does
    Reports `lr` read or set on what provably is an optimizer of Keras, such as `self.model.optimizer.lr` in a
    callback or `model.optimizer.lr` of a model, and `backend.set_value` of a learning rate.

    ## Why
    Keras 3 has only `learning_rate`. To read `lr` raises `AttributeError`. To assign it raises nothing: the
    optimizer gets an attribute of that name, and a warm-up or a decay trains at the rate it began with.
    `backend.set_value(optimizer.learning_rate, x)` raises `AttributeError: 'str' object has no attribute
    'name'`.

    ## When it is silent
    Where the object is not proved to be an optimizer of Keras, or its class has an `lr` of its own; for the
    optimizers of TensorFlow Addons and of `keras.optimizers.legacy`; under a test of the version or of
    `hasattr`, and in a `try` that catches `AttributeError`. A test that only raises is no such test:
    `if not hasattr(optimizer, "lr"): raise ValueError(…)` refuses Keras 3, and is reported. In code that runs
    on TensorFlow 1 only, or with `disable_v2_behavior()`.

    ## Fix safety
    `learning_rate` means the same on Keras 2 and 3, and so does `optimizer.learning_rate.assign(x)` in the
    place of `set_value`: safe. Code that set `lr` in vain on Keras 3 begins to act, as it does on Keras 2. An
    optimizer that is built on a schedule has no rate that can be set: there it is for a person to say. Where
    the file has a schedule and nobody sees which optimizer it belongs to, or has a session or
    `disable_eager_execution()`, the fix is unsafe.

    ## References
    - [Optimizers](https://keras.io/api/optimizers/)
    """

    code = "TFC407"
    name = "optimizer-lr-attribute"
    summary = "optimizer.lr or backend.set_value of a learning rate, which Keras 3 does not have"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Either(Method(OLD), Keyword(OLD), Name("set_value")), Name("optimizer", "optimizers"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such use."""
        if tensorflow1.is_meant(module):
            return
        in_graphs = tensorflow1.builds_graphs(module)
        rates = module.fact(Rates)
        uses = [use for use in rates.uses if use.name == OLD or use.setter is not None]
        some_set = any(use.is_set for use in uses if use.name == OLD)
        module.not_judged[self.code] += len(rates.doubtful)
        for use in uses:
            if _is_guarded(module, use):
                continue
            place = use.node if use.name == OLD or use.setter is None else use.setter.func
            outcome = _outcome(module, use, some_set)
            what = _ABSENT if use.name == OLD else _SETTER
            fix = _fix(module, use)
            if in_graphs and fix.edits:
                fix = unsafe(fix, "the file builds graphs, as TensorFlow 1 does")
            yield from self.judged(module, place, what, (_KERAS2, outcome), fix)


def _outcome(module: Module, use: RateUse, some_set: bool) -> Outcome:
    if use.is_set and not isinstance(module.parent(use.node), cst.AugAssign):
        return _SETS
    if _asks(module, use):
        return _ASKS
    return _READS if some_set and use.name == OLD else _RAISES


def _is_guarded(module: Module, use: RateUse) -> bool:
    """Whether the code is written for a Keras without ``lr``, too.

    ``if not hasattr(optimizer, "lr"): raise`` is not: with it, the code refuses Keras 3.
    """
    if _asks(module, use):
        function = module.enclosing_function(use.node)
        return function is None or not only_refuses(module, function)
    call = _asking(module, use)
    if call is not None and module.builtin(call.func) == "getattr" and len(call.args) > 2:
        return True  # with a default
    function = module.enclosing_function(use.node)
    if function is not None and only_refuses(module, function):
        return False
    return is_guarded(module, use.node, *MISSING)


def _asks(module: Module, use: RateUse) -> bool:
    """Whether it is the name in ``hasattr(optimizer, "lr")``."""
    call = _asking(module, use)
    return call is not None and module.builtin(call.func) == "hasattr"


def _asking(module: Module, use: RateUse) -> cst.Call | None:
    """The call of ``hasattr``, ``getattr`` or ``setattr`` that gets the name as a string."""
    argument = module.parent(use.node) if isinstance(use.node, cst.SimpleString) else None
    call = module.parent(argument) if argument is not None else None
    return call if isinstance(call, cst.Call) else None


def _fix(module: Module, use: RateUse) -> Fix:
    sets = use.is_set or use.setter is not None
    if sets and use.scheduled:
        return Fix(Applicability.MANUAL, "build the optimizer with a number in place of the schedule")
    title = f"write {NEW}" if use.setter is None else f"write {NEW}.assign(…)"
    edits = _edits(module, use)
    if not edits or not _is_of_both(module, use.node):
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    if sets and use.scheduled is None:
        return unsafe(fix, "the file has a schedule, and no rate can be set on an optimizer that follows one")
    return fix


def _is_of_both(module: Module, node: cst.CSTNode) -> bool:
    """Whether what is done with the rate, a variable, can be done with that of Keras 3."""
    above = module.parent(node)
    if isinstance(above, cst.Call):
        return False  # ``optimizer.lr(step)``: a schedule
    return not isinstance(above, cst.Attribute) or above.attr.value in _OF_BOTH


def _edits(module: Module, use: RateUse) -> tuple[Edit, ...]:
    node = use.node
    if isinstance(node, cst.SimpleString):
        return (Edit(module.path, *module.span(node), f"{node.prefix}{node.quote}{NEW}{node.quote}"),)
    if use.setter is None:
        return (Edit(module.path, *module.span(node.attr), NEW),)
    return _assign(module, node, use.setter)


def _assign(module: Module, node: cst.Attribute, call: cst.Call) -> tuple[Edit, ...]:
    """``set_value(optimizer.lr, x)`` as ``optimizer.learning_rate.assign(x)``."""
    if len(call.args) != 2 or call.args[0].value is not node or call.args[1].star:
        return ()
    if isinstance(call.args[1].value, cst.GeneratorExp):
        return ()
    keyword = call.args[1].keyword
    if keyword is not None and keyword.value != "value":
        return ()
    begin, receiver = module.full_span(call)[0], module.full_span(node.value)[0]
    attribute, value = module.span(node.attr)[0], module.full_span(call.args[1].value)[0]
    return (
        Edit(module.path, begin, receiver, ""),
        Edit(module.path, attribute, value, f"{NEW}.assign("),
    )
