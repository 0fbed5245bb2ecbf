"""Whether an argument of a call can be taken away without anything else noticing."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.handlers import is_handled
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.code import Code

_EFFECTS = (cst.Call, cst.Await, cst.NamedExpr, cst.Yield)


def is_dispensable(module: Code, call: Call, argument: Argument) -> bool:
    """Whether *argument*, which *call* does not know, matters to nothing but that call.

    Not where its value may do something, where the dictionary that it comes from serves another use, or
    where a ``try`` waits for the ``TypeError`` that it raises.
    """
    return (
        not has_effect(argument.value)
        and is_only_here(module, call, argument)
        and not is_handled(module, call.node, "TypeError")
    )


def has_effect(value: cst.BaseExpression) -> bool:
    """Whether evaluating *value* may do something."""
    return any(isinstance(part, _EFFECTS) for part in descend(value))


def is_only_here(module: Code, call: Call, argument: Argument) -> bool:
    """Whether *argument* reaches *call* and nothing else, also where a dictionary or partial brings it."""
    if not argument.unpacked:
        return True
    made = as_partial(module, module.parent(argument.node))
    if made is not None:
        return made is call.node.func or _is_used_once(module, made, call.node.func)
    for arg in call.node.args:
        if arg.star != "**":
            continue
        if not isinstance(arg.value, cst.Name):
            if module.parent(argument.node) is arg.value:
                return True
            continue
        binding = module.sole_binding(arg.value)
        if binding is None:
            continue
        uses = [use for use in module.uses(arg.value.value, binding.scope) if use is not binding.node]
        setting = [module.parent(use) for use in uses if _sets_key(module, use)]
        here = module.parent(argument.node) is binding.value or any(
            argument.node is module.parent(module.parent(target) or target) for target in setting if target
        )
        if here:
            return len(uses) - len(setting) == 1
    return False


def _is_used_once(module: Code, made: cst.Call, func: cst.BaseExpression) -> bool:
    """Whether *func* is the only use of the variable that holds *made*."""
    binding = module.sole_binding(func)
    if binding is None or binding.value is not made:
        return False
    return module.uses(binding.name, binding.scope) in ([binding.node, func], [func, binding.node])


def _sets_key(module: Code, use: cst.Name) -> bool:
    """Whether a use is ``name[key] = value``."""
    parent = module.parent(use)
    return isinstance(parent, cst.Subscript) and isinstance(module.parent(parent), cst.AssignTarget)
