"""Adding a parameter to a function, in the layout of the others."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def add_parameters(module: Module, parameters: Sequence[cst.Param], added: Sequence[str]) -> tuple[Edit, ...]:
    """Edits that put *added* behind the last of *parameters*, those that are given by position.

    Empty where there are none, or a comment stands where they would.
    """
    if not parameters:
        return ()
    last = parameters[-1]
    text = module.source.text
    begin, _ = module.span(last)
    end = module.span(last.default)[1] if last.default is not None else None
    if end is None:
        end = (
            module.full_span(last.annotation.annotation)[1] if last.annotation else module.span(last.name)[1]
        )
    one_a_line = len(parameters) > 1 and all(begins_line(text, module.span(each)[0]) for each in parameters)
    between = f",{module.source.newline}{indentation(text, begin)}" if one_a_line else ", "
    return (Edit(module.path, end, end, "".join(f"{between}{each}" for each in added)),)


def rename_in(
    module: Module, function: cst.FunctionDef | cst.Lambda, parameter: cst.Param, new: str
) -> tuple[Edit, ...]:
    """Edits that call a *parameter* of *function* by the name *new*, in the function itself only.

    Empty where *new* means something there already, or a ``nonlocal`` names the parameter.
    """
    old = parameter.name.value
    scope = module.facts.scopes.get(function.body)
    if scope is None or scope.lookup(new) is not None or old not in scope.bindings:
        return ()
    if any(isinstance(node, cst.Nonlocal) for node in descend(function.body)):
        return ()
    names = {parameter.name, *module.uses(old, scope)}
    return tuple(sorted(Edit(module.path, *module.span(name), new) for name in names))
