"""TFC224 validation-not-rescaled."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.unlike_scales import Side, Unlike, unlike_scales


class ValidationNotRescaled(Rule):
    """An `ImageDataGenerator` with `rescale` trains, and one without validates: pictures of another scale.

    ## What it does
    Reports a fit whose pictures flow from an `ImageDataGenerator` with `rescale=…`, and whose
    `validation_data` from another one without it, or with a number that is quite another; the reverse too.

    ## Why
    The validation pictures are 255 times as large as those that the network learns from, or 1/255 of it.
    Nothing raises. `val_loss` is far off, and means nothing: of a small network with `BatchNormalization`
    that gets all of it right it was 2000, and its `val_accuracy` that of guessing. A small one without may
    still get the kind right, with a `val_loss` that says nothing. `ModelCheckpoint` keeps, and
    `EarlyStopping` stops, by these numbers.

    ## When it is silent
    Where one of the generators has a `preprocessing_function` or normalizes; where a generator, or the
    model, is not all in sight; where an option may be set later; where the model scales by itself
    (`Rescaling`, `Normalization`, `Lambda`, `EfficientNet*` and the like), or makes the scale matter little
    (`LayerNormalization`); where pictures come from arrays that are neither parts of one array nor read
    from files by one function, or that something may write into.

    ## Fix safety
    The fix writes the `rescale` of the one generator into the other. It is unsafe: other numbers come out,
    and whatever else that generator serves for gets other pictures. It is left to you where the generator
    also trains or validates rightly elsewhere, or where the number is not written in the call.

    ## References
    - [ImageDataGenerator](https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator)
    """

    code = "TFC224"
    name = "validation-not-rescaled"
    summary = "validation pictures of another scale than those that are trained on"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ImageDataGenerator"), Keyword("rescale"), Keyword("validation_data"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each two generators that scale differently."""
        for unlike, is_alone in unlike_scales(module):
            training, validation = unlike.training, unlike.validation
            message = (
                f"validation pictures {_scaled(module, validation)}, those that are trained on "
                f"({module.where(training.generator)}) {_scaled(module, training)}: "
                "val_loss, and what is chosen by it, means nothing"
            )
            place, of = validation.generator, training.generator
            yield self.finding(
                module, place, Severity.WARNING, message, _fix(module, unlike, is_alone), of=of
            )


def _scaled(module: Module, side: Side) -> str:
    if side.scale == 1 or side.rescale is None:
        return "are left as they are"
    return f"are multiplied by {module.text(side.rescale.value)}"


def _fix(module: Module, unlike: Unlike, is_alone: bool) -> Fix:
    """Write the number of one generator into the call of the other."""
    from tflint_ckpt.syntax.arguments import add_argument, replace

    side, other = unlike.plain, unlike.other
    assert other.rescale is not None
    text = module.text(other.rescale.value)
    title = f"write rescale={text} into the generator of {module.where(side.generator)}"
    edits: tuple[Edit, ...] = ()
    if is_alone and _means_the_same(module, other, side):
        if side.rescale is None:
            edits = add_argument(module, side.generator, "rescale", text)
        elif not side.rescale.unpacked:
            edits = (replace(module, side.rescale.value, text),)
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)


def _means_the_same(module: Module, one: Side, other: Side) -> bool:
    """Whether what stands behind ``rescale=`` in one generator is a number in the place of the other too."""
    assert one.rescale is not None
    value = one.rescale.value
    parts = (value.left, value.right) if isinstance(value, cst.BinaryOperation) else (value,)
    if all(isinstance(part, (cst.Integer, cst.Float)) for part in parts):
        return True
    is_before = module.span(one.generator)[0] < module.span(other.generator)[0]
    functions = {module.enclosing_function(side.generator) for side in (one, other)}
    names = [part for part in parts if isinstance(part, cst.Name)]
    return (
        is_before
        and len(functions) == 1
        and len(names) == len([part for part in parts if not isinstance(part, (cst.Integer, cst.Float))])
        and all(module.sole_binding(name) is not None for name in names)
    )
