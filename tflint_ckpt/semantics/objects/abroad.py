"""Where an object goes that leaves its file: by what a function returns, a variable, or an argument.

Each file is followed as :mod:`tflint_ckpt.semantics.objects.following` does; between files an object goes by
a name that one imports from the other. All of its uses are in sight, or none counts.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.calls.used_elsewhere import calls_of, calls_of_method, uses_of
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.flow import Flows, Kind, Use
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.values.evaluate import Evaluator, called_there
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_MOST_PLACES = 24
"""Places in which an object arrives; more are not followed."""

_Place = tuple["Engine", cst.CSTNode, Path]


def uses_everywhere(
    module: Engine, node: cst.CSTNode, path: Path = ()
) -> tuple[tuple[Engine, Use], ...] | None:
    """Everything that happens to the object that *node* makes, or has at *path*, and in which file it does.

    ``None`` where some of it is out of sight.
    """
    found: list[tuple[Engine, Use]] = []
    queue: list[_Place] = [(module, node, path)]
    seen = set()
    while queue:
        there, start, path = queue.pop()
        if (start, path) in seen:
            continue
        seen.add((start, path))
        if len(seen) > _MOST_PLACES:
            return None
        for use in there.fact(Flows).of(start, (), path):
            given_on = _given_on(there, use) if use.kind is Kind.ARGUMENT else None
            if given_on is not None:
                queue += given_on
                continue
            if use.kind is not Kind.ESCAPE:
                found.append((there, use))
                continue
            onward = _arrivals(there, use)
            if onward is None:
                return None
            queue += onward
    return tuple(dict.fromkeys(found))


def _given_on(module: Engine, use: Use) -> list[_Place] | None:
    """Where a function, constructor or method of another file reads the object that it is given.

    ``None`` where it is given to none of them, or to which of its parameters is not seen.
    """
    call, given = use.node, use.argument
    if not isinstance(call, cst.Call) or given is None or given.star:
        return None
    defined = module.fact(Evaluator).called_elsewhere(call) or module.fact(Evaluator).class_elsewhere(call)
    if defined is None:
        return None
    there, function = defined.module, defined.node
    sites = there.fact(CallSites)
    if isinstance(defined.node, cst.ClassDef):
        function = sites.method(defined.node, "__init__") or defined.node
    if not isinstance(function, cst.FunctionDef) or function.decorators:
        return None
    for name, bindings in there.facts.scopes[function.body].bindings.items():
        if sites.bound_argument(function, call, name) is not given.value:
            continue
        if len(bindings) != 1 or bindings[0].kind is not BindingKind.PARAMETER:
            return None
        variables = there.fact(Variables)
        reads = variables.reads_of_elements if use.path else variables.reads
        return [(there, read, use.path) for read in reads(bindings[0])]
    return None


def _arrivals(module: Engine, use: Use) -> list[_Place] | None:
    """Where an object is next that *use* takes out of the sight of its file."""
    if isinstance(use.node, cst.Return):
        return _returned(module, use.node, use.path)
    name = use.node.value if isinstance(use.node, cst.Name) else ""
    if not any(binding.node is use.node for binding in module.facts.module.bindings.get(name, ())):
        return None
    uses = uses_of(module, name)
    return None if uses is None else [(there, node, use.path) for there, node in uses]


def _returned(module: Engine, statement: cst.Return, path: Path) -> list[_Place] | None:
    """The calls of a function at the top of the module that returns the object."""
    function = module.enclosing_function(statement)
    if function is None or module.returns(function) is None:
        return None
    here = module.fact(CallSites).in_module(function)
    others = calls_from_elsewhere(module, function) if here is not None else None
    if here is None or others is None:
        return None
    return [*((module, call, path) for call in here), *((there, call, path) for there, call in others)]


def calls_from_elsewhere(module: Engine, function: cst.FunctionDef) -> list[tuple[Engine, cst.Call]] | None:
    """The calls in other files of a function at the top of the module, or of a method of a class there."""
    if owner_of(module, function) is not None:
        return calls_of_method(module, function, called_there)
    return calls_of(module, function)
