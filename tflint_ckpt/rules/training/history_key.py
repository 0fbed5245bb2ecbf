"""TFC711 history-key."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names import tensorflow1
from tflint_ckpt.semantics.training.history import Missing, missing_keys

_KEY_ERROR = "raises KeyError after the training"
_MOST_SHOWN = 6


class HistoryKey(Rule):
    """A key that is read from `history.history` is not in the logs of the fit: KeyError after the training.

    ## What it does
    Reports `history.history["acc"]` where the model is compiled with `metrics=["accuracy"]`, and any other
    key that the fit which gave the history does not log: of no compiled metric, of a validation that there
    is not, `lr` on Keras 3, which calls it `learning_rate`. Where a function gets the key as an argument,
    or one of another file of the project gets the history and reads such a key, its call is reported.

    ## Why
    A metric is logged under the name that `compile` was given: `"accuracy"` as `accuracy` and
    `val_accuracy`, `"acc"` as `acc`. The wrong one raises `KeyError` when the training is done, often in
    the code that plots it, and what stands below, such as `model.save`, is never reached.

    ## When it is silent
    Whenever some key is out of sight: the model, its `compile` or a callback does not resolve, a class has
    its own `train_step`, the model has several outputs; where the code tests which keys there are, sets
    some itself, or catches `KeyError`; where a flag is off, or may say both whether there are validation data
    and whether the key is read. In code that runs on TensorFlow 1 only, or with
    `disable_v2_behavior()`, where `"accuracy"` is logged as `acc`.

    ## Fix safety
    The fix writes the name that is logged, where just one means the same: safe, since the line cannot run
    as it is; unsafe in the call of a function that gets the key, since that may use it for more. Of the
    learning rate both names are asked for, so that the code runs on Keras 2 as before. Else it is left to a
    person.

    ## References
    - [The History callback](https://keras.io/api/callbacks/#history-class)
    - [Model.compile](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC711"
    name = "history-key"
    summary = "a key of history.history that the fit does not log"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("compile"), Name("fit", "fit_generator"), Either(Method("history"), Brought()))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each key that is read and not there."""
        if tensorflow1.is_meant(module):
            return
        for found in missing_keys(module):
            if not isinstance(found, Missing):
                module.not_judged[self.code] += 1
            elif not is_guarded(module, found.node, "KeyError", "LookupError"):
                yield from self.judged(
                    module,
                    found.index,
                    _what(found),
                    _outcomes(module, found),
                    _fix(module, found),
                    of=found.node,
                )


def _what(found: Missing) -> str:
    if found.reader:
        return f"{found.reader} reads {found.key!r}, and {_lacks(found)}"
    return _lacks(found)


def _lacks(found: Missing) -> str:
    if found.other is not None:
        return f"the fit logs this as {found.other!r}, not {found.key!r}"
    if found.key.startswith("val_") and not found.validated:
        return f"the fit has no validation data, so it does not log {found.key!r}"
    logged = sorted(found.there)
    shown = ", ".join(map(repr, logged[:_MOST_SHOWN])) + (" …" if len(logged) > _MOST_SHOWN else "")
    return f"the fit does not log {found.key!r}, only {shown}"


def _outcomes(module: Module, found: Missing) -> tuple[Outcome, Outcome]:
    save = f", before the model is saved ({module.where(found.save)})" if found.save is not None else ""
    severities = {major: Severity.ERROR if major in found.releases else None for major in (2, 3)}
    texts = {major: f"{_KEY_ERROR}{save}" if severities[major] else "logs it" for major in (2, 3)}
    return on_keras2(severities[2], texts[2]), on_keras3(severities[3], texts[3])


def _either_rate(module: Module, found: Missing) -> Fix:
    """The learning rate under the name that Keras 3 has for it, or that of Keras 2, where the code ran."""
    from tflint_ckpt.syntax.arguments import replace

    node, key = found.node, found.index
    logs = node.value if isinstance(node, cst.Subscript) else None
    while isinstance(logs, cst.Attribute):
        logs = logs.value
    if not isinstance(node, cst.Subscript) or not isinstance(logs, cst.Name):
        return Fix(Applicability.MANUAL, "write 'learning_rate' for Keras 3, 'lr' for Keras 2")
    quote, get = key.quote if isinstance(key, cst.SimpleString) else '"', f"{module.text(node.value)}.get"
    text = f"{get}({quote}learning_rate{quote}, {get}({quote}lr{quote}))"
    return Fix(Applicability.SAFE, f"write {text}", (replace(module, node, text),))


def _fix(module: Module, found: Missing) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    if found.is_rate(module.target.majors):
        return _either_rate(module, found)
    if found.other is None:
        return Fix(Applicability.MANUAL, "read a key that is logged")
    title = f"write {found.other!r}" + (f" in {found.reader}" if found.reader else "")
    node = found.index
    if not isinstance(node, cst.SimpleString):
        return Fix(Applicability.MANUAL, title)
    if node.evaluated_value != found.key:
        return Fix(Applicability.MANUAL, title)
    written = f"{node.quote}{found.other}{node.quote}"
    applicability = Applicability.UNSAFE if found.reader else Applicability.SAFE
    return Fix(applicability, title, (replace(module, node, written),))
