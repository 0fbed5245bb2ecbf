"""TFC109 checkpoint-unknown-placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.saved import Frequency, SavedPath, frequency, saved_paths
from tflint_ckpt.semantics.paths.templates import Field
from tflint_ckpt.semantics.training.absent import Absent, absent

_COUNTS = ("epoch", "batch")
"""What Keras fills in besides the logs."""


class CheckpointUnknownPlaceholder(Rule):
    """The path has a placeholder that is not in the logs: saving raises after the first epoch.

    ## What it does
    Reports a `{name}` in the path of a `ModelCheckpoint` that no `fit` which gets the callback has in its
    logs: `{val_acc}` where the model is compiled with `metrics=["accuracy"]`, `{val_loss}` without
    validation data, `{model_name}` that nobody fills in.

    ## Why
    The path is filled in with the logs when the first checkpoint is saved, and before it is asked whether the
    model is the best. A name that is not there raises `KeyError: 'val_acc'`, when an epoch of training is
    done and before anything is saved.

    ## When it is silent
    Whenever something is out of sight: the callback may reach a `fit` unseen, the model or its `compile`
    does not resolve, a callback before it writes to the logs, the model has several outputs or a
    `train_step` of its own. A checkpoint that saves every so many batches.

    ## Fix safety
    Where the same metric is in the logs under another name, the fix writes that one. It is safe: the
    checkpoint has never been written. The rest is left to a person.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC109"
    name = "checkpoint-unknown-placeholder"
    summary = "a placeholder in the path that is not in the logs"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.filepath.0=~{"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such placeholder; one that two calls share is found once."""
        seen: set[tuple[int, int]] = set()
        for path in saved_paths(module, self.code):
            if frequency(module, path.call) is not Frequency.EPOCH:
                continue
            for field in path.template.fields:
                if not field.name.isidentifier() or field.name in _COUNTS:
                    continue
                missing = absent(module, path.call.node, field.name)
                span, _ = path.span(module, field.start, field.end)
                if missing is None or span in seen or _is_meant(module, path, field, missing):
                    continue
                seen.add(span)
                text = (
                    f"raises KeyError: {field.name!r} at the end of the first epoch, before anything is saved"
                )
                what = _what(field, missing)
                fix = _fix(module, path, field, missing)
                outcomes = (Outcome(Severity.ERROR, text),)
                yield from self.judged(module, span, what, outcomes, fix, of=path.call.node)


def _is_meant(module: Module, path: SavedPath, field: Field, missing: Absent) -> bool:
    """Whether somebody waits for the error, or the path is that of another release."""
    written = path.template.written(module, field.start)
    nodes = [path.call.node, *(written[:1] if written else ())]
    return any(is_guarded(module, node, "KeyError") for node in nodes) or any(
        is_guarded(fit.module, fit.node, "KeyError") for fit in missing.fits
    )


def _what(field: Field, missing: Absent) -> str:
    if missing.without_validation:
        return f"{field.text} is not in the logs, since fit gets no validation data"
    if missing.compiled:
        return f"the model logs this metric as {missing.compiled!r}, not {field.name!r}"
    return f"{field.text} is not in the logs"


def _fix(module: Module, path: SavedPath, field: Field, missing: Absent) -> Fix:
    if missing.compiled is None:
        advice = "use a name that is in the logs"
        if missing.without_validation:
            advice = "pass validation_data to fit"
        return Fix(Applicability.MANUAL, f"{advice}, or leave {field.text} out")
    title = f"write {{{missing.compiled}}}"
    span = path.template.span(module, field.start + 1, field.start + 1 + len(field.name))
    if span is None or module.source.text[slice(*span)] != field.name:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE, title, (Edit(module.path, *span, missing.compiled),))
