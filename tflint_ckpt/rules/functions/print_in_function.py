"""TFC601 print-in-function."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Name
from tflint_ckpt.semantics.functions.tensors import Tensors
from tflint_ckpt.semantics.functions.traced import Kind, Trace, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.walk import descend

_ABOUT_TRACES = pattern(
    r"trac(?:e|ing)|graph|python|compil|build|once|追[踪蹤]|跟踪|トレース|추적|трасс|traz|rastre",
    re.IGNORECASE,
)
"""What a message says, in the languages of tutorials, that is meant to be shown once for each trace."""
_KEPT = ("sep", "end")
"""Keywords that ``tf.print`` has too."""


class PrintInFunction(Rule):
    """`print` of a tensor in a `tf.function` runs once, while tracing, and shows no value.

    ## What it does
    Reports `print` that is given a tensor, or an f-string with one in it, in a function that `tf.function`
    decorates or wraps, or that such a function calls.

    ## Why
    TensorFlow runs the Python code of such a function to trace it, and afterwards only the graph. `print`
    shows `Tensor("x:0", shape=(8,), dtype=float32)` in the first call, and nothing in the others.
    `tf.print` is an operation: it shows the values in every call.

    ## When it is silent
    Where the message is about the trace (`print("Tracing with", x)`), and where no tensor is shown: a text,
    a shape. Where the function may run eagerly on purpose, or asks whether it does.

    ## Fix safety
    The fix calls `tf.print`. It is unsafe, since `tf.print` writes to the standard error, and in every
    call. f-strings and `%` put the symbolic tensor into the text before `tf.print` sees it: those are left
    to you.

    ## References
    - [tf.print](https://www.tensorflow.org/api_docs/python/tf/print)
    - [Better performance with tf.function](https://www.tensorflow.org/guide/function#executing_python_side_effects)
    """

    code = "TFC601"
    name = "print-in-function"
    summary = "print of a tensor in a tf.function: once, and without its value"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Api("tensorflow.function"), Name("print"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``print``."""
        traced, tensors = module.fact(Traced), module.fact(Tensors)
        for function, trace in traced.functions(Kind.FUNCTION):
            for call in traced.calls_in(function):
                if module.builtin(call.func) != "print" or traced.at(call) is None:
                    continue
                if not _is_meant(module, call, trace) and any(
                    tensors.holds(node) for argument in call.args for node in _shown(argument.value)
                ):
                    message = (
                        f"print runs only while TensorFlow traces this function ({trace.why}), and shows a "
                        "symbolic tensor instead of its value"
                    )
                    yield self.finding(module, call, Severity.INFO, message, _fix(module, tensors, call))


def _shown(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The expressions whose values a ``print`` of *node* shows."""
    if isinstance(node, cst.NamedExpr):
        return _shown(node.value)
    if isinstance(node, cst.FormattedString):
        parts = [part.expression for part in node.parts if isinstance(part, cst.FormattedStringExpression)]
        return [each for part in parts for each in _shown(part)]
    if isinstance(node, cst.BinaryOperation) and isinstance(node.left, cst.BaseString):
        right = node.right
        return [e.value for e in right.elements] if isinstance(right, cst.Tuple) else [right]
    func = node.func if isinstance(node, cst.Call) else None
    if isinstance(node, cst.Call) and isinstance(func, cst.Attribute) and func.attr.value == "format":
        return [each.value for each in node.args] if isinstance(func.value, cst.BaseString) else [node]
    return [node]


def _is_meant(module: Module, call: cst.Call, trace: Trace) -> bool:
    """Whether the ``print`` says that the function is traced, or runs once on purpose."""
    if module.fact(Traced).is_once(call, trace):
        return True
    return any(
        _ABOUT_TRACES.search(_literal(node)) for argument in call.args for node in descend(argument.value)
    )


def _literal(node: cst.CSTNode) -> str:
    """The text of a literal, of several side by side that of all."""
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return str(node.evaluated_value or "")
    return node.value if isinstance(node, cst.FormattedStringText) else ""


def _fix(module: Module, tensors: Tensors, call: cst.Call) -> Fix:
    """``tf.print``, where the arguments are what it takes, and ``tf`` is imported."""
    title = "call tf.print"
    plain = all(
        not argument.star
        and (argument.keyword is None or argument.keyword.value in _KEPT)
        and (argument.keyword is not None or _is_plain(tensors, argument.value))
        for argument in call.args
    )
    prefix = _tensorflow(module, call)
    if not plain or prefix is None:
        return Fix(Applicability.MANUAL, f"{title}, with the tensors as arguments of their own")
    start, end = module.span(call.func)
    return Fix(Applicability.UNSAFE, title, (Edit(module.path, start, end, f"{prefix}.print"),))


def _is_plain(tensors: Tensors, node: cst.BaseExpression) -> bool:
    """Whether no tensor is made a part of a text before it is printed."""
    return _shown(node) == [node] or not any(tensors.holds(each) for each in _shown(node))


def _tensorflow(module: Module, call: cst.Call) -> str | None:
    """The name that ``tensorflow`` has at *call*."""
    scope = module.facts.scopes[call]
    for name, bindings in module.facts.module.bindings.items():
        imported = {binding.imported for binding in bindings}
        if imported == {"tensorflow"} and scope.lookup(name) is module.facts.module:
            return name
    return None
