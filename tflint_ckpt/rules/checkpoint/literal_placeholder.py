"""TFC108 checkpoint-literal-placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.saved import (
    COUNTS,
    Frequency,
    SavedPath,
    filled,
    frequency,
    is_keras_field,
    is_used_once,
    malformed,
    saved_paths,
)
from tflint_ckpt.semantics.paths.templates import Field, read_elsewhere

_DOUBLED = pattern(r"(?<!\{)\{\{\s*(?P<name>\w+)\s*(?P<rest>(?:![rsa])?(?::[^{}]*)?)\}\}(?!\})")
_PERCENT = pattern(r"(?<![0-9%])%0?\d?d(?![A-Za-z%])")
_ALWAYS = ("epoch", "loss")
"""The fields that every save at the end of an epoch has."""
_AFTER = "when the first checkpoint is saved, after an epoch of training"


class CheckpointLiteralPlaceholder(Rule):
    """A placeholder that Keras does not fill: one file for all epochs, or an exception after the first one.

    ## What it does
    Reports, in a path that reaches `ModelCheckpoint`: `{{epoch:02d}}` and `%02d`, which stay in the file's
    name as they are; and what raises: `{}` and `{0}`, a brace that is never closed, `{Epoch}`, a format that
    does not suit the value (`{val_loss:02d}`), and `{batch}` in a callback that saves once an epoch.

    ## Why
    Keras fills a path in by `path.format(epoch=…, **logs)`. In a plain string doubled braces are an escape:
    every epoch overwrites one file that is called `m_{epoch:02d}.keras`. There are no positional arguments,
    names are case sensitive, the losses are floats, and `batch` is only there with a number as `save_freq`;
    all these raise when the first checkpoint is saved, which is when an epoch of training is done.

    ## When it is silent
    Doubled braces in an f-string or before `.format` are right. So is a `%02d` that the `%` operator fills.
    A brace that may have its other half in a part that is not known is no proof.

    ## Fix safety
    Taking the doubled braces off is safe for `epoch`, if no other string of the project begins a file name in
    the same way; it is unsafe for a metric, which the run may not have, and with `save_best_only`, where one
    file may be what is wanted. `{Epoch}` never worked, and is safe to write `{epoch}`. `{epoch:02d}` for
    `%02d` is unsafe. The rest is left to a person.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Format strings](https://docs.python.org/3/library/string.html#format-string-syntax)
    """

    code = "TFC108"
    name = "checkpoint-literal-placeholder"
    summary = "a placeholder of a checkpoint path that Keras leaves as it is, or cannot fill in"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed(*(f"ModelCheckpoint.filepath.0=~{sign}" for sign in "{}%")), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each wrong field, the doubled ones of one path together; each once."""
        seen: set[tuple[int, int]] = set()
        for path in saved_paths(module, self.code):
            for start, end, severity, message, fix in _defects(module, path):
                span, is_here = path.span(module, start, end)
                if span not in seen:
                    seen.add(span)
                    fix = fix if is_here else Fix(Applicability.MANUAL, fix.title)
                    yield self.finding(module, span, severity, message, fix, of=path.call.node)


Defect = tuple[int, int, Severity, str, Fix]
"""The characters of the template it is about, how bad, what happens, and what to do."""


def _defects(module: Module, path: SavedPath) -> Iterator[Defect]:
    error = malformed(path.text)
    if error is not None:
        start = len(path.template.text) - len(path.text.tail)
        fix = Fix(Applicability.MANUAL, "write each placeholder as {name:format}")
        message = f"raises ValueError: {error} {_AFTER}"
        yield start, len(path.template.text), Severity.ERROR, f"the path {message}", fix
        return
    yield from _never_filled(module, path)
    for field in path.template.fields:
        wrong = _wrong(module, path, field)
        if wrong is not None:
            yield field.start, field.end, Severity.ERROR, f"{field.text} raises {wrong[0]} {_AFTER}", wrong[1]


def _never_filled(module: Module, path: SavedPath) -> Iterator[Defect]:
    """What stays in the file's name as it is."""
    from tflint_ckpt.syntax.braces import write_field

    template = path.template
    severity = Severity.WARNING if path.monitor.compares is not False else Severity.ERROR
    name = template.shown(template.file_name)
    found = _DOUBLED.finditer(template.text) if "{{" in template.text else ()
    doubled = [match for match in found if is_keras_field(match["name"])]
    if doubled:
        kept = name.replace("{{", "{").replace("}}", "}")
        message = f"doubled braces are never filled in: every save overwrites one file, '{kept}'"
        if any(is_keras_field(field.name) for field in template.fields):
            severity, message = Severity.WARNING, "doubled braces are never filled in, and stay in the name"
        yield doubled[0].start(), doubled[-1].end(), severity, message, _single(module, path, doubled)
    is_plain = "%" in template.text and "{" not in template.text
    percent = list(_PERCENT.finditer(template.text, template.file_name)) if is_plain else []
    if len(percent) == 1:
        [match] = percent
        message = f"nothing fills {match[0]} in: every save overwrites one file, '{name}'"
        field = f"{{epoch:{match[0][1:]}}}"
        edits = write_field(module, template, *match.span(), field)
        alone = is_used_once(module, template, match.span(), path.argument.value)
        yield (
            *match.span(),
            severity,
            message,
            _fix(Applicability.UNSAFE, f"write {field}", edits if alone else ()),
        )


def _single(module: Module, path: SavedPath, doubled: list[re.Match[str]]) -> Fix:
    """Take one pair of braces off each doubled field."""
    from tflint_ckpt.syntax.braces import single_braces

    edits: list[Edit] = []
    title = "write " + " and ".join(f"{{{match['name']}{match['rest']}}}" for match in doubled)
    for match in doubled:
        made = filled(f"{{{match['name']}{match['rest']}}}")
        edit = single_braces(module, path.template, *match.span())
        lacking = match["name"] == "batch" and frequency(module, path.call) is not Frequency.BATCHES
        if not isinstance(made, str) or not edit or lacking:
            return Fix(Applicability.MANUAL, title)
        edits += edit
    always = all(match["name"] in _ALWAYS for match in doubled)
    span = (doubled[0].start(), doubled[-1].end())
    alone = is_used_once(module, path.template, span, path.argument.value)
    every = path.monitor.compares is False
    safe = always and every and alone and not read_elsewhere(module, path.template)
    return _fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, tuple(edits))


