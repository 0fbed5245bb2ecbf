"""The fix for ``multi_gpu_model(model, gpus=2)``: the model itself."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.names.mentions import Mention
from tflint_ckpt.syntax.replaced import calls_of, without_alias
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_NAME = "multi_gpu_model"
_FOUND = ("keras.utils.multi_gpu_model", "keras.utils.training_utils")
_REASON = "one GPU trains it; for several, build it in the scope of a tf.distribute.MirroredStrategy"


def on_one_gpu(module: Module, mention: Mention) -> Fix | None:
    """Train the model itself; ``None`` where *mention* is another name, or it cannot be told."""
    if mention.name not in _FOUND or not _names(mention.node):
        return None
    calls = calls_of(module, mention)
    if not calls:
        return None
    edits: list[Edit] = []
    for node in calls:
        call = bind(module, node, _FOUND[0])
        model = call.argument("model", position=0)
        others = [argument.value for argument in call.arguments if argument is not model]
        if call.open or model is None or model.unpacked or any(map(has_effect, others)):
            return None
        text = module.text(model.value)
        if "\n" in text or isinstance(model.value, (cst.GeneratorExp, cst.NamedExpr)):
            return None
        edits.append(_without(module, node, text))
    imported = without_alias(module, mention)
    if imported is None:
        return None
    return unsafe(Fix(Applicability.UNSAFE, "train the model itself", (*imported, *edits)), _REASON)


def _without(module: Module, call: cst.Call, model: str) -> Edit:
    """*model* in the place of *call*; of ``model = multi_gpu_model(model)`` nothing is left."""
    above = module.parent(call)
    if isinstance(above, cst.Assign) and [module.text(each.target) for each in above.targets] == [model]:
        return remove_statement(module, above)
    return Edit(module.path, *module.span(call), model)


def _names(node: cst.CSTNode) -> bool:
    """Whether it is the function, and not the module that it was in."""
    if isinstance(node, cst.ImportAlias):
        return node.evaluated_name == _NAME
    last = node.attr if isinstance(node, cst.Attribute) else node
    return isinstance(last, cst.Name) and last.value == _NAME
