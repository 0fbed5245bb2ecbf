"""What a space in a placeholder does when Keras fills a checkpoint's path in."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.paths.spaces import SpacedField, spaced_field
from tflint_ckpt.semantics.paths.templates import Field

# A field; the exception, the field that was meant, and what a sample becomes with the spaces and without.
SPACED: list[tuple[str, tuple[str, str, str, str] | None]] = [
    ("{epoch}", None),
    ("{epoch:02d}", None),
    ("{epoch }", ("KeyError: 'epoch '", "", "", "")),
    ("{ epoch}", ("KeyError: ' epoch'", "", "", "")),
    ("{epoch: 02d}", ("", "", " 1", "01")),
    ("{epoch:02 d}", ("ValueError: Invalid format specifier '02 d' for object of type 'int'", "", "", "")),
    ("{epoch: >3}", None),  # the fill character
    ("{val loss:.2f}", ("KeyError: 'val loss'", "val_loss", "", "")),
    ("{my metric}", None),
    ("{val_loss: .2f}", ("", "", " 0.50", "0.50")),
    ("{epoch: 20000d}", None),
]


@pytest.mark.parametrize(("text", "expected"), SPACED)
def test_spaces(text: str, expected: tuple[str, str, str, str] | None) -> None:
    found = spaced_field(Field(text, 0))
    shown = (found.error, found.meant, found.before, found.after) if isinstance(found, SpacedField) else None
    if expected is not None and expected[0].startswith("ValueError"):  # Python's words differ by release
        assert shown is not None and shown[0].startswith("ValueError: ")
    else:
        assert shown == expected
