"""Methods that another file calls one after the other: ``trainer.resume(); trainer.run()``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.foreign import is_set
from tflint_ckpt.syntax.forms import JUMPS, is_self, last_name
from tflint_ckpt.syntax.statements import always_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.names.scopes import Binding

_MOST_FILES = 8
_EXITS = ("sys.exit", "os._exit")


def called_in_order(
    module: Module, load: cst.Call, model: cst.BaseExpression, fit: cst.Call, made: cst.Call
) -> tuple[Module, cst.Call] | None:
    """The call of the method of *load* in another file, which then calls that of *fit* on the same object.

    Both work on one attribute of it, *model*, that only its constructor sets. Where *made*, a callback, is
    not made anew with each call of the method of *fit*, that is not called before.
    """
    loading, fitting = module.enclosing_function(load), module.enclosing_function(fit)
    if loading is None or fitting is None or loading is fitting or not _is_same(module, model, fit):
        return None
    owner = owner_of(module, loading)
    if owner is None or owner_of(module, fitting) is not owner:
        return None
    anew = module.enclosing_function(made) is not module.fact(Receivers).method(owner, "__init__")
    name = loading.name.value
    used = re.compile(rf"\.{re.escape(name)}\s*\(")
    for source in [*module.project.containing(used, name, besides=module.path)][:_MOST_FILES]:
        there = module.located(source)
        if not isinstance(there, Module):
            continue
        fits = list(_calls_on(there, fitting.name.value, owner))
        for binding, call in _calls_on(there, name, owner):
            mine = [each for one, each in fits if one is binding]
            scopes = there.facts.scopes
            if not all(scopes[each] is scopes[call] for each in mine):
                continue
            later = [each for each in mine if precedes(there.facts, call, each)]
            left = any(not _goes_on(there, call, each) for each in later)
            if later and not left and (anew or len(later) == len(mine)):
                return (there, call) if not is_set(there, module, last_name(model)) else None
    return None


def _goes_on(there: Module, call: cst.Call, fit: cst.Call) -> bool:
    """Whether *fit* runs whenever *call* has: it stands in the same block, or in one around that."""
    if leaves(there, call, fit):
        return False
    around = set(there.ancestors(call))
    return always_before(there, statement_of(there, call), fit) or _block(there, fit) in around


def _block(there: Module, node: cst.CSTNode) -> cst.CSTNode | None:
    blocks = (cst.IndentedBlock, cst.Module)
    return next((above for above in there.ancestors(node) if isinstance(above, blocks)), None)


def _calls_on(there: Module, name: str, owner: cst.ClassDef) -> Iterator[tuple[Binding, cst.Call]]:
    """The calls of the method *name* on variables that surely hold an object of *owner*, of another file."""
    for call, func in there.method_calls(name):
        binding = there.sole_binding(func.value)
        made = binding.assigned if binding is not None else None
        if binding is None or not isinstance(made, cst.Call):
            continue
        found = there.fact(Evaluator).class_elsewhere(made)
        if found is not None and found.node is owner:
            yield binding, call


def _is_same(module: Module, model: cst.BaseExpression, fit: cst.Call) -> bool:
    """Whether *model* is the attribute of ``self`` that *fit* trains, which is set once."""
    trained = fit.func.value if isinstance(fit.func, cst.Attribute) else None
    if not isinstance(model, cst.Attribute) or not isinstance(trained, cst.Attribute):
        return False
    if not (is_self(model.value) and is_self(trained.value)) or model.attr.value != trained.attr.value:
        return False
    return len(module.attribute_values(model) or ()) == 1


def leaves(module: Module, call: cst.CSTNode, fit: cst.CSTNode) -> bool:
    """Whether the block of *call* is left before the fit: ``if test: load(); evaluate(); return``."""
    around = set(module.ancestors(fit))
    for above in module.ancestors(call):
        if above in around:
            return False
        last = above.body[-1] if isinstance(above, cst.IndentedBlock) and above.body else None
        small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else None
        if isinstance(small, JUMPS):
            return True
        if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call):
            func = small.value.func
            if module.is_named(func, *_EXITS) or module.builtin(func) in ("exit", "quit"):
                return True
    return False
