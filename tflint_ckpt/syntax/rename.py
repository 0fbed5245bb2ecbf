"""Renaming a parameter: its uses, its docstring entry, and the keyword of every call in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.ranges import LiveRange
from tflint_ckpt.syntax.docstrings import rename_entry
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.callers import Site
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.parameters.judged import Parameter


def rename_parameter(
    module: Code, parameter: Parameter, new: str, ranges: Sequence[LiveRange], sites: Iterable[Site]
) -> tuple[Edit, ...]:
    """Edits that rename *parameter* to *new* in *ranges* of its variable, and at the call *sites*."""
    old = parameter.name
    names: set[cst.CSTNode] = {parameter.node.name}
    for part in ranges:
        names.update(part.uses)
        names.update(binding.node for binding in part.bindings if isinstance(binding.node, cst.Name))
    names.update(_nonlocals(module, parameter))
    edits = [Edit(module.path, *module.span(node), new) for node in names]
    edits += rename_entry(module, parameter.function, old, new)
    owner = module.facts.scopes[parameter.function].node
    if parameter.function.name.value == "__init__" and isinstance(owner, cst.ClassDef):
        edits += rename_entry(module, owner, old, new)
    for site in sites:
        argument = site.keyword(old)
        if argument is not None and argument.keyword is not None:
            edits.append(Edit(site.module.path, *site.module.span(argument.keyword), new))
    return tuple(sorted(set(edits)))


def is_free(module: Code, parameter: Parameter, name: str, sites: Iterable[Site]) -> bool:
    """Whether *name* means nothing yet in the function, around it, or as a keyword of its callers."""
    if parameter.binding.scope.lookup(name) is not None:
        return False
    if any(site.keyword(name) is not None for site in sites):
        return False
    for node in descend(parameter.function):
        if isinstance(node, cst.Name) and node.value == name:
            return False
        scope = module.facts.scopes.get(node)
        if scope is not None and (name in scope.bindings or name in scope.globals):
            return False
    return True


def _nonlocals(module: Code, parameter: Parameter) -> list[cst.Name]:
    """The name in each ``nonlocal`` statement below the function that means the parameter."""
    scope = parameter.binding.scope
    return [
        item.name
        for node in descend(parameter.function.body)
        if isinstance(node, cst.Nonlocal) and module.facts.scopes[node].lookup(parameter.name) is scope
        for item in node.names
        if item.name.value == parameter.name
    ]
