"""Where the model of a fit is made, and which compiles are in effect if another file makes it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import replace
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.training.compiles import BRANCHES, Compile, in_effect, surely_before
from tflint_ckpt.semantics.training.models import Models, seen_here, uses_here
from tflint_ckpt.semantics.values.evaluate import Evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.origin import Origin


def compiles_of(module: Engine, origins: Iterable[Origin], fit: cst.Call) -> tuple[Compile, ...] | None:
    """The compiles that may be in effect at *fit*; ``None`` where there may be others, or none at all.

    The one that surely runs here, beside the fit; else the only one where the model is made.
    """
    found: list[Compile] = []
    for origin in origins:
        known = origin.elsewhere
        is_given = known is not None and known.given
        kept = compiled_by_name(module, fit) if is_given else _here(module, origin, fit)
        if kept == () and known is not None and known.there is not None:
            there = _there(*known.there, into=module if is_given else None)
            kept = (there,) if there is not None else None
        if not kept:
            return None
        found += kept
    return tuple(dict.fromkeys(found)) or None


def only_compile(module: Engine, origin: Origin) -> Compile | None:
    """The only compile, in the file that makes it, of a model that nothing else compiles, in no file."""
    known = origin.elsewhere
    made = seen_here(module, origin).node
    if known is None or known.there is None or known.given or not isinstance(made, cst.Call):
        return None
    from tflint_ckpt.semantics.objects.abroad import uses_everywhere

    compiled = _there(*known.there)
    uses = uses_everywhere(module, made, known.path) if compiled is not None else None
    for there, use in uses or ():
        if use.kind is Kind.METHOD and use.name == "compile":
            return None
        if use.kind is Kind.ARGUMENT and not (
            isinstance(use.node, cst.Call) and is_harmless(there, use.node)
        ):
            return None
    return compiled if uses is not None else None


def compiles_here(module: Engine, origin: Origin) -> tuple[Compile, ...] | None:
    """Every compile of a model that other files get and leave alone; ``None`` where one may compile it."""
    made = seen_here(module, origin).node
    if not isinstance(made, cst.Call) or (origin.elsewhere is not None and origin.elsewhere.given):
        return None
    from tflint_ckpt.semantics.objects.abroad import uses_everywhere

    found: list[Compile] = []
    uses = uses_everywhere(module, made)
    for there, use in uses or ():
        call = use.node if isinstance(use.node, cst.Call) else None
        if use.kind is Kind.METHOD and use.name == "compile":
            if there is not module or call is None:
                return None
            found.append(Compile(module, bind(module, call, "keras.Model.compile"), use.frames))
        elif use.kind is Kind.ARGUMENT and not (call is not None and is_harmless(there, call)):
            return None
    return tuple(dict.fromkeys(found)) if uses is not None else None


def around(module: Engine, origin: Origin, fit: cst.Call) -> frozenset[cst.CSTNode]:
    """The function in which a model is made, where that is another one than that of the fit."""
    made = module.enclosing_function(origin.node)
    if made is None or made is module.enclosing_function(fit):
        return frozenset()
    return frozenset((made,))


def makes_anew(module: Engine, origin: Origin, fit: cst.Call) -> bool:
    """Whether the model is made by what is around the fit, each time that is run."""
    scopes = module.facts.scopes
    made = [origin.node, *(call for _, call in origin.frames)]
    return any(scopes[node] is scopes[fit] for node in made)


def _here(module: Engine, origin: Origin, fit: cst.Call) -> tuple[Compile, ...] | None:
    """The compiles in the file of the fit, one of which surely runs; empty where there is none at all."""
    known = module.fact(Models).life(origin).compiles
    if not known:
        return known
    here = seen_here(module, origin)
    made_in = frozenset(function for function, _ in origin.frames) | around(module, here, fit)
    kept, certain = in_effect(module, known, fit, made_in, fresh=makes_anew(module, here, fit))
    return kept if kept and certain else None


def compiled_by_name(module: Engine, fit: cst.Call) -> tuple[Compile, ...] | None:
    """The compile that surely runs before *fit*, by the same name; empty where the file has none at all.

    Of a model that nobody sees made, such as one that another file gives to a parameter.
    """
    every = list(module.method_calls("compile"))
    if not every:
        return ()
    assert isinstance(fit.func, cst.Attribute)
    name = module.text(fit.func.value)
    mine = [call for call, func in every if module.text(func.value) == name]
    before = [call for call in mine if surely_before(module, call, fit)]
    same = [call for call in before if module.facts.scopes[call] is module.facts.scopes[fit]]
    if len(every) != 1 or len(same) != 1:
        return None
    return (Compile(module, bind(module, same[0], "keras.Model.compile")),)


def _there(module: Engine, origin: Origin, *, into: Engine | None = None) -> Compile | None:
    """The only compile of a model in the file that makes it, which runs before it is returned.

    Or in one that gets it from there, and gives it on: what that file compiles counts last. *into* is the
    file, without any compile, that it may be given to.
    """
    made = seen_here(module, origin)
    if not isinstance(made.node, cst.Call):
        return None
    compiles: list[Compile] = []
    for use in uses_here(module, origin):
        if use.kind is Kind.METHOD and use.name == "compile" and isinstance(use.node, cst.Call):
            compiles.append(Compile(module, bind(module, use.node, "keras.Model.compile"), use.frames))
        elif use.kind is Kind.ARGUMENT:
            if not (isinstance(use.node, cst.Call) and _leaves_it(module, use.node, into)):
                return None
        elif use.kind is Kind.ESCAPE and not isinstance(use.node, cst.Return):
            return None
    distinct = tuple(dict.fromkeys(compiles))
    if not distinct and origin.elsewhere is not None and origin.elsewhere.there is not None:
        return _there(*origin.elsewhere.there)
    only = distinct[0] if len(distinct) == 1 and origin.local is None else None
    if only is None or any(isinstance(above, BRANCHES) for _, above in module.steps_within(only.node)):
        return None
    same = module.enclosing_function(only.node) is module.enclosing_function(made.node)
    return replace(only, frames=origin.frames) if same else None


def _leaves_it(module: Engine, call: cst.Call, into: Engine | None) -> bool:
    """Whether *call*, which is given a model, does not compile it."""
    if is_harmless(module, call):
        return True
    evaluator = module.fact(Evaluator)
    called = evaluator.called_elsewhere(call) or evaluator.class_elsewhere(call)
    return into is not None and called is not None and called.module is into
