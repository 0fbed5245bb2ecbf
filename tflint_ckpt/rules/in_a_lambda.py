"""The fix that puts a function of TensorFlow into a ``Lambda`` layer, which takes symbolic tensors."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix, unsafe
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.spelling import spelled_at
from tflint_ckpt.syntax.walk import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.symbolic import Symbolic

_LAYER = "keras.layers.Lambda"
_NO_TENSORS = frozenset(("ndim", "rank", "shape", "size"))
"""What gives a shape or a number, with which code outside of the layer goes on."""
_FIXED = (BindingKind.IMPORT, BindingKind.PARAMETER, BindingKind.FUNCTION, BindingKind.CLASS)


def in_a_lambda(module: Module, symbolic: Symbolic, call: cst.Call) -> Fix | None:
    """Call a layer that calls the function: ``Lambda(lambda x: tf.abs(x))(x)``.

    ``None`` where it is no tensor that comes out, or where a name in it may mean another thing later: Keras
    runs the function again each time that the model is called.
    """
    from tflint_ckpt.syntax.arguments import replace

    name = (module.resolve(call.func) or "").rpartition(".")[2]
    given = [leaf for argument in call.args for leaf in _symbolic(symbolic, argument.value)]
    if name in _NO_TENSORS or not given or any(argument.star for argument in call.args):
        return None
    if not all(_is_fixed(module, each) for each in _names(call, set(given))):
        return None
    text = _as_layer(module, call, given)
    layer, imports = _layer(module, call)
    if text is None or layer is None:
        return None
    edits = (*imports, replace(module, call, f"{layer}({text}"))
    fix = Fix(Applicability.UNSAFE, f"call {name} in a Lambda layer", edits)
    return unsafe(fix, "load_model runs the code of a Lambda only when told to")


def _symbolic(symbolic: Symbolic, node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The symbolic tensors in an argument, the outermost expressions, in order."""
    if isinstance(node, cst.BaseExpression) and symbolic.is_tensor(node):
        yield node
    else:
        for child in children(node):
            yield from _symbolic(symbolic, child)


def _names(node: cst.CSTNode, without: set[cst.BaseExpression]) -> Iterator[cst.Name]:
    """The names that *node* reads, outside of the tensors."""
    if node in without:
        return
    if isinstance(node, cst.Name):
        yield node
    elif isinstance(node, (cst.Arg, cst.Attribute)):
        yield from _names(node.value, without)
    else:
        for child in children(node):
            yield from _names(child, without)


def _is_fixed(module: Module, node: cst.Name) -> bool:
    """Whether a name surely means later what it means now."""
    home = module.home(node)
    if home is None:
        return node in module.facts.scopes
    bindings = home.bindings[node.value]
    if len(bindings) != 1:
        return False
    if bindings[0].kind is BindingKind.ASSIGNMENT:
        return not any(
            isinstance(above, (cst.For, cst.While))
            for above in module.ancestors(bindings[0].node)
            if module.enclosing_function(above) is module.enclosing_function(bindings[0].node)
        )
    return bindings[0].kind in _FIXED


def _as_layer(module: Module, call: cst.Call, given: list[cst.BaseExpression]) -> str | None:
    """``lambda x: tf.abs(x))(x)``, the lambda and what the layer is called on."""
    texts = list(dict.fromkeys(module.text(each) for each in given))
    whole = call.args[0].value
    if len(texts) == 1 and isinstance(given[0], cst.Name):
        return f"lambda {texts[0]}: {module.text(call)})({texts[0]})"
    if len(texts) == 1:
        places = [(module.span(each), "tensor") for each in given]
        tensors, parameter = texts[0], "tensor"
    elif isinstance(whole, (cst.List, cst.Tuple)) and [each.value for each in whole.elements] == given:
        tensors, parameter = module.text(whole), "tensors"
        places = [(module.span(whole), parameter)]
    else:
        tensors, parameter = f"[{', '.join(texts)}]", "tensors"
        places = [(module.span(each), f"tensors[{texts.index(module.text(each))}]") for each in given]
    if not module.is_free_at(parameter, call) or "\n" in tensors:
        return None
    start = module.span(call)[0]
    text = module.text(call)
    for (begin, end), new in sorted(places, reverse=True):
        text = text[: begin - start] + new + text[end - start :]
    return f"lambda {parameter}: {text})({tensors})"


def _layer(module: Module, call: cst.Call) -> tuple[str | None, tuple[Edit, ...]]:
    """How the file writes ``Lambda``, with an import where that is needed."""
    known = spelled_at(module, _LAYER, call)
    if known is not None:
        return known, ()
    imported = import_module(module, "tensorflow", call, "tf") if module.is_one_keras() else None
    return (f"{imported[0]}.{_LAYER}", imported[1]) if imported is not None else (None, ())
