"""Comments in the way of an edit: what a person wrote is not removed with the code it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def loses_comment(module: Module, edits: Iterable[Edit]) -> bool:
    """Whether a comment of *module* would be in none of the texts that *edits* put in."""
    own = [edit for edit in edits if edit.path == module.path]
    added = "\n".join(edit.text for edit in own)
    text = module.source.text
    return any(
        text[start:end] not in added
        for edit in own
        if "#" in text[edit.start : edit.end]
        for start, end in _comments(module)
        if edit.start <= start and end <= edit.end
    )


def _comments(module: Module) -> list[tuple[int, int]]:
    return [span for node, span in module.positions.full.items() if isinstance(node, cst.Comment)]
