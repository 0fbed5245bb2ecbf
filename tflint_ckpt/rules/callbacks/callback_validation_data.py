"""TFC411 callback-validation-data."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import CALLBACK_WITHOUT_DATA
from tflint_ckpt.rules.outcomes import Outcome, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Either, Method
from tflint_ckpt.semantics.callbacks.given import DATA, KEYS, PARAMS, Read, reads
from tflint_ckpt.semantics.callbacks.hooks import HOOKS
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module

_GIVEN_UNTIL = (2, 2)
"""The first TensorFlow whose training gives a callback neither (``CallbackList`` in ``callbacks.py``)."""
_ABSENT = on_keras3(Severity.ERROR, "raises AttributeError when it is read", since=CALLBACK_WITHOUT_DATA)


class CallbackValidationData(Rule):
    """A callback reads its validation data, or its parameters, which Keras does not give it any more.

    ## What it does
    Reports `self.validation_data` and `self.params["metrics"]` (`"samples"`, `"batch_size"`, `"nb_epoch"`, …)
    in a class that derives from Keras' `Callback`, where nothing sets them.

    ## Why
    Keras of before TensorFlow 2.2 gave each callback the validation data of `fit`. Since then the attribute
    is `None`, and from Keras 3.5 on it is not there: a callback that computes a score of its own raises
    `TypeError` or `AttributeError` when the first epoch has been trained. `params` has only `verbose`,
    `epochs` and `steps`.

    ## When it is silent
    Where the class, a class that derives from it, or any code of the project sets it; where a base of the
    class is not in sight; on Keras 2 where the code asks first whether the data are there; under a test of
    the version or of `hasattr`, and in a `try` that catches what is raised.

    ## Fix safety
    The data must come from where the callback is built, which is for a person to write: give them to its
    constructor, `Scores(x_val, y_val)`.

    ## References
    - [Writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/)
    """

    code = "TFC411"
    name = "callback-validation-data"
    summary = "self.validation_data or self.params[…] of a callback, which Keras does not set"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Either(Method(DATA), Method(PARAMS)), Defined(*HOOKS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each method that reads such a thing."""
        for read in reads(module):
            raised = ("KeyError",) if read.key else (*MISSING, "TypeError")
            if is_guarded(module, read.node, *raised):
                continue
            fix = Fix(Applicability.MANUAL, _advice(read))
            yield from self.judged(module, read.node, _what(read), _outcomes(read), fix)


def _what(read: Read) -> str:
    if read.key:
        return f"params of a callback has no {read.key!r} any more, only {', '.join(map(repr, KEYS))}"
    return "callbacks are not given the validation data any more"


def _outcomes(read: Read) -> Iterator[Outcome]:
    if read.key:
        yield Outcome(Severity.ERROR, "raises KeyError when it is read", _GIVEN_UNTIL)
        return
    severity = None if read.asked else Severity.ERROR
    text = "has None in self.validation_data"
    yield Outcome(severity, text, _GIVEN_UNTIL, CALLBACK_WITHOUT_DATA)
    yield _ABSENT


def _advice(read: Read) -> str:
    if read.key == "metrics":
        return "take the names from the logs"
    if read.key in ("nb_epoch",):
        return 'read self.params["epochs"]'
    if read.key:
        return "give it to the constructor of the callback"
    return "give the data to the constructor of the callback"
