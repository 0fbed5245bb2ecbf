"""TFC223 subsets-overlap."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Passed
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.datasets.subsets import Overlap, Subset, overlaps
from tflint_ckpt.semantics.module import Module

_PLACES = ("image_dataset_from_directory.subset.10", "text_dataset_from_directory.subset.9",
           "audio_dataset_from_directory.subset.11")  # fmt: skip


class SubsetsOverlap(Rule):
    """The training and the validation subset of one folder are drawn differently: they have files in common.

    ## What it does
    Reports `subset="validation"` of `image_dataset_from_directory`, `text_dataset_from_directory` and
    `audio_dataset_from_directory` beside a call for `subset="training"` of the same folder that has another
    `seed`, shuffles where the other does not, or has a smaller `validation_split`.

    ## Why
    Each call shuffles all files by its `seed`, and takes its part of them then. With two seeds, as large a
    share of the validation files is trained on as of all: of 100 files with `validation_split=0.2` about 16
    of 20, and as many are in neither part. It is the same where only one of the calls shuffles; a validation
    subset that is not shuffled has the files of the last classes alone. The validation looks better than it
    is.

    ## When it is silent
    Where the seeds are not known; where none shuffles and the splits are the same; where a call that
    shuffles has no seed, which raises `ValueError`; where the calls are not in one block, or a call beside
    it fits; where files, or the folder, may be others between the two; where `class_names` differ;
    for a smaller split of the validation, which leaves files out; `subset="both"`. The subsets of an
    `ImageDataGenerator` are split before they are shuffled.

    ## Fix safety
    The fix writes the `seed` and `validation_split` of the training subset. It is unsafe: other files
    validate, and results cannot be compared with earlier ones. Where only one of the calls shuffles, it is
    left to you: what reads the validation subset may count on its order.

    ## References
    - [image_dataset_from_directory](https://keras.io/api/data_loading/image/)
    """

    code = "TFC223"
    name = "subsets-overlap"
    summary = (
        "training and validation subsets of a folder with another seed or split: they have files in common"
    )
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Passed(*(f"{place}='training'" for place in _PLACES)),
        Passed(*(f"{place}='validation'" for place in _PLACES)),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each validation subset that has files of the training subset."""
        for overlap in overlaps(module):
            validation = overlap.validation
            given = _reason(overlap)
            place: cst.CSTNode = validation.call.node
            if given is not None and not given.unpacked:
                place = given.node
            share = (
                f"about {overlap.share:.0%} of the validation files are"
                if overlap.share
                else "validation files are"
            )
            message = f"{_difference(module, overlap)}: {share} trained on"
            yield self.finding(
                module, place, Severity.ERROR, message, _fix(module, overlap), of=validation.call.node
            )


def _reason(overlap: Overlap) -> Argument | None:
    return overlap.validation.seed if overlap.orders else overlap.validation.split


def _difference(module: Module, overlap: Overlap) -> str:
    training, validation = overlap.training, overlap.validation
    where = module.where(training.call.node)
    if not overlap.orders:
        splits = (module.text(each.split.value) for each in (training, validation))
        return "the training subset ({2}) leaves {0} of the files out, and {1} validate".format(
            *splits, where
        )
    one, other = (_order(module, each) for each in (training, validation))
    return f"files {one} before the training subset is taken ({where}), and {other} before this one"


def _order(module: Module, subset: Subset) -> str:
    return f"are shuffled with seed {module.text(subset.seed.value)}" if subset.seed else "stay in order"


def _fix(module: Module, overlap: Overlap) -> Fix:
    """Write what the training subset has into the call for validation."""
    training, validation = overlap.training, overlap.validation
    if overlap.orders and (training.seed is None or validation.seed is None):
        return Fix(Applicability.MANUAL, "shuffle both with one seed, or none of them")
    pairs = [(training.split, validation.split)] if training.share != validation.share else []
    if overlap.orders and training.seed is not None and validation.seed is not None:
        pairs.append((training.seed, validation.seed))
    names = [given.name or "" for given, _ in pairs]
    title = f"write the {' and '.join(reversed(names))} of the training subset"
    edits = [_written(module, given, to) for given, to in pairs]
    known = tuple(edit for edit in edits if edit is not None)
    return (
        Fix(Applicability.UNSAFE, title, known)
        if len(known) == len(edits)
        else Fix(Applicability.MANUAL, title)
    )


def _written(module: Module, given: Argument, to: Argument) -> Edit | None:
    """Write a number, or the name of one, in the place of another."""
    from tflint_ckpt.syntax.arguments import replace

    value = given.value
    is_before = module.span(value)[0] < module.span(to.value)[0]
    is_name = is_before and not given.unpacked and module.sole_binding(value) is not None
    if to.unpacked or not (is_name or isinstance(value, (cst.Integer, cst.Float))):
        return None
    return replace(module, to.value, module.text(value))
