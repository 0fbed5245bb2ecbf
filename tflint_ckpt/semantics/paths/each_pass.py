"""A path that is the same one in each pass of a loop, also where the code does not tell all of it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.model_files import may_be_at
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.paths.shape import normal
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.bodies import Body
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Values

_SET_ONCE = (BindingKind.ASSIGNMENT, BindingKind.IMPORT, BindingKind.PARAMETER)
_SETTING_ATTRIBUTES = r"\bsetattr\(|\bvars\(|__dict__"
_SETTING_ELEMENTS = r"\]\s*=(?!=)|\.(?:update|setdefault|pop|clear)\("


class EachPass:
    """The file that one call of *module* names by *text*.

    Attributes:
        shown: the path, for a message.
    """

    def __init__(self, module: Module, text: Text) -> None:
        self.shown = text.shown
        self._module = module
        self._text = text
        self._holes = [part for part in text.parts if isinstance(part, Hole)]

    @property
    def is_told(self) -> bool:
        """Whether the name has no fields, and of what is not known the code says what it is."""
        pieces = [part.text for part in self._text.parts if isinstance(part, Piece)]
        return (
            not any("{" in piece or "%" in piece for piece in pieces)
            and all(hole.node is not None for hole in self._holes)
            and (not self._holes or "/" in self._text.tail)
        )

    def is_at(self, there: Engine, values: Values) -> bool:
        """Whether one of *values*, in the file *there*, surely is the path."""
        texts = [value for value in values if isinstance(value, Text)]
        literal = self._text.literal
        if literal is not None:
            return any(each.literal is not None and normal(each.literal) == normal(literal) for each in texts)
        is_here = there is self._module
        return is_here and any(same_file(self._module, self._text, each) is Sameness.SAME for each in texts)

    def may_be_at(self, there: Engine, values: Values) -> bool:
        """Whether one of *values* may be the path, for all that the code says."""
        if self._text.literal is not None:
            return self.is_at(there, values)
        if there is not self._module:
            return self.may_be_of_another(values)
        return any(
            not isinstance(value, Text) or same_file(self._module, self._text, value) is not Sameness.OTHER
            for value in values
        )

    def may_be_of_another(self, values: Values) -> bool:
        """The same of a path in another program."""
        return any(may_be_at(value, self._text) for value in values)

    def is_kept(self, bodies: tuple[Body, ...]) -> bool:
        """Whether nothing of *bodies*, which a pass runs, gives what is not known of it another value."""
        inside = {body for there, body in bodies if there is self._module}
        return all(self._is_constant(hole, inside) for hole in self._holes) and not any(
            re.search(_setting(self._holes), there.text(body)) for there, body in bodies if self._holes
        )

    def _is_constant(self, hole: Hole, inside: set[cst.CSTNode]) -> bool:
        module, node = self._module, hole.node
        if node is None or (_is_in(module, node, inside) and _has_call(node)):
            return False
        for name in descend(node):
            above = module.parent(name)
            if not isinstance(name, cst.Name) or (isinstance(above, cst.Attribute) and above.attr is name):
                continue
            for binding in module.visible(name):
                if binding.kind not in _SET_ONCE or _is_in(module, binding.node, inside):
                    return False
        return True


def _has_call(node: cst.CSTNode) -> bool:
    return any(isinstance(each, cst.Call) for each in descend(node))


def _is_in(module: Module, node: cst.CSTNode, inside: set[cst.CSTNode]) -> bool:
    return node in inside or any(above in inside for above in module.ancestors(node))


def _setting(holes: list[Hole]) -> str:
    """What sets an attribute or an element that *holes* name; nothing, where they name none."""
    words = {r"(?!)"}
    for part in (part for hole in holes if hole.node is not None for part in descend(hole.node)):
        if isinstance(part, cst.Attribute):
            words |= {_SETTING_ATTRIBUTES, rf"\.{part.attr.value}\s*=(?!=)"}
        if isinstance(part, cst.Subscript):
            words.add(_SETTING_ELEMENTS)
    return "|".join(sorted(words))
