"""What no call in a file can tell: parameters of functions that the file itself does not call. For the gate.

What such a parameter is, and what is kept of it in ``self.name``, no rule can know.
"""

from __future__ import annotations

import _ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast

    from tflint_ckpt.identifiers import Identifiers


def is_unknown(found: Identifiers, node: ast.expr, within: frozenset[str] = frozenset()) -> bool:
    """Whether an expression is surely such a parameter, what is kept of one, or computed with one.

    *within* are the attributes that are being asked for: ``self.size = self.size * 2``.
    """
    while type(node) is _ast.BinOp:
        if is_unknown(found, node.right, within):
            return True
        node = node.left
    if type(node) is _ast.Name:
        return _is_of_uncalled(found, node.id)
    if type(node) is _ast.Attribute and type(node.value) is _ast.Name and node.value.id == "self":
        return node.attr not in within and _is_kept(found, node, within | {node.attr})
    return False


def _is_of_uncalled(found: Identifiers, name: str) -> bool:
    """Whether a name is nowhere in the file but a parameter of functions that are not called in it."""
    if name not in found.parameters or found.stars:
        return False
    if found.open_parameters is None:
        found.open_parameters = open_parameters(found)
    elsewhere = name in found.stored or name in found.sources or name in found.defined
    return not elsewhere and name not in found.open_parameters


def _is_kept(found: Identifiers, node: ast.Attribute, within: frozenset[str]) -> bool:
    """Whether all that is assigned to attributes of this name is unknown, in the class around, too."""
    name = node.attr
    if name in found.stored or name in found.defined:
        return False
    around = [each for each in found.classes if each.lineno <= node.lineno <= (each.end_lineno or 0)]
    if not around:
        return False
    own = max(around, key=lambda each: each.lineno)
    values = found.kept.get(name)
    if not values or not all(value is not None and is_unknown(found, value, within) for value in values):
        return False
    return any(value is not None and own.lineno <= value.lineno <= (own.end_lineno or 0) for value in values)


def defaults(found: Identifiers, node: ast.expr) -> list[ast.expr]:
    """What such a parameter, or what is kept of one, is by default in one function or another."""
    if found.defaults is None:
        found.defaults = _defaults(found)
    if type(node) is _ast.Name:
        return found.defaults.get(node.id, [])
    kept = found.kept.get(node.attr, ()) if type(node) is _ast.Attribute else ()
    names = (value.id for value in kept if type(value) is _ast.Name)
    return [each for name in names for each in found.defaults.get(name, ())]


def _defaults(found: Identifiers) -> dict[str, list[ast.expr]]:
    """The defaults of all parameters of the file by their names."""
    every: dict[str, list[ast.expr]] = {}
    for function in found.functions:
        arguments = function.args
        placed = (*arguments.posonlyargs, *arguments.args)[::-1]
        for parameter, default in (
            *zip(placed, arguments.defaults[::-1], strict=False),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ):
            if default is not None:
                every.setdefault(parameter.arg, []).append(default)
    return every


def open_parameters(found: Identifiers) -> set[str]:
    """The names of parameters of functions that the file may call, and of those of lambdas."""
    builds = _builds(found)
    owners = {id(part): each.name for each in found.classes for part in each.body}
    names: set[str] = set()
    for function in found.functions:
        if not isinstance(function, _ast.Lambda):
            owner = owners.get(id(function))
            is_maker = function.name == "__init__" and owner is not None
            if is_maker and not builds and not _is_used(found, owner or ""):
                continue
            if not is_maker and not function.name.startswith("__") and not _is_used(found, function.name):
                continue
        arguments = function.args
        names.update(each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))
    return names


def _is_used(found: Identifiers, name: str) -> bool:
    """Whether something may call what has this name; Keras calls ``call`` and ``build``."""
    used = name in found.handed or name in found.calls or name in found.bases or name in found.attributes
    return used or name in ("call", "build")


def _builds(found: Identifiers) -> bool:
    """Whether a class may be called but by its name; ``cls(**config)`` says nothing of what it is given."""
    if (
        "cls" in found.handed
        or "__class__" in found.attributes
        or ("" in found.calls and "type" in found.calls)
    ):
        return True
    return any(
        call.args or any(each.arg is not None or type(each.value) is not _ast.Name for each in call.keywords)
        for call in found.calls.get("cls", ())
    )
