"""TFC405 callback-not-instance."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Name
from tflint_ckpt.semantics.callbacks.listed import Kind, Stranger, strangers
from tflint_ckpt.semantics.module import Module

_TYPE_ERROR = Outcome(Severity.ERROR, "raises TypeError when fit begins")
_ATTRIBUTE_ERROR = Outcome(Severity.ERROR, "raises AttributeError when fit begins")
_NO_CALLBACKS = Outcome(Severity.ERROR, "trains without any callback")
_NEVER = Outcome(Severity.ERROR, "gets no function, and calls nothing")


class CallbackNotInstance(Rule):
    """Something in `callbacks=` is no callback: a class, `None`, a set, a function.

    ## What it does
    Reports what stands in the `callbacks` of a `fit` and cannot be one: a class in the place of its object
    (`[EarlyStopping]`), a set in the place of a list, `None` or a function among the callbacks, an object
    of a class that is no callback, the result of a function that returns nothing. Also the result of a
    call, such as `gc.collect()`, given to `LambdaCallback` in the place of a function.

    ## Why
    Keras calls `set_model` on each, and raises `TypeError` or `AttributeError` before the first epoch. Two of
    them raise nothing: with `callbacks=get_callbacks()`, where that forgets its `return`, the model trains
    without callbacks, and `LambdaCallback(on_epoch_end=print("done"))` prints once, before the training.

    ## When it is silent
    One callback without a list is right, and so are a tuple, lists in a list, and `callbacks=None`. Where
    the model is not proved to be one of Keras, the callbacks may be those of another library. An object
    whose class has a `set_model` may do.

    ## Fix safety
    `()` behind a class whose constructor needs nothing, `[…]` for a set, and to leave `None` out are safe:
    nothing was trained. So is `lambda epoch, logs: gc.collect()`. Where the code ran, with a `print` that is
    done at once, the `lambda` is unsafe. The rest is for a person to mend.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC405"
    name = "callback-not-instance"
    summary = "a class, a set, None or a function in the place of a callback"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Either(Keyword("callbacks"), Name("LambdaCallback")),
        Name("fit", "fit_generator", "LambdaCallback"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such thing."""
        for found in strangers(module):
            what, outcome = _judged(found)
            yield from self.judged(module, found.node, what, (outcome,), _fix(module, found))


def _judged(found: Stranger) -> tuple[str, Outcome]:
    from tflint_ckpt.semantics.callbacks.hooks import HOOKS

    if found.kind is Kind.CLASS:
        return f"{found.name} is a class, and not a callback", _TYPE_ERROR
    if found.kind is Kind.SET:
        return "callbacks is a set, and not a list", _ATTRIBUTE_ERROR
    if found.kind is Kind.NONE:
        by = f"{found.name} returns nothing: " if found.name else ""
        return f"{by}None is among the callbacks", _ATTRIBUTE_ERROR
    if found.kind is Kind.NOTHING:
        return f"{found.name} returns nothing, so callbacks is None", _NO_CALLBACKS
    if found.kind is Kind.RESULT:
        what = f"{found.name} is given what the call returns, and not a function"
        if found.buildable:
            return what, Outcome(Severity.ERROR, f"raises TypeError {HOOKS[found.name].when}")
        return what, _NEVER
    shown = {Kind.TEXT: "a string is", Kind.OTHER: f"an object of {found.name}, which is no callback, is"}
    return f"{shown.get(found.kind, 'a function is')} among the callbacks", _ATTRIBUTE_ERROR


def _fix(module: Module, found: Stranger) -> Fix:
    from tflint_ckpt.semantics.callbacks.hooks import HOOKS
    from tflint_ckpt.syntax.arguments import remove_argument

    start, end = module.span(found.node)
    edits: tuple[Edit, ...] = ()
    if found.kind is Kind.CLASS:
        title = f"build it: {module.text(found.node)}({'' if found.buildable else '…'})"
        edits = (Edit(module.path, end, end, "()"),) if found.buildable else ()
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)
    if found.kind is Kind.SET:
        edits = (Edit(module.path, start, start + 1, "["), Edit(module.path, end - 1, end, "]"))
        return Fix(Applicability.SAFE, "write a list", edits)
    if found.kind is Kind.NONE and not found.name:
        element = module.parent(found.node)
        edits = remove_argument(module, element) if isinstance(element, cst.Element) else ()
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, "leave it out", edits)
    if found.kind is Kind.RESULT:
        given = f"lambda {', '.join(HOOKS[found.name].parameters)}: "
        safe = Applicability.SAFE if found.buildable else Applicability.UNSAFE
        return Fix(safe, f"give a function: {given}…", (Edit(module.path, start, start, given),))
    if found.kind is Kind.FUNCTION:
        return Fix(Applicability.MANUAL, "give it to a LambdaCallback")
    if found.kind in (Kind.NOTHING, Kind.NONE):
        return Fix(Applicability.MANUAL, f"let {found.name} return the callbacks")
    return Fix(Applicability.MANUAL, "give a callback, of a class that derives from keras.callbacks.Callback")
