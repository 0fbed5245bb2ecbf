"""What ``*args`` and ``**kwargs`` hold, and what a call gives that passes them on."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.calls import arguments
from tflint_ckpt.semantics.calls.reached import Reached, reached
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.values.kinds import Entry, Frames, Items, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

Function = cst.FunctionDef | cst.Lambda


def rest(module: Engine, binding: Binding, call: cst.Call, frames: Frames) -> Items | Mapping | None:
    """What *call*, made inside *frames*, gives to *binding*, if that is ``*args`` or ``**kwargs``.

    ``None`` where the code does not show all of it, and for any other parameter.
    """
    function = binding.scope.node
    if not isinstance(function, (cst.FunctionDef, cst.Lambda)):
        return None
    params = function.params
    if binding.node not in (params.star_arg, params.star_kwarg):
        return None
    through = reached(module, call)
    given = _spread(module, through, frames) if not through.partial else None
    if given is None:
        return None
    if binding.node is params.star_kwarg:
        known = {param.name.value for param in (*params.params, *params.kwonly_params)}
        named = [(arg.keyword.value, arg.value, node) for arg, node in given if arg.keyword is not None]
        entries = (Entry(name, value, node, call) for name, value, node in named if name not in known)
        return Mapping(tuple(entries), True, call)
    taken = len(params.posonly_params) + len(params.params) - _is_bound(module, function, through)
    by_place = [arg.value for arg, _ in given if arg.keyword is None]
    return Items(tuple(by_place[taken:]), True, call)


def passed_on(module: Engine, binding: Binding, call: cst.Call, frames: Frames) -> cst.BaseExpression | None:
    """What *call* gives to the parameter *binding* by ``*args`` or ``**kwargs``, its default included."""
    function = binding.scope.node
    if not isinstance(function, (cst.FunctionDef, cst.Lambda)) or not any(arg.star for arg in call.args):
        return None
    through = reached(module, call)
    given = _spread(module, through, frames) if not through.partial else None
    if given is None:
        return None
    bound = _is_bound(module, function, through)
    every = [argument for argument, _ in given]
    return arguments.bound_argument(function.params, every, binding.name, bound_first=bound)


def _is_bound(module: Engine, function: Function, through: Reached) -> bool:
    from tflint_ckpt.semantics.calls.named import is_bound

    return is_bound(module, module.fact(Receivers), function, through.func)


def _spread(module: Engine, through: Reached, frames: Frames) -> Sequence[tuple[cst.Arg, cst.CSTNode]] | None:
    """The arguments of a call, with those of a list or dictionary that is unpacked in its place.

    With each the place that gives it.
    """
    found: list[tuple[cst.Arg, cst.CSTNode]] = []
    for argument in through.arguments:
        if not argument.star:
            found.append((argument, argument))
            continue
        value = module.only(argument.value, frames)
        if isinstance(value, Items) and argument.star == "*" and value.length is not None:
            found += ((cst.Arg(element), argument) for element in value.elements)
        elif isinstance(value, Mapping) and argument.star == "**" and arguments.is_plain(module, value):
            found += (
                (cst.Arg(entry.value, keyword=cst.Name(entry.key)), entry.node) for entry in value.entries
            )
        else:
            return None
    return found
