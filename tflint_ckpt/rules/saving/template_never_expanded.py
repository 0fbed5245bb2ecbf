"""TFC514 template-never-expanded."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.saved import is_keras_field
from tflint_ckpt.semantics.paths.templates import Field, Template
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.values.kinds import Text


class TemplateNeverExpanded(Rule):
    """A path template is loaded as it stands: no file has braces in its name.

    ## What it does
    Reports `load_weights(path)` and `load_model(path)` whose path still holds a placeholder such as
    `{epoch:02d}` or `{val_loss:.2f}`.

    ## Why
    `ModelCheckpoint` fills in the template where it saves; nothing does where a file is loaded. The file
    `model_{epoch:02d}.weights.h5` does not exist, and loading it raises after the training, or in the script
    that evaluates it.

    ## When it is silent
    A template that is filled by `str.format` or an f-string; braces that hold no name which Keras fills in;
    a checkpoint whose own template was over-escaped and which therefore wrote a file of that name.

    ## Fix safety
    There is no fix: which of the files is meant, only the author knows.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC514"
    name = "template-never-expanded"
    summary = "load_weights or load_model of a path that still holds a placeholder"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("load_weights", "load_model"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that reads such a path."""
        for file in file_calls(module, Action.LOAD, Action.LOAD_WEIGHTS):
            if file.path is None or is_guarded(module, file.call.node, "OSError", "ValueError"):
                continue
            fields = [_field(value) for value in module.evaluate(file.path.value) if isinstance(value, Text)]
            values = module.evaluate(file.path.value)
            if len(fields) != len(values) or not all(fields) or fields[0] is None:
                continue
            if f"{{{fields[0].text}}}" in module.source.text:
                continue  # a file of this very name is written, by a template that is escaped
            field = fields[0]
            outcome = Outcome(Severity.ERROR, "looks for a file of exactly that name, and raises")
            advice = Fix(Applicability.MANUAL, f"write the name of one file, with a number for {field.text}")
            what = f"{file.name}() does not fill in {field.text}, only saving does"
            yield from self.judged(module, file.path.value, what, (outcome,), advice)


def _field(text: Text) -> Field | None:
    """The first placeholder of a path that Keras would fill in."""
    return next((field for field in Template(text).fields if is_keras_field(field.name)), None)
