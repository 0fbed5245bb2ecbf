"""TFC103 checkpoint-path-spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule, by_keras
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics import classes
from tflint_ckpt.semantics.calls import Call
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.templates import HOLE, Field, Template, read_elsewhere, written_elsewhere
from tflint_ckpt.semantics.values import Constant, Text

_COUNTS = ("epoch", "batch")
"""The fields that Keras fills with an ``int``; what the logs hold are floats."""
_LOGS = ("val_loss", "val_accuracy", "val_acc")
_WIDE = re.compile(r"\d{4}")
_FORMATTING = frozenset(("on_epoch_end", "on_train_batch_end", "_save_model", "_get_file_path"))
"""Methods of ModelCheckpoint that use the template: a subclass with its own may do without spaces."""


class CheckpointPathSpaces(Rule):
    """A space in the path template of `ModelCheckpoint` changes the file's name, or raises after epoch 1.

    ## What it does
    Reports a space inside a `{placeholder}` of the template that reaches `ModelCheckpoint`, and a space
    in or after a suffix that Keras goes by (`. weights.h5`, `.keras `).

    ## Why
    The template is filled in by `str.format` when the first checkpoint is saved, which is when an epoch
    of training is done. `{epoch }` raises `KeyError: 'epoch '` then, and `{epoch:02 d}` a `ValueError`.
    `{epoch: 02d}` runs, but the space is the sign flag and takes the place of the zero: the files are
    `m_ 1`, …, `m_ 9`, `m_ 10`, of which `m_ 9` sorts last, and `m_01` is not found when it is loaded.
    Keras 3 accepts exactly `.weights.h5` or `.keras`, and raises where the callback is built; Keras 2
    takes any other ending for a checkpoint or SavedModel of TensorFlow's own.

    ## When it is silent
    Spaces anywhere else in the name of a file or folder work on every release. So does a space that is
    the fill character of an alignment, or that changes no name.

    ## Fix safety
    The fix removes the space. It is safe where the checkpoint was never written, because saving it raises.
    Where files are written, the new ones get another name: it is safe only if no other string of the
    project begins a file name in the same way. It is unsafe where Keras 2 wrote the file in another format.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Format specifications](https://docs.python.org/3/library/string.html#format-specification-mini-language)
    """

    code = "TFC103"
    name = "checkpoint-path-spaces"
    summary = "a space inside a placeholder or suffix of a checkpoint path"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ModelCheckpoint"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each field or suffix with a space; a token that two calls share once."""
        if any(target.attr.value == "filepath" for target, _ in module.facts.attribute_targets):
            return  # the template is set again after the callback is built
        seen: set[tuple[int, int]] = set()
        for call in module.calls("keras.callbacks.ModelCheckpoint"):
            argument = call.argument("filepath", position=0)
            if argument is None or classes.overrides(module, call, _FORMATTING):
                continue
            for text in module.evaluate(argument.value):
                if isinstance(text, Text):
                    for finding in self._in(module, call, Template(text)):
                        if (finding.start, finding.end) not in seen:
                            seen.add((finding.start, finding.end))
                            yield finding

    def _in(self, module: Module, call: Call, template: Template) -> Iterator[Finding]:
        for field in template.fields:
            found = _field_defect(module, template, field)
            span = template.span(module, field.start, field.end)
            if found is not None and span is not None:
                yield self.finding(module, span, *found)
        suffix = _spaced_suffix(module, call, template)
        span = template.span(module, *suffix) if suffix is not None else None
        if suffix is not None and span is not None:
            yield self.finding(module, span, *_suffix_defect(module, call, template, suffix))


def _field_defect(module: Module, template: Template, field: Field) -> tuple[Severity, str, Fix] | None:
    """What a space in *field* does when Keras fills the template in; ``None`` where it does no harm."""
    bare = Field("".join(field.text.split()), field.start)
    if bare.text == field.text or _WIDE.search(bare.text):
        return None
    words = "_".join(field.name.split())
    if words in _LOGS and words != bare.name:
        fix = Fix(Applicability.MANUAL, f"write {{{words}}}")
        return Severity.ERROR, _raises(field, f"KeyError: {field.name!r}"), fix
    if not field.name.strip().isidentifier():
        return None  # a metric may have a name of several words
    if field.name != bare.name:
        error = f"KeyError: {field.name!r}"
    else:
        samples = (1, 10, 100) if bare.name in _COUNTS else (0.5, 12.25)
        before = [_filled(field, sample) for sample in samples]
        after = [_filled(bare, sample) for sample in samples]
        if before == after or any(isinstance(text, ValueError) for text in after):
            return None
        if not isinstance(before[0], ValueError):
            return _renamed(module, template, field, bare, f"{before[0]}", f"{after[0]}")
        error = f"ValueError: {before[0]}"
    fix = _strip(module, template, field.start, field.end, Applicability.SAFE)
    return Severity.ERROR, _raises(field, error), fix


def _raises(field: Field, error: str) -> str:
    return f"{field.text} raises {error} when the first checkpoint is saved, after an epoch of training"


def _filled(field: Field, sample: float) -> str | ValueError:
    try:
        return field.text.format(**{field.name: sample})
    except ValueError as error:
        return error


def _renamed(
    module: Module, template: Template, field: Field, bare: Field, before: str, after: str
) -> tuple[Severity, str, Fix]:
    start, end = template.shown(template.file_name, field.start), template.shown(field.end)
    message = f"the space in {field.text} is a sign flag: it writes '{start}{before}{end}'"
    if " " in after:
        padded = re.sub(r":\D*", ":0", bare.text)
        return Severity.WARNING, message, Fix(Applicability.MANUAL, f"write {padded}")
    message += f", and '{start}{after}{end}' is not found"
    if bare.name in _COUNTS and bare.text[len(bare.name) + 2 :].startswith("0"):
        message += "; it takes the place of the zero, so that 10 sorts before 9"
    safe = field.start >= template.file_name and not read_elsewhere(module, template)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    return Severity.WARNING, message, _strip(module, template, field.start, field.end, applicability)


def _strip(module: Module, template: Template, start: int, end: int, applicability: Applicability) -> Fix:
    """Remove the spaces among the characters ``start:end``; by hand where an escape is among them."""
    title = f"remove the space from {template.shown(start, end).strip()}"
    written = [template.written(module, place) for place in range(start, end)]
    characters = [found[1] for found in written if found is not None]
    if len(characters) != len(written) or any(one.escaped and one.value not in "{}" for one in characters):
        return Fix(Applicability.MANUAL, title)
    edits = tuple(Edit(module.path, one.start, one.end, "") for one in characters if one.value.isspace())
    return Fix(applicability, title, edits)


def _spaced_suffix(module: Module, call: Call, template: Template) -> tuple[int, int] | None:
    """Where a suffix that some release goes by, but for its spaces, stands at the end of the template."""
    for suffix in _suffixes(module, weights_only(module, call)):
        pattern = r"\.\s*" + r"\s*\.\s*".join(suffix.split(".")[1:]) + r"\s*$"
        match = re.search(pattern, template.text)
        if match is not None:
            return match.span() if match[0] != suffix else None
    return None


def _suffixes(module: Module, only_weights: bool | None) -> tuple[str, ...]:
    """The suffixes that the target's Keras tests, the longest first; none where it is not known which."""
    if only_weights is None:
        return ()
    found = (".weights.h5",) if only_weights else (".keras",)
    if module.target.keras2:
        return (*found, ".keras", ".hdf5", ".h5")
    if not only_weights and all(release.keras >= (3, 8) for release in module.target.releases):
        return (*found, ".h5")
    return found


def weights_only(module: Module, call: Call) -> bool | None:
    """What ``save_weights_only`` is; ``None`` where the code does not tell."""
    argument = call.argument("save_weights_only", position=4)
    if argument is None:
        return None if call.open or call.partial else False
    values = module.evaluate(argument.value)
    only = values[0] if len(values) == 1 else None
    return bool(only.value) if isinstance(only, Constant) else None


def _suffix_defect(
    module: Module, call: Call, template: Template, suffix: tuple[int, int]
) -> tuple[Severity, str, Fix]:
    written = template.text[slice(*suffix)]
    meant = "".join(written.split())
    only_weights = weights_only(module, call)
    needed = ".weights.h5" if only_weights else ".keras"
    name = template.shown(template.file_name).replace(HOLE, "…")
    other = f"a TensorFlow checkpoint, '{name}.index'" if only_weights else f"a SavedModel folder, '{name}'"
    hdf5 = written.endswith((".h5", ".hdf5"))
    what = by_keras(
        module,
        "takes it for plain HDF5" if hdf5 else f"writes {other}",
        f"raises ValueError when the callback is built: the path does not end in {needed}",
    )
    if module.target.keras3 and (meant == needed or not module.target.keras2):
        severity = Severity.ERROR
    else:
        severity = Severity.INFO if hdf5 else Severity.WARNING
    ending = re.escape(written) + "[\"']"
    safe = not module.target.keras2 and not written_elsewhere(module, template, ending)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    return severity, f"'{written}' is not '{meant}': {what}", _strip(module, template, *suffix, applicability)
