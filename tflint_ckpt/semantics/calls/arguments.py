"""Calls bound to the names of their arguments: keywords, positions, and unpacked dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.calls.call import Argument, Call
from tflint_ckpt.semantics.calls.reached import arguments_of
from tflint_ckpt.semantics.values.kinds import Items, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

__all__ = ["Argument", "Call", "bind", "bound_argument", "unpacked"]


def bind(
    module: Engine,
    node: cst.Call,
    name: str,
    *,
    skip: int = 0,
    partial: bool = False,
    inherited: bool = False,
) -> Call:
    """Bind the arguments of *node*; *skip* leading ones belong to a wrapper such as ``partial``.

    Those of a ``functools.partial`` that *node* calls by another name come first, as if they were unpacked.
    """
    arguments: list[Argument] = []
    is_open = False
    starred = False
    own = node.args[skip:]
    given = arguments_of(module, node) if not skip else own
    for arg in given:
        if arg.star == "*":
            is_open = starred = True
        elif starred and arg.keyword is None and not arg.star:
            continue  # nobody knows at which position it arrives
        elif arg.star == "**":
            mapping = module.only(arg.value)
            if isinstance(mapping, Mapping):
                arguments += (Argument(entry.key, entry.value, entry.node, True) for entry in mapping.entries)
                if len(module.targets) > 1:
                    for entry in mapping.entries:
                        module.unpacked.setdefault(entry.node, []).append(node)
                is_open |= not mapping.complete
            else:
                is_open = True
        else:
            keyword = arg.keyword.value if arg.keyword else None
            arguments.append(Argument(keyword, arg.value, arg, len(given) > len(own) and arg not in own))
    return Call(node, name, tuple(arguments), is_open, partial, inherited)


def unpacked(module: Engine, arguments: Sequence[cst.Arg], *, nearby: bool = True) -> Sequence[cst.Arg]:
    """*arguments* with what stands in a ``*list`` or ``**dict`` of which the code shows all, in its place.

    Those are new nodes, with the values that stand in the file. *nearby* as in ``evaluate_nearby``: what the
    callers of a function give to its ``**kwargs`` is not asked for.
    """
    evaluate = module.evaluate_nearby if nearby else module.evaluate
    if not any(argument.star for argument in arguments):
        return arguments
    found: list[cst.Arg] = []
    for argument in arguments:
        values = evaluate(argument.value) if argument.star else ()
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Items) and argument.star == "*" and only.length is not None:
            found += (cst.Arg(value) for value in only.elements)
        elif isinstance(only, Mapping) and argument.star == "**" and is_plain(module, only):
            found += (cst.Arg(entry.value, keyword=cst.Name(entry.key)) for entry in only.entries)
        else:
            found.append(argument)
    return found


def spread(module: Engine, call: cst.Call) -> cst.Call:
    """*call* with its arguments :func:`unpacked`: a new node where there is something to unpack."""
    given = unpacked(module, call.args, nearby=False)
    return call if given is call.args else call.with_changes(args=given)


def is_plain(module: Engine, mapping: Mapping) -> bool:
    """Whether all keys of a dictionary show, and each surely is there, and stands for one value."""
    keys = {entry.key for entry in mapping.entries}
    if not mapping.complete or len(keys) != len(mapping.entries):
        return False
    block = _block(module, mapping.node)
    return all(
        mapping.node in (module.parent(entry.node), entry.call)
        or (isinstance(entry.node, cst.Assign) and _block(module, entry.node) is block)
        for entry in mapping.entries
    )


def _block(module: Engine, node: cst.CSTNode) -> cst.CSTNode | None:
    """The block of statements that *node* stands in."""
    blocks = (cst.IndentedBlock, cst.Module, cst.SimpleStatementSuite)
    return next((above for above in module.ancestors(node) if isinstance(above, blocks)), None)


def bound_argument(
    parameters: cst.Parameters,
    arguments: Sequence[cst.Arg],
    name: str,
    *,
    bound_first: bool,
    is_open: bool = False,
) -> cst.BaseExpression | None:
    """What a call gives to the parameter *name* of a local function, its default where nothing is given.

    ``None`` where ``*args`` or ``**kwargs`` leave it open, or there is no such parameter.
    *bound_first* says that ``self`` or ``cls`` is filled by the receiver, *is_open* that the call is a
    ``functools.partial`` to which more may be added.
    """
    by_keyword = {param.name.value for param in (*parameters.params, *parameters.kwonly_params)}
    for argument in reversed(arguments):  # what is added to a ``partial`` replaces what it had
        if argument.keyword is not None and argument.keyword.value == name and name in by_keyword:
            return argument.value
    given: list[cst.BaseExpression] = []
    for argument in arguments:
        if argument.star == "*":
            break
        if argument.keyword is None and not argument.star:
            given.append(argument.value)
    offset = 1 if bound_first else 0
    positional = [*parameters.posonly_params, *parameters.params]
    default = None
    for place, param in enumerate(positional):
        if param.name.value == name:
            if 0 <= place - offset < len(given):
                return given[place - offset]
            default = param.default
    for param in parameters.kwonly_params:
        if param.name.value == name:
            default = param.default
    return default if not is_open and not any(argument.star for argument in arguments) else None
