"""TFC116 checkpoint-unused."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import re
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.training.calls import callbacks_of
from tflint_ckpt.semantics.training.fits import Fit

_OUTCOME = Outcome(Severity.WARNING, "never calls it, and nothing is saved")
_SWITCHED_OFF = Outcome(Severity.INFO, _OUTCOME.text)


class CheckpointUnused(Rule):
    """A checkpoint callback is built and given to no training: nothing is saved.

    ## What it does
    Reports a `ModelCheckpoint` that reaches no `fit`, and no list that is returned or kept, in a function or
    at the top level of a file that does train. It is information where a comment in the call of `fit` names
    it: somebody has switched it off.

    ## Why
    Building the callback does nothing. What was meant to be saved is lost when the process ends, and no
    message says so.

    ## When it is silent
    A module that calls no `fit`; a factory that returns its callback or list; a callback whose methods are
    called by hand; one that is built and thrown away, as tests of the constructor do; whatever else leaves
    the sight of the file.

    ## Fix safety
    Where one `fit` in the same block has a list of callbacks, or none, the fix adds it there. It is
    unsafe: the script begins to write files.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC116"
    name = "checkpoint-unused"
    summary = "a ModelCheckpoint that is given to no fit"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ModelCheckpoint"), Name("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each callback that reaches no fit."""
        fits = module.training.fits
        for call in module.calls(CHECKPOINT):
            if call.partial or call.inherited or module.training.fits_of(call.node) != ():
                continue
            near = [fit for fit in fits if _in_sight(module, fit, call.node)]
            if not near or any(use.kind is not Kind.ARGUMENT for use in module.flows.of(call.node)):
                continue
            if _is_a_try(module, call.node):
                continue
            what = f"this checkpoint is not among the callbacks of fit ({module.where(near[-1].node)})"
            fix = _fix(module, call.node, near)
            outcome = _OUTCOME if not _is_switched_off(module, call.node, near) else _SWITCHED_OFF
            yield from self.judged(module, call.node.func, what, (outcome,), fix)


def _is_a_try(module: Module, call: cst.Call) -> bool:
    """Whether the callback is built to see whether it can be, is thrown away, or is for other files."""
    parent = module.parent(call)
    if isinstance(parent, cst.Expr) or is_guarded(module, call, "ValueError", "TypeError"):
        return True
    exports = module.enclosing_function(call) is None and "__all__" in module.facts.module.bindings
    return exports or (isinstance(parent, cst.Assign) and _variable(module, call) == "_")


def _in_sight(module: Module, fit: Fit, call: cst.Call) -> bool:
    """Whether *fit* is in the function of *call*, or *call* is at the top level of the file."""
    function = module.enclosing_function(call)
    return function is None or module.enclosing_function(fit.node) is function


def _fix(module: Module, call: cst.Call, fits: list[Fit]) -> Fix:
    """Add the callback to the only fit of its block."""
    name = _variable(module, call)
    here = [fit for fit in fits if module.facts.scopes[fit.node] is module.facts.scopes[call]]
    if name is None or len(here) != 1 or not precedes(module.facts, call, here[0].node):
        return Fix(Applicability.MANUAL, "pass the callback to fit")
    title = f"add {name} to the callbacks of fit"
    if _is_commented_out(module, here[0], name):
        return Fix(Applicability.MANUAL, f"{title}, or remove it: a comment in the call names it")
    edits = _added(module, call, here[0], name)
    if not edits:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.UNSAFE, f"{title}; not safe: it then writes files", edits)


def _is_switched_off(module: Module, call: cst.Call, fits: list[Fit]) -> bool:
    """Whether somebody has taken the callback out of a fit, and left it there as a comment."""
    name = _variable(module, call)
    return name is not None and any(_is_commented_out(module, fit, name) for fit in fits)


def _is_commented_out(module: Module, fit: Fit, name: str) -> bool:
    """Whether a comment in the call of *fit* names the callback: somebody switched it off there."""
    comment = re.compile(rf"#.*\b{re.escape(name)}\b")
    return comment.search(module.text(fit.node)) is not None


def _variable(module: Module, call: cst.Call) -> str | None:
    """The variable that *call* is assigned to, and nothing else."""
    statement = module.parent(call)
    if not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0].target
    return target.value if isinstance(target, cst.Name) and module.sole_binding(target) else None


def _added(module: Module, call: cst.Call, fit: Fit, name: str) -> tuple[Edit, ...]:
    from tflint_ckpt.syntax.arguments import add_argument, add_element

    given = callbacks_of(fit.call)
    if given is None:
        return () if fit.call.open else add_argument(module, fit.node, "callbacks", f"[{name}]")
    listed = _only_for(module, call, given.value)
    return add_element(module, listed, name) if isinstance(listed, cst.List) else ()


def _only_for(module: Module, call: cst.Call, given: cst.BaseExpression) -> cst.BaseExpression:
    """What the variable *given* holds, if nothing else reads it and *call* comes before it."""
    binding = module.sole_binding(given)
    if binding is None or binding.value is None or len(module.uses(binding.name, binding.scope)) != 2:
        return given
    scopes = module.facts.scopes
    here = scopes[binding.value] is scopes[call] and precedes(module.facts, call, binding.value)
    return binding.value if here else given
