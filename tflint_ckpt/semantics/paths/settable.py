"""Paths that may not be what the code says, because an attribute they are made of is set by its name."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.values.kinds import Piece
from tflint_ckpt.syntax.forms import is_self_or_cls, last_name
from tflint_ckpt.syntax.statements import statement_of
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate

_MAKING = ("makedirs", "mkdir")
_MAKES = pattern(r"\b(?:makedirs|mkdir)\b")
_CHANGING = ("update", "setdefault", "__setitem__")


def may_be_reset(module: Module, call: cst.Call, path: PathTemplate) -> bool:
    """Whether a part of *path* comes from an attribute that is set by name, ``setattr(self, name, …)``."""
    here = statement_of(module, call)
    for piece in path.text.pieces:
        if piece.node is None or here in module.ancestors(piece.node):
            continue
        owner = module.enclosing_class(piece.node)
        attribute = _attribute(module, piece.node)
        if owner is not None and attribute and _is_set_unseen(module, owner, attribute):
            return True
    return False


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


def _attribute(module: Module, node: cst.CSTNode) -> str:
    """The attribute of a class, or of ``self``, that the statement around *node* assigns; or nothing."""
    for above in module.ancestors(node):
        targets = (
            [each.target for each in above.targets]
            if isinstance(above, cst.Assign)
            else [above.target]
            if isinstance(above, cst.AnnAssign)
            else []
        )
        for target in targets:
            if isinstance(target, cst.Attribute):
                return target.attr.value
            if isinstance(target, cst.Name) and isinstance(module.facts.scopes[target].node, cst.ClassDef):
                return target.value
        if targets:
            break
    return ""


def _is_set_unseen(module: Module, owner: cst.ClassDef, attribute: str) -> bool:
    """Whether code may set *attribute* of an instance of *owner* without writing its name."""
    family = [owner, *classes.ancestry(module, owner)]
    for call in module.facts.calls:
        function, arguments = call.func, call.args
        if isinstance(function, cst.Attribute) and _is_dictionary(function.value):
            if function.attr.value in _CHANGING and module.enclosing_class(call) in family:
                return True
            continue
        if last_name(function) not in ("setattr", "__setattr__"):
            continue
        texts = [each.value for each in arguments if isinstance(each.value, cst.SimpleString)]
        if texts and all(text.evaluated_value != attribute for text in texts[:1]):
            continue
        receiver = arguments[0].value if arguments else None
        own = is_self_or_cls(receiver)
        if not own or module.enclosing_class(call) in family:
            return True
    return any(
        module.enclosing_class(node) in family and _is_changed(module, node)
        for node in descend(module.tree)
        if isinstance(node, (cst.Attribute, cst.Call)) and _is_dictionary(node)
    )


def _is_dictionary(node: cst.CSTNode) -> bool:
    """Whether *node* is the dictionary of attributes of an object: ``self.__dict__``, ``vars(self)``."""
    if isinstance(node, cst.Attribute):
        return node.attr.value == "__dict__"
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "vars"


def _is_changed(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node*, or an item of it, is assigned."""
    above = module.parent(node)
    if isinstance(above, cst.Subscript) and above.value is node:
        node, above = above, module.parent(above)
    if isinstance(above, (cst.AssignTarget, cst.AugAssign)):
        return above.target is node
    return isinstance(above, cst.Assign) and any(each.target is node for each in above.targets)
