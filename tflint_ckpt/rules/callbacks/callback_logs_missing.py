"""TFC409 callback-logs-missing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Parameter
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.absent import Absent, absent
from tflint_ckpt.semantics.training.logs_read import Read, reads


class CallbackLogsMissing(Rule):
    """`on_epoch_end` reads a key that is not in the logs: the training ends with an error after one epoch.

    ## What it does
    Reports `logs["acc"]`, and `logs.get("acc")` that is compared, calculated with or formatted as a number,
    in `on_epoch_end` of a callback class or of a `LambdaCallback`, where no fit that gets the callback logs
    the key: the metric is compiled under another name, or not at all, or there is no validation data.

    ## Why
    The logs have a metric under the name that `compile` was given. `logs["acc"]` raises `KeyError`;
    `logs.get("acc") > 0.9` compares `None` with a number and raises `TypeError`. Both happen when the first
    epoch has been trained.

    ## When it is silent
    Whenever something is out of sight: a fit, the model, its `compile`, another callback that may write to
    the logs; where the code tests whether the key is there, gives `get` a default, or catches the error;
    where a flag that is off keeps the key from being read; in other hooks than `on_epoch_end`.

    ## Fix safety
    The fix writes the name under which the same metric is compiled: safe, since the line cannot run as it is.
    Else it is left to a person.

    ## References
    - [Writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/)
    """

    code = "TFC409"
    name = "callback-logs-missing"
    summary = "on_epoch_end reads a key that the fit does not log"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Either(Parameter("logs", "log"), Keyword("on_epoch_end")),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each key that is read and not there."""
        for read in reads(module):
            each = [absent(module, call, read.key) for call in read.built]
            if None in each:
                module.not_judged[self.code] += 1
                continue
            found = next(one for one in each if one is not None)
            names = {one.compiled for one in each if one is not None}
            compiled = names.pop() if len(names) == 1 else None
            if is_guarded(module, read.node, read.error, "LookupError"):
                continue
            outcome = Outcome(Severity.ERROR, f"raises {read.error} at the end of the first epoch")
            fix = _fix(module, read, compiled)
            yield from self.judged(
                module, read.index, _what(read, found, compiled), (outcome,), fix, of=read.built[0]
            )


def _what(read: Read, found: Absent, compiled: str | None) -> str:
    if compiled is not None:
        return f"the fit logs this as {compiled!r}, not {read.key!r}"
    if found.without_validation:
        return f"the fit has no validation data, so it does not log {read.key!r}"
    return f"the fit does not log {read.key!r}"


def _fix(module: Module, read: Read, compiled: str | None) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    if compiled is None:
        return Fix(Applicability.MANUAL, "read a key that is logged")
    node = read.index
    if not isinstance(node, cst.SimpleString):
        return Fix(Applicability.MANUAL, f"read {compiled!r}")
    written = f"{node.quote}{compiled}{node.quote}"
    return Fix(Applicability.SAFE, f"write {compiled!r}", (replace(module, node, written),))
