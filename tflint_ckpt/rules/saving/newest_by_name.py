"""TFC520 newest-by-name."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Looped, Name, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.newest import newest_by_name
from tflint_ckpt.semantics.paths.numbered import Numbered, numbered_files, other_names
from tflint_ckpt.semantics.paths.saved import takes_files_away

_SAVES = ("save", "save_weights", "save_model")
_BY_HAND = "pad the number with zeros, or sort with a key: one that takes the number, or os.path.getmtime"


class NewestByName(Rule):
    """The newest checkpoint is taken as the last by name, where `model_9` stands behind `model_10`.

    ## What it does
    Reports `sorted(glob("ckpt/*.keras"))[-1]`, `max(…)` and the like, without a key, where the file that it
    gives is loaded, and the same script writes the files of that folder with a number that has no zeros
    before it: `model_{epoch}.keras`. Also where there are more epochs than the padding has digits for, and
    where a loss stands in the name before anything else, as in `{val_loss:.2f}_{epoch:02d}.keras`.

    ## Why
    Names are sorted by their characters, so `model_9` stands behind `model_10` to `model_89`. From the tenth
    epoch on an older model is loaded, without an error, until a file is written that happens to stand last.
    With the loss in front, the last by name is the worst.

    ## When it is silent
    With a `key=`; for fewer than ten epochs, and wherever the last by name is the newest, as where
    `initial_epoch`, or a loop, begins with ten; where files are filtered by more than the beginning or the
    ending of their names, deleted or moved (but before all are written), or the script writes others that
    are found as well; where the working folder changes; where the folder, or what stands before the number,
    is not known; for a metric in the name that is better when it is greater, which may be meant; for files
    of TensorFlow's own format, which `tf.train.latest_checkpoint` finds.

    ## Fix safety
    `{epoch:04d}` is unsafe: files that are there already keep their names, and stand behind the new ones.
    Where the number is not written in braces, where the project names one of the files elsewhere, or a loss
    stands in front, a person has to choose.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC520"
    name = "newest-by-name"
    summary = "the newest checkpoint taken as the last by name, with a number that is not padded"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("load_model", "load_weights"),
        Name("sorted", "max", "sort"),
        Name("glob", "iglob", "listdir", "iterdir"),
        Either(
            Passed("ModelCheckpoint.filepath.0=~{"),
            Base("ModelCheckpoint"),
            Looped(*_SAVES),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each place that chooses the file."""
        chosen = list(newest_by_name(module))
        if not chosen:
            return
        written = list(numbered_files(module, self.code))
        if takes_files_away(module, [each.node for each in written]):
            return
        others = list(other_names(module, written))
        for newest in chosen:
            listed = newest.listed
            matching = [
                each for each in written if all(listed.has(each.directory, name) for name in each.compared)
            ]
            if len({each.before for each in matching}) != 1 or any(listed.has(*other) for other in others):
                continue
            if not all(each.goes_wrong for each in matching):
                continue
            one = matching[0]
            what, outcome = _said(module, one)
            fix = _fix(module, one) if len(matching) == 1 else Fix(Applicability.MANUAL, _BY_HAND)
            yield from self.judged(module, newest.node, what, (outcome,), fix, of=newest.load.call.node)


def _said(module: Module, files: Numbered) -> tuple[str, Outcome]:
    """What is wrong, and what happens."""
    place = f'"{files.shown}" ({module.where(files.node)})'
    taken = "the newest is taken as the last by name, and"
    if files.metric:
        happens = f"loads the file with the greatest {files.metric}"
        return f"{taken} {files.metric} stands first in {place}", Outcome(Severity.WARNING, happens)
    padded = f"has room for {files.width} digits" if files.width > 1 else "is not padded with zeros"
    happens = "loads an older model from number {} on, as {} stands behind it".format(*files.overtaken)
    if files.numbers and files.surely:
        happens = f"loads number {files.taken} where {files.numbers[-1]} is the newest"
    return f"{taken} the number in {place} {padded}", Outcome(Severity.WARNING, happens)


def _fix(module: Module, files: Numbered) -> Fix:
    from tflint_ckpt.finding import Edit, unsafe
    from tflint_ckpt.patterns import re
    from tflint_ckpt.semantics.paths.templates import begins_name, written_elsewhere

    if files.field is None or not files.before:
        return Fix(Applicability.MANUAL, _BY_HAND)
    start, end = files.field
    written = module.source.text[start:end]
    match = re.fullmatch(r"(\{\{?)([^{}:!=]+)(?::[^{}]*)?(\}\}?)", written)
    names_one = begins_name(files.before) + r"[\d{%?\[\"']"
    if match is None or written_elsewhere(module, files.template, names_one, files.before):
        return Fix(Applicability.MANUAL, _BY_HAND)
    width = max(4, len(str(files.numbers[-1])) if files.numbers else 0)
    padded = f"{{{match[2].rstrip()}:0{width}d}}"
    fix = Fix(
        Applicability.UNSAFE,
        f"write {padded}, so that names and numbers have one order",
        (Edit(module.path, start, end, match[1][1:] + padded + match[3][1:]),),
    )
    return unsafe(fix, "files that are there already have other names")