def _wrong(module: Module, path: SavedPath, field: Field) -> tuple[str, Fix] | None:
    """The exception that a field raises when Keras fills it in, and what to do about it."""
    name, bare = field.name, "".join(field.text.split())
    if name == "" or name.isdigit():
        index = name or sum(one.name == "" for one in path.template.fields if one.start < field.start)
        error = f"IndexError: Replacement index {index} out of range for positional args tuple"
        return error, Fix(Applicability.MANUAL, "write {epoch:02d}, or fill it in where the path is built")
    if name.lower() != name and name.lower() in COUNTS:
        return f"KeyError: {name!r}", _lower(module, path, field)
    if name == "batch" and frequency(module, path.call) is Frequency.EPOCH:
        return "KeyError: 'batch'", Fix(Applicability.MANUAL, "write {epoch}, or give save_freq in batches")
    made = filled(bare)
    if isinstance(made, ValueError):
        suited = f"{{{name}:02d}}" if name in COUNTS else f"{{{name}:.4f}}"
        return f"ValueError: {made}", Fix(Applicability.MANUAL, f"write {suited}")
    return None


def _lower(module: Module, path: SavedPath, field: Field) -> Fix:
    """Write ``epoch`` for ``Epoch``."""
    from tflint_ckpt.syntax.braces import write_field

    name, lower = field.name, field.name.lower()
    lacking = lower == "batch" and frequency(module, path.call) is not Frequency.BATCHES
    runs = isinstance(filled(field.text.replace(name, lower, 1)), str) and not lacking
    start = field.start + 1
    edits = write_field(module, path.template, start, start + len(name), lower) if runs else ()
    return _fix(Applicability.SAFE, f"write {{{lower}}}", edits)


def _fix(applicability: Applicability, title: str, edits: tuple[Edit, ...]) -> Fix:
    return Fix(applicability, title, edits) if edits else Fix(Applicability.MANUAL, title)
