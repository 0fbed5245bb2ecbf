"""Decorators of the file that only stand around a function: timers, logs."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_STRAIGHT = (cst.IndentedBlock, cst.SimpleStatementLine, cst.With)
"""What a statement may stand in that is run whenever the function is."""
_SETTING = (cst.AssignTarget, cst.AugAssign, cst.AnnAssign, cst.Del)
_SHOWING = (cst.FormattedStringExpression, cst.Comparison, cst.ComparisonTarget, cst.If, cst.BooleanOperation)
_READING = frozenset("get items keys values copy count index".split())
"""Methods of tuples and dictionaries that leave them as they are."""
_BUILTINS = frozenset("dict enumerate len list print repr sorted str tuple type".split())


def hands_on(module: Code, decorator: cst.BaseExpression) -> bool:
    """Whether a function behind *decorator*, one of the file, is called with the same arguments each time,
    and what it returns is handed on.
    """
    binding = module.sole_binding(decorator)
    outer = binding.node if binding is not None else None
    if not isinstance(outer, cst.FunctionDef) or outer.decorators or len(outer.params.params) != 1:
        return False
    returned = [node for node in own_body(outer) if isinstance(node, cst.Return)]
    inner = _function(module, returned[0].value) if len(returned) == 1 else None
    if inner is None or module.enclosing_function(inner) is not outer or inner.asynchronous is not None:
        return False
    if not all(_only_names(module, each.decorator) for each in inner.decorators):
        return False
    wrapped = outer.params.params[0].name.value
    call = _only_call(module, outer, inner, wrapped)
    return call is not None and _gives(module, inner, call)


def _function(module: Code, node: cst.BaseExpression | None) -> cst.FunctionDef | None:
    binding = module.sole_binding(node) if node is not None else None
    return binding.node if binding is not None and isinstance(binding.node, cst.FunctionDef) else None


def _only_call(module: Code, outer: cst.FunctionDef, inner: cst.FunctionDef, wrapped: str) -> cst.Call | None:
    """The one call of *wrapped* in *inner*, which is always run and hands on all arguments."""
    params = inner.params
    star, both = params.star_arg, params.star_kwarg
    alone = not (params.params or params.kwonly_params or params.posonly_params)
    if not alone or not isinstance(star, cst.Param) or both is None:
        return None
    home = module.facts.scopes[inner].lookup(wrapped)
    if home is None or home.node is not outer or len(home.bindings[wrapped]) != 1:
        return None
    calls = []
    for use in module.uses(wrapped, home):
        call = module.call_of(use)
        if call is not None:
            calls.append(call)
    if len(calls) != 1 or module.enclosing_function(calls[0]) is not inner:
        return None
    handed = [(each.star, last_name(each.value)) for each in calls[0].args]
    names = star.name.value, both.name.value
    as_given = not any(_is_changed(module, inner, name) for name in names)
    return calls[0] if as_given and handed == [("*", names[0]), ("**", names[1])] else None


def _only_names(module: Code, decorator: cst.BaseExpression) -> bool:
    """Whether a decorator only gives a function the name and documentation of another: ``wraps(f)``."""
    return isinstance(decorator, cst.Call) and module.is_named(decorator.func, "functools.wraps")


def _is_changed(module: Code, inner: cst.FunctionDef, name: str) -> bool:
    """Whether the tuple or dictionary *name* of *inner* may be another one when it is handed on."""
    scope = module.facts.scopes[inner.body]
    if len(scope.bindings[name]) != 1:
        return True
    for use in module.uses(name, scope):
        above = module.parent(use)
        if isinstance(above, cst.Subscript):
            if above.value is use and not isinstance(module.parent(above), _SETTING):
                continue
        elif isinstance(above, cst.Attribute):
            if above.attr.value in _READING:
                continue
        elif isinstance(above, _SHOWING) or (isinstance(above, cst.Arg) and _is_read(module, above)):
            continue
        return True
    return False


def _is_read(module: Code, argument: cst.Arg) -> bool:
    """Whether a call that is given a dictionary as it is does not keep or change it."""
    call = module.parent(argument)
    return bool(argument.star) or (isinstance(call, cst.Call) and module.builtin(call.func) in _BUILTINS)


def _gives(module: Code, inner: cst.FunctionDef, call: cst.Call) -> bool:
    """Whether *inner* returns what *call* gave, and nothing else."""
    statement = module.parent(call)
    above = module.parent(statement) if statement is not None else None
    while isinstance(above, _STRAIGHT):
        above = module.parent(above)
    if above is not inner:
        return False
    body = list(own_body(inner))
    returned = [node.value for node in body if isinstance(node, cst.Return)]
    if not returned or any(isinstance(node, cst.Yield) for node in body):
        return False
    return all(value is not None and call in (value, module.assigned(value)) for value in returned)
