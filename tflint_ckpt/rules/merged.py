"""The fix for ``merge(layers, mode="concat")`` of Keras 1: the function that its mode is now."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.names.mentions import Mention
from tflint_ckpt.syntax.arguments import rename_argument
from tflint_ckpt.syntax.callee import rename_callee
from tflint_ckpt.syntax.replaced import calls_of, without_alias
from tflint_ckpt.syntax.several import remove_arguments
from tflint_ckpt.syntax.spelling import spelled_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MERGE = ("keras.layers.merge", "keras.engine.merge", "keras.engine.topology.merge")
_LAYERS = "keras.layers"
_MODES = {
    "sum": "add",
    "mul": "multiply",
    "concat": "concatenate",
    "ave": "average",
    "max": "maximum",
    "dot": "dot",
}
_AXES = {"concat_axis": ("concatenate", "axis"), "dot_axes": ("dot", "axes")}
"""For which function an argument says something, and what it is called there; for others it says nothing."""
_DEFAULT = "sum"


def merge_by_mode(module: Module, mention: Mention) -> Fix | None:
    """Call the function of each mode; ``None`` where *mention* is no such function, or cannot be told."""
    if mention.name not in _MERGE:
        return None
    chain = isinstance(mention.node, cst.Attribute) and mention.name != _MERGE[0]
    calls = None if chain else calls_of(module, mention)
    told = [_told(module, each) for each in calls or ()]
    if not told or not all(told):
        return None
    new: dict[str, str | None] = {}
    edits: list[Edit] = []
    for call, function, others in filter(None, told):
        name: cst.BaseExpression = call.func
        text: str | None = function
        if isinstance(name, cst.Attribute):
            name = name.attr  # what stands before it stays
        else:
            text = spelled_at(module, f"{_LAYERS}.{function}", call)
        if not isinstance(name, cst.Name) or new.get(function, text) != text:
            return None
        new[function] = text
        edits += rename_callee(module, call, name, text or function, others)
    added = sorted(function for function, text in new.items() if text is None)
    if any(name in scope.bindings for scope in module.facts.each_scope for name in added):
        return None
    imported = _imported(module, mention, added)
    if imported is None:
        return None
    title = f"call {', '.join(sorted(new))}, the function of the mode"
    return Fix(Applicability.SAFE, title, (*imported, *edits))


def _told(module: Module, node: cst.Call) -> tuple[cst.Call, str, tuple[Edit, ...]] | None:
    """A call with the function of its mode, and the edits of its arguments."""
    call = bind(module, node, _MERGE[0])
    mode, inputs = call.argument("mode", position=1), call.argument("inputs", position=0)
    function = _MODES.get((module.literal(mode.value) if mode else _DEFAULT) or "")
    if call.open or inputs is None or function is None:
        return None
    gone: list[cst.Arg] = []
    edits: list[Edit] = []
    for place, argument in enumerate(call.arguments):
        if not isinstance(argument.node, cst.Arg) or (argument.name is None and place > 1):
            return None
        meant, name = _AXES.get(argument.name or "", ("", ""))
        if argument is mode or (meant and meant != function):
            gone.append(argument.node)
        elif meant:
            edits += rename_argument(module, argument.node, name)
        elif argument.name not in (None, "inputs", "name"):
            return None
    if any(has_effect(argument.value) for argument in gone):
        return None
    if function == "dot" and call.argument("dot_axes") is None:
        return None  # it was the last axis of each
    removed = remove_arguments(module, node, gone)
    return (node, function, (*edits, *removed)) if removed or not gone else None


def _imported(module: Module, mention: Mention, added: Sequence[str]) -> tuple[Edit, ...] | None:
    """Edits that import the functions *added* in the place of the one that is gone; ``None`` where it cannot
    be told."""
    alias = mention.node
    if not added:
        return without_alias(module, mention)
    statement = module.parent(alias)
    if not isinstance(alias, cst.ImportAlias) or not isinstance(statement, cst.ImportFrom):
        return None
    edit = Edit(module.path, *module.span(alias), ", ".join(added))
    if mention.name == _MERGE[0]:
        return (edit,)
    if isinstance(statement.names, cst.ImportStar) or len(statement.names) > 1 or statement.module is None:
        return None
    home = mention.root + _LAYERS.removeprefix("keras")
    return (Edit(module.path, *module.span(statement.module), home), edit)
