"""Where an object goes: what is called on it, what it is given to, and where it is lost from sight."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects.uses import Kind, Use
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

__all__ = ["Flows", "Kind", "Use"]


class Flows:
    """The flows of the objects of one module; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._variables = module.fact(Variables)
        self._known: dict[tuple[cst.CSTNode, Frames, Path], tuple[Use, ...]] = {}

    def of(self, node: cst.CSTNode, frames: Frames = (), path: Path = ()) -> tuple[Use, ...]:
        """Everything that happens to the object that *node*, run inside *frames*, gives, or has at *path*."""
        from tflint_ckpt.semantics.objects.following import Following

        key = node, frames, path
        if key not in self._known:
            following = Following(self.module, self._variables, frames)
            self._known[key] = tuple(dict.fromkeys(following.run(node, path)))
        return self._known[key]

    def bound_to(self, value: cst.CSTNode) -> list[Binding]:
        """The variables that get *value*, or a part or an element of it."""
        return self._variables.bound_to(value)

    def reads(self, binding: Binding) -> list[cst.Name]:
        """The uses that may see what *binding* gave."""
        return self._variables.reads(binding)
