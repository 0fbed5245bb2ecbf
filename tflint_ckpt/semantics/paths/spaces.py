"""What a space in a placeholder does when Keras fills a checkpoint's path in."""

from __future__ import annotations

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.saved import COUNTS, WIDE
from tflint_ckpt.semantics.paths.templates import Field

_LOGS = ("val_loss", "val_accuracy", "val_acc")


@dataclass(frozen=True, slots=True)
class SpacedField:
    """A field whose spaces raise, or give the file another name.

    Attributes:
        bare: the field without them.
        error: the exception that they raise; empty where they raise none.
        meant: the field of the logs that was meant, if not the bare one: ``val_loss`` of ``val loss``.
        before: what a sample becomes with them, where they raise nothing.
        after: what it becomes without them.
    """

    bare: Field
    error: str = ""
    meant: str = ""
    before: str = ""
    after: str = ""


def spaced_field(field: Field) -> SpacedField | None:
    """What the spaces in *field* do; ``None`` where there are none, or they do no harm."""
    bare = Field("".join(field.text.split()), field.start)
    if bare.text == field.text or WIDE.search(bare.text):
        return None
    words = "_".join(field.name.split())
    if words in _LOGS and words != bare.name:
        return SpacedField(bare, f"KeyError: {field.name!r}", words)
    if not field.name.strip().isidentifier():
        return None  # a metric may have a name of several words
    if field.name != bare.name:
        return SpacedField(bare, f"KeyError: {field.name!r}")
    samples = (1, 10, 100) if bare.name in COUNTS else (0.5, 12.25)
    before = [_filled(field, sample) for sample in samples]
    after = [_filled(bare, sample) for sample in samples]
    if before == after or any(isinstance(text, ValueError) for text in after):
        return None
    if isinstance(before[0], ValueError):
        return SpacedField(bare, f"ValueError: {before[0]}")
    return SpacedField(bare, before=f"{before[0]}", after=f"{after[0]}")


def _filled(field: Field, sample: float) -> str | ValueError:
    try:
        return field.text.format(**{field.name: sample})
    except ValueError as error:
        return error
