"""Folders that another file of the project names, and may make."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.values.kinds import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate

_MAKING = ("makedirs", "mkdir")
_MAKES = pattern(r"\b(?:makedirs|mkdir)\b")


def may_be_made_elsewhere(module: Module, path: PathTemplate) -> bool:
    """Whether the folder of *path* has a name that another file gives, and other files make folders."""
    end, at = path.text.shown.rfind("/"), 0
    for part in path.text.parts:
        if at > end:
            return False
        named = part.text.strip("/") if isinstance(part, Piece) and part.node is None else ""
        if named:  # a separator has no token either
            return any(module.project.somewhere(_MAKES, word, besides=module.path) for word in _MAKING)
        at += len(part.text) if isinstance(part, Piece) else len("⟨…⟩")
    return False
