"""Folders as they are compared across the functions of a module, with what is not known of them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import FIRST_MARK, marks_of, normal, shape
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Hole, Text

_OF_OBJECTS = 0x8000
"""Marks from here on are for attributes; those of :class:`Fillings` do not come so far."""


class NamedFolders:
    """The folders that paths of one module are in."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._attributes: dict[tuple[cst.CSTNode, str], str] = {}

    def split(self, text: Text) -> tuple[str | None, str]:
        """The folder of a path, and the name of the file; the folder is ``None`` if nobody can say which."""
        whole = shape(text, self._mark)
        place = whole.rfind("/") + 1
        return self._known(whole[:place]), whole[place:]

    def of(self, text: Text) -> str | None:
        """A folder itself."""
        return self._known(shape(text, self._mark))

    def _known(self, folder: str) -> str | None:
        found = normal(folder)
        return found if all(marks_of(found)) and not set("\\{") & set(found) else None

    def _mark(self, hole: Hole) -> str:
        """A character for what a hole holds: of ``self.folder``, set once, the same in all methods."""
        node = hole.node
        if isinstance(node, cst.Attribute) and is_self(node.value):
            owner = self._module.enclosing_class(node)
            if owner is not None and len(self._module.attribute_values(node) or ()) == 1:
                place = FIRST_MARK + _OF_OBJECTS + len(self._attributes)
                return self._attributes.setdefault((owner, node.attr.value), chr(place))
        return self._module.fact(Fillings).mark(hole)
