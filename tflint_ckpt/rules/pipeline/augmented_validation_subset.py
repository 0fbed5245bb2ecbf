"""TFC221 augmented-validation-subset."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument, bind
from tflint_ckpt.semantics.datasets.generators import flows, random_options, subsets
from tflint_ckpt.semantics.module import Module


class AugmentedValidationSubset(Rule):
    """One `ImageDataGenerator` with random options serves both subsets: validation pictures are augmented.

    ## What it does
    Reports `subset="validation"` of an `ImageDataGenerator` that has random options (`rotation_range`,
    `zoom_range`, `horizontal_flip` and the like) and that is used for `subset="training"` too.

    ## Why
    The generator changes the pictures of both subsets. The validation loss is measured on distorted pictures,
    and differs from run to run: callbacks that watch it stop, or keep a model, by chance.

    ## When it is silent
    Where no random option is seen to be on, where the subsets come from two generators, and where only one
    of the subsets is used.

    ## Fix safety
    There is no fix: it takes a second generator, with the same `validation_split` and none of the random
    options, and the same `seed` for both.

    ## References
    - [ImageDataGenerator](https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator)
    """

    code = "TFC221"
    name = "augmented-validation-subset"
    summary = "one ImageDataGenerator with random options for the training and the validation subset"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("ImageDataGenerator"), Keyword("subset"), Keyword("validation_split"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each validation subset of such a generator."""
        trained: set[cst.Call] = set()
        validated: dict[tuple[cst.CSTNode, cst.Call], Argument] = {}
        for flow, generator, frames in flows(module):
            subset = bind(module, flow, "").argument("subset")
            taken = subsets(module, subset.value, frames) if subset is not None else set()
            if "training" in taken:
                trained.add(generator)
            if "validation" in taken and subset is not None:
                validated[subset.node, generator] = subset
        for (_, generator), subset in validated.items():
            options = random_options(module, generator) if generator in trained else []
            if options:
                message = (
                    f"the generator ({module.where(generator)}) changes pictures at random "
                    f"({', '.join(options)}), those of the validation subset too: val_loss is that of "
                    "changed pictures"
                )
                fix = Fix(
                    Applicability.MANUAL,
                    "take the validation subset from a second generator with the same validation_split "
                    "and no random options",
                )
                yield self.finding(module, subset.value, Severity.WARNING, message, fix, of=generator)
