"""Whether a ``Sequential`` is called on no symbolic tensor, so that it has no ``input`` of its own."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.objects.flow import Kind, Use
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.calls import is_harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def is_never_called(module: Module, origin: Origin) -> bool:
    """Whether *origin* makes a plain ``Sequential`` that nothing in sight calls, or puts into another model.

    Training it does not count: no symbolic tensor comes to it then.
    """
    if origin.local is not None or origin.name != "keras.Sequential" or not isinstance(origin.node, cst.Call):
        return False
    if not module.is_named(origin.node.func, "keras.Sequential", "keras.models.Sequential"):
        return False
    return not any(_may_call(module, use) for use in module.flows.of(origin.node, origin.frames))


def _may_call(module: Module, use: Use) -> bool:
    if use.kind is Kind.CALL:
        return True
    if use.kind is Kind.METHOD:
        func = use.node.func if isinstance(use.node, cst.Call) else None
        return not isinstance(func, cst.Attribute) or func.attr.value in ("call", "__call__")
    if use.kind is Kind.ESCAPE:
        return not (isinstance(use.node, cst.Return) or _is_public(module, use.node))
    if use.kind is Kind.ARGUMENT:
        name = module.resolve(use.node.func) if isinstance(use.node, cst.Call) else None
        if name is None or not isinstance(use.node, cst.Call):
            return True
        if name.startswith(("keras.", "tensorflow.")):
            return not name.startswith(("keras.utils.", "keras.models.save_model", "keras.saving."))
        return not is_harmless(module, use.node)
    return False


def _is_public(module: Module, node: cst.CSTNode) -> bool:
    """Whether a variable is assigned that other files may import."""
    found = module.facts.module.bindings.get(node.value, ()) if isinstance(node, cst.Name) else ()
    return any(binding.node is node for binding in found)
