"""TFC107 checkpoint-fstring-placeholder."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.handlers import is_handled
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.consumed import Frozen, Unbound, Unfilled, consumed
from tflint_ckpt.semantics.paths.saved import is_used_once, saved_paths


class CheckpointFstringPlaceholder(Rule):
    """A placeholder for Keras is filled in by Python: building the path raises, or all epochs share a file.

    ## What it does
    Reports a field such as `{epoch:02d}` or `{val_loss:.2f}` of the path of `ModelCheckpoint` that an
    f-string or `str.format` takes for its own: where the name is not bound or no argument is given for it,
    and where its value is a number that never changes, or what a loop that is over has left.

    ## Why
    Keras fills the fields in each time it saves, so they must still be there in the string that it gets.
    An f-string looks the name up once, when the string is built: `NameError` if there is none, and else
    every epoch overwrites the same file. `"{}/m_{epoch}.keras".format(folder)` raises `KeyError: 'epoch'`.

    ## When it is silent
    Doubled braces, `{{epoch:02d}}`, are right in both. Any name that Keras does not fill is the author's
    own, such as `{run}`. So is `epoch` as a parameter, inside of a loop over it, as a number that the code
    uses for anything else, or that it trains for; and `"%s/m_{epoch}.keras" % folder` leaves braces alone.

    ## Fix safety
    Doubling the braces is safe where the path could not be built, because nothing ran. It is unsafe where
    the name has a value, and where an `except` around it may catch the error. It is left to a person where
    the template that is formatted is used more than once, or lacks other arguments as well.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Format strings](https://docs.python.org/3/library/string.html#format-string-syntax)
    """

    code = "TFC107"
    name = "checkpoint-fstring-placeholder"
    summary = "a placeholder of a checkpoint path that Python fills in before Keras can"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.filepath.0=~{"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each field of an f-string, and each call of ``format``; each once."""
        seen: set[cst.CSTNode] = set()
        for path in saved_paths(module, self.code):
            for lost in consumed(module, path.text):
                node = lost.call if isinstance(lost, Unfilled) else lost.node
                if node in seen:
                    continue
                seen.add(node)
                if isinstance(lost, Unfilled):
                    yield self._unfilled(module, lost)
                else:
                    yield self._evaluated(module, lost)

    def _evaluated(self, module: Module, lost: Unbound | Frozen) -> Finding:
        """A field of an f-string."""
        from tflint_ckpt.syntax.braces import keep_field

        if isinstance(lost, Unbound):
            severity = Severity.ERROR
            what = f"raises NameError when the string is built: name {lost.name!r} is not defined"
        else:
            severity = Severity.WARNING
            what = "is filled in once, when the string is built: every save writes the same file"
        applicability = _safe(module, lost.node, "NameError", never_ran=isinstance(lost, Unbound))
        fix = _doubling(applicability, lost.name, keep_field(module, lost.node))
        return self.finding(
            module, lost.node, severity, f"{module.text(lost.node)} in an f-string {what}", fix
        )

    def _unfilled(self, module: Module, lost: Unfilled) -> Finding:
        """A call of ``format``."""
        from tflint_ckpt.syntax.braces import double_fields

        first, last = lost.fields[0], lost.fields[-1]
        span = lost.template.span(module, first.start, last.end) or module.span(lost.call)
        message = f"str.format raises KeyError: {first.name!r}; it fills {first.text} in, before Keras can"
        fields = (first.start, last.end)
        alone = lost.complete and is_used_once(module, lost.template, fields, lost.receiver)
        edits = double_fields(module, lost.template, lost.fields, lost.call) if alone else ()
        applicability = _safe(module, lost.call, "KeyError", never_ran=True)
        return self.finding(
            module, span, Severity.ERROR, message, _doubling(applicability, first.name, edits)
        )


def _safe(module: Module, node: cst.CSTNode, error: str, *, never_ran: bool) -> Applicability:
    safe = never_ran and not is_handled(module, node, error)
    return Applicability.SAFE if safe else Applicability.UNSAFE


def _doubling(applicability: Applicability, name: str, edits: tuple[Edit, ...]) -> Fix:
    title = f"double the braces: {{{{{name.strip()}}}}}"
    return Fix(applicability, title, edits) if edits else Fix(Applicability.MANUAL, title)
