"""What is done with a model when its training is over."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_USES = ("save", "save_weights", "evaluate", "predict", "export")
_SAVERS = ("keras.models.save_model", "keras.saving.save_model", "tensorflow.saved_model.save")
_SETTERS = ("load_weights", "set_weights")


def first_use(module: Module, fit: Fit) -> cst.Call | None:
    """The first call, in the scope of *fit* and behind it, that saves or evaluates the model that it trained.

    ``None`` where there is none, or where the model gets other weights before: it is trained again, or a file
    is loaded into it.
    """
    for call in module.facts.calls:
        if module.facts.scopes[call] is not module.facts.scopes[fit.node] or call is fit.node:
            continue
        if not follows(module.facts, call, fit.node):
            continue
        method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
        if isinstance(call.func, cst.Attribute) and _is_model_of(module, call.func.value, fit):
            if method in _USES:
                return call
            if method in _SETTERS or method.startswith(("fit", "train_on")):
                return None
        saved = argument(call, "model", 0) if module.is_named(call.func, *_SAVERS) else None
        if saved is not None and _is_model_of(module, saved, fit):
            return call
        if module.text(call.func).rpartition(".")[2].startswith("load"):
            return None
    return None


def _is_model_of(module: Module, node: cst.BaseExpression, fit: Fit) -> bool:
    """Whether *node* is the model that *fit* trains, and not another one of that name."""
    origins = module.objects.origins(node)
    if fit.frames:
        return {one.node for one in origins} == {one.node for one in fit.model}
    return bool(origins) and set(origins) == set(fit.model)
