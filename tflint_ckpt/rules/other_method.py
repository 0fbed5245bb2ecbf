"""Fixes that write what a method of models that Keras 3 does not have did."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.objects.long_lost import DECAYED
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.quotes import in_quotes_of
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

PREPARING = ("_make_predict_function", "_make_test_function", "_make_train_function")
"""What models had until TensorFlow 2.1 to be made ready for threads; they make themselves ready since."""
_AT = {
    "get_output_at": "output",
    "get_input_at": "input",
    "get_output_shape_at": "output.shape",
    "get_input_shape_at": "input.shape",
}
_STATEFUL = 'getattr(layer, "stateful", False)'


def other_method(module: Module, node: cst.Attribute) -> Fix | None:
    """The fix for the call of *node*, a method of a model; ``None`` where a person has to write it."""
    call = module.call_of(node)
    if call is None:
        return None
    name = node.attr.value
    if name == "predict_proba":
        edit = Edit(module.path, *module.span(node.attr), "predict")
        return Fix(Applicability.SAFE, "call predict", (edit,))
    if name == "predict_classes":
        return _classes(module, node, call)
    if name == "reset_states" and not call.args:
        return _states(module, node, call)
    if name == DECAYED and not any(has_effect(argument.value) for argument in call.args):
        edit = Edit(module.path, module.span(node.attr)[0], module.span(call)[1], "learning_rate")
        fix = Fix(Applicability.SAFE, "read learning_rate", (edit,))
        older = module.target.before((2, 11)) or module.target.is_assumed
        return unsafe(fix, "before TensorFlow 2.11 that leaves decay= out") if older else fix
    if name in _AT and module.parent(node) is call:
        return _at_first(module, node, call)
    if name in PREPARING and not call.args:
        return _unprepared(module, call)
    return None


def _at_first(module: Module, node: cst.Attribute, call: cst.Call) -> Fix | None:
    """What a layer has of its one call: where it is called again, Keras 3 raises."""
    index = call.args[0].value if len(call.args) == 1 and not call.args[0].star else None
    if not isinstance(index, cst.Integer) or index.evaluated_value != 0:
        return None
    new = _AT[node.attr.value]
    edit = Edit(module.path, module.span(node.attr)[0], module.span(call)[1], new)
    fix = Fix(Applicability.UNSAFE, f"read {new}", (edit,))
    return unsafe(fix, "a layer that is called several times has more than one")


def _classes(module: Module, node: cst.Attribute, call: cst.Call) -> Fix | None:
    """The classes from the probabilities: the largest, or, of a single one, whether it is above a half."""
    outputs = module.fact(Architectures).outputs(module.objects.origins(node.value), call)
    units = {output.units for output in outputs}
    softmax = bool(outputs) and all(output.activation == "softmax" for output in outputs)
    known = all(isinstance(each, int) for each in units)
    if not outputs or not (known or softmax):
        return None
    single = units == {1}
    if not single and 1 in units:
        return None
    (_, name_end), (start, end) = module.span(node.attr), module.span(call)
    renamed = Edit(module.path, module.span(node.attr)[0], name_end, "predict")
    if not single:
        edits = (renamed, Edit(module.path, end, end, ".argmax(axis=-1)"))
        fix = Fix(Applicability.SAFE, "take the largest: predict(…).argmax(axis=-1)", edits)
        return fix if known else unsafe(fix, "how many units there are is not known")
    before = Edit(module.path, start, start, "(")
    behind = Edit(module.path, end, end, in_quotes_of(module, ' > 0.5).astype("int32")'))
    title = 'compare with a half: (predict(…) > 0.5).astype("int32")'
    return Fix(Applicability.SAFE, title, (before, renamed, behind))


def _states(module: Module, node: cst.Attribute, call: cst.Call) -> Fix | None:
    """Reset the layers that are stateful, as the method did."""
    title = "call reset_states of each stateful layer"
    if not (module.is_free_at("layer", call) and module.is_free_at("getattr", call)):
        return None
    model, above = module.text(node.value), module.parent(call)
    stateful = in_quotes_of(module, _STATEFUL)
    start, end = module.span(call)
    if isinstance(above, cst.Lambda):
        new = f"[layer.reset_states() for layer in {model}.layers if {stateful}]"
        return Fix(Applicability.SAFE, title, (Edit(module.path, start, end, new),))
    text, newline = module.source.text, module.source.newline
    line = module.parent(above) if isinstance(above, cst.Expr) else None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) > 1 or not begins_line(text, start):
        return None
    indent = indentation(text, start)
    step = module.tree.default_indent
    new = newline.join(
        (
            f"for layer in {model}.layers:",
            f"{indent}{step}if {stateful}:",
            f"{indent}{step}{step}layer.reset_states()",
        )
    )
    return Fix(Applicability.SAFE, title, (Edit(module.path, start, end, new),))


def _unprepared(module: Module, call: cst.Call) -> Fix | None:
    statement = module.parent(call)
    if not isinstance(statement, cst.Expr):
        return None
    return Fix(Applicability.SAFE, "remove it: predict and fit do it", (remove_statement(module, statement),))
