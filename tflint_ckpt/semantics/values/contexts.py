"""What ``with … as name`` gives where a class or function of the module says so."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import decorators
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.syntax.walk import own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.answers import Answers

_MANAGER = "contextlib.contextmanager"


def yielded(module: Engine, node: cst.BaseExpression) -> tuple[cst.FunctionDef, cst.BaseExpression] | None:
    """The function behind ``contextmanager`` that *node* calls, and what it yields."""
    binding = module.sole_binding(node.func) if isinstance(node, cst.Call) else None
    function = binding.node if binding is not None else None
    if not isinstance(function, cst.FunctionDef) or decorators(module, function) != [_MANAGER]:
        return None
    values = [each.value for each in own_body(function) if isinstance(each, cst.Yield)]
    only = values[0] if len(values) == 1 else None
    return (function, only) if isinstance(only, cst.BaseExpression) else None


def entering(answers: Answers[Any], node: cst.BaseExpression) -> cst.FunctionDef | None:
    """The method ``__enter__`` of the class of the module that *node* is an object of."""
    module = answers.module
    if "__enter__" not in module.facts.function_names:
        return None
    receivers = module.fact(Receivers)
    owners = receivers.owners(node, answers)
    found = {receivers.method(owner.node, "__enter__") for owner in owners if not owner.is_class}
    return found.pop() if len(found) == 1 and len(owners) == 1 else None
