"""TFC103 checkpoint-path-spaces."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.rules.outcomes import Outcome, judge, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import (
    needed_suffix,
    spaced_suffix,
    weights_only,
)
from tflint_ckpt.semantics.paths.saved import COUNTS, saved_paths
from tflint_ckpt.semantics.paths.spaces import spaced_field
from tflint_ckpt.semantics.paths.templates import (
    Field,
    Template,
    begins_name,
    read_elsewhere,
    written_elsewhere,
)

_SPACED = r"(?: |\{[^{}]*: |%[ 1-9])"
"""What follows the head of a file name in a string that names files with a space there."""


@dataclass(frozen=True, slots=True)
class _Defect:
    """One space, or several side by side, in the characters ``start:end`` of a template."""

    start: int
    end: int
    what: str
    outcomes: tuple[Outcome, ...]
    applicability: Applicability
    never_ran: bool = False
    title: str = ""


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
    project begins a file name in the same way, and there is no fix where one has the same space, because
    both must change together. It is unsafe where Keras 2 writes the file in another format.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Format specifications](https://docs.python.org/3/library/string.html#format-specification-mini-language)
    """

    code = "TFC103"
    name = "checkpoint-path-spaces"
    summary = "a space inside a placeholder or suffix of a checkpoint path"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    presets = ("recommended", "keras3")
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.filepath.0=~ "), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each template with such a space; one that two calls share is found once."""
        seen: set[tuple[int, int]] = set()
        for path in saved_paths(module, self.code):
            defects = list(_defects(module, path.call, path.template))
            if not defects:
                continue
            span, is_here = path.span(module, defects[0].start, defects[-1].end)
            if span not in seen:
                seen.add(span)
                fix = _fix(module, path.template, defects)
                fix = fix if is_here else Fix(Applicability.MANUAL, fix.title)
                yield from self._reported(module, path.call, span, defects, fix)

    def _reported(
        self, module: Module, call: Call, span: tuple[int, int], defects: list[_Defect], fix: Fix
    ) -> Iterator[Finding]:
        """The one finding of all *defects* of a template."""
        verdict = judge(module.target, [outcome for defect in defects for outcome in defect.outcomes])
        if verdict is None:
            return
        each = [(defect.what, judge(module.target, defect.outcomes)) for defect in defects]
        raises = verdict.severity is Severity.ERROR  # then what a sign flag would name is never written
        message = "; ".join(
            what if raises and judged.severity is Severity.WARNING else f"{what}: {judged.text}"
            for what, judged in each
            if judged is not None
        )
        severity, effects = verdict.severity, verdict.effects
        yield self.finding(module, span, severity, message, fix, effects=effects, of=call.node)


def _defects(module: Module, call: Call, template: Template) -> Iterator[_Defect]:
    for field in template.fields:
        defect = _in_field(module, template, field)
        if defect is not None:
            yield defect
    only_weights = weights_only(module, call)
    suffix = spaced_suffix(module, template, only_weights) if only_weights is not None else None
    if suffix is not None and only_weights is not None:
        yield _in_suffix(module, template, suffix, only_weights)


def _in_field(module: Module, template: Template, field: Field) -> _Defect | None:
    """What a space in *field* does when Keras fills the template in; ``None`` where it does no harm."""
    spaced = spaced_field(field)
    if spaced is None:
        return None
    if spaced.meant:
        return _raising(field, spaced.error, Applicability.MANUAL, f"write {{{spaced.meant}}}")
    if spaced.error:
        return _raising(field, spaced.error)
    return _renaming(module, template, field, spaced.bare, spaced.before, spaced.after)


def _raising(
    field: Field, error: str, applicability: Applicability = Applicability.SAFE, title: str = ""
) -> _Defect:
    raises = f"raises {error} when the first checkpoint is saved, after an epoch of training"
    outcomes = (Outcome(Severity.ERROR, raises),)
    return _Defect(field.start, field.end, field.text, outcomes, applicability, True, title)


def _renaming(
    module: Module, template: Template, field: Field, bare: Field, before: str, after: str
) -> _Defect:
    start, end = template.shown(template.file_name, field.start), template.shown(field.end)
    message = f"names the file '{start}{before}{end}'"
    applicability, title = _renamed(module, template, field), ""
    if " " in after:
        applicability, title = Applicability.MANUAL, "write " + re.sub(r":\D*", ":0", bare.text)
    else:
        message += f", and '{start}{after}{end}' is not found"
    if bare.name in COUNTS and bare.text[len(bare.name) + 2 :].startswith("0"):
        message += "; it takes the place of the zero, so that 10 sorts before 9"
    what, outcomes = f"the space in {field.text} is a sign flag", (Outcome(Severity.WARNING, message),)
    return _Defect(field.start, field.end, what, outcomes, applicability, False, title)


def _renamed(module: Module, template: Template, field: Field) -> Applicability:
    """Who may give other names to the files of a template that runs."""
    head = template.head
    if head and written_elsewhere(module, template, begins_name(head) + _SPACED, head):
        return Applicability.MANUAL
    if field.start < template.file_name or read_elsewhere(module, template):
        return Applicability.UNSAFE
    return Applicability.SAFE


def _in_suffix(module: Module, template: Template, suffix: tuple[int, int], only_weights: bool) -> _Defect:
    written = template.text[slice(*suffix)]
    meant, needed = "".join(written.split()), needed_suffix(only_weights)
    name = template.shown(template.file_name)
    other = f"a TensorFlow checkpoint, '{name}.index'" if only_weights else f"a SavedModel folder, '{name}'"
    hdf5 = written.endswith((".h5", ".hdf5"))
    never_ran = module.target.keras3 and (meant == needed or not module.target.keras2)
    outcomes = (
        on_keras2(
            Severity.INFO if hdf5 else Severity.WARNING,
            "writes plain HDF5" if hdf5 else f"writes {other}",
        ),
        on_keras3(  # where another suffix is needed anyway, the space is not to blame
            Severity.ERROR if never_ran else None,
            f"raises ValueError when the callback is built: the path does not end in {needed}",
        ),
    )
    ending = re.escape(written) + "[\"']"
    safe = not module.target.keras2 and not written_elsewhere(module, template, ending, written)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    return _Defect(*suffix, f"'{written}' is not '{meant}'", outcomes, applicability, safe)


def _fix(module: Module, template: Template, defects: list[_Defect]) -> Fix:
    """Remove the spaces of all *defects*; by hand where one of them needs more than that."""
    titles = [defect.title for defect in defects if defect.title]
    shown = [template.shown(defect.start, defect.end).strip() for defect in defects]
    title = ", ".join(titles) or f"remove the space from {' and '.join(shown)}"
    never_ran = any(defect.never_ran for defect in defects)
    edits: list[Edit] = []
    for place in (place for defect in defects for place in range(defect.start, defect.end)):
        written = template.written(module, place)
        if written is None or (written[1].escaped and written[1].value not in "{}"):
            return Fix(Applicability.MANUAL, title)
        if written[1].value.isspace():
            edits.append(Edit(module.path, written[1].start, written[1].end, ""))
    wanted = {defect.applicability for defect in defects}
    if titles or (Applicability.MANUAL in wanted and not never_ran):
        return Fix(Applicability.MANUAL, title)
    safe = never_ran or wanted == {Applicability.SAFE}
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, tuple(edits))
