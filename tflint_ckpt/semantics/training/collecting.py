"""Where a file asks for garbage collection: in a hook that runs for each batch, or once after a training."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

BASE = "keras.callbacks.Callback"
_HOOKS = frozenset(
    f"on_{phase}batch_{end}" for phase in ("", "train_", "test_", "predict_") for end in ("begin", "end")
)
_REPEATED = (cst.For, cst.While, cst.BaseComp, cst.Lambda)
_LINES = (cst.SimpleStatementLine, cst.SimpleStatementSuite)
_BLOCKS = (cst.IndentedBlock, cst.FunctionDef, cst.With)
_FREES = frozenset(
    """clear_session reset_default_graph empty_cache malloc_trim close release pop clear reset
    shutdown terminate""".split()
)
"""Methods and functions that give something up, which a collection after it is to free."""
_MOST_CALLERS = 5


def collections(module: Module) -> list[cst.Call]:
    """Every call of ``gc.collect``."""
    return [call for call in module.facts.calls if module.is_named(call.func, "gc.collect")]


def batch_hooks(module: Module) -> Iterator[tuple[cst.Call, cst.FunctionDef]]:
    """Calls of ``gc.collect`` that a hook of a Keras callback makes for each batch, with the hook."""
    for call in collections(module):
        hook = _function_of_statement(module, call)
        owner = owner_of(module, hook) if hook is not None else None
        if hook is None or owner is None or hook.name.value not in _HOOKS:
            continue
        bases = (base for base in classes.ancestry(module, owner) if isinstance(base, str))
        if any(families.is_a(base, families.CALLBACK) for base in bases):
            yield call, hook


def batch_lambdas(module: Module) -> Iterator[tuple[cst.Call, cst.Arg]]:
    """The same in the function that an argument gives to ``LambdaCallback``, with that argument."""
    for call in collections(module):
        function = module.parent(call)
        argument = module.parent(function) if isinstance(function, cst.Lambda) else None
        built = module.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(argument, cst.Arg) or not isinstance(built, cst.Call) or argument.keyword is None:
            continue
        is_hook = argument.keyword.value in _HOOKS
        if is_hook and module.is_named(built.func, "keras.callbacks.LambdaCallback"):
            yield call, argument


def after_training(module: Module) -> tuple[cst.Call, Fit] | None:
    """The only ``gc.collect()`` of a file, where it runs once, just after the only fit of its function.

    Not where it is to free something that the function gives up: after ``del``, ``clear_session()``, a
    variable set to None, a model that is left; nor where the function may be run more than once.
    """
    found = collections(module)
    function = _function_of_statement(module, found[0]) if len(found) == 1 else None
    if function is None or not _runs_once(module, function, 0):
        return None
    [call] = found
    fits = [fit for fit in module.training.fits if module.enclosing_function(fit.node) is function]
    if len(fits) != 1 or not _has_epochs(module, fits[0]) or any(map(_frees, descend(function.body))):
        return None
    return (call, fits[0]) if _is_next(module, fits[0].node, call) else None


def _function_of_statement(module: Module, call: cst.Call) -> cst.FunctionDef | None:
    """The function of which *call* is a statement by itself, under no condition and in no loop."""
    statement = module.parent(call)
    line = module.parent(statement) if isinstance(statement, cst.Expr) else None
    if not isinstance(line, _LINES) or len(line.body) != 1 or call.args:
        return None
    for above in module.ancestors(line):
        if isinstance(above, cst.FunctionDef):
            return above
        if not isinstance(above, _BLOCKS):
            return None
    return None


def _runs_once(module: Module, function: cst.FunctionDef, depth: int) -> bool:
    """Whether nothing shows that *function* runs more than once: no loop, no other file, no handing on."""
    owner = owner_of(module, function)
    name = function.name.value if owner is None else owner.name.value
    calls = module.call_sites.in_module(function)
    if calls is None or depth > _MOST_CALLERS or len(calls) > 1 or function.name.value.startswith("on_"):
        return False
    if module.call_sites.exported(name):
        return False
    for call in calls:
        for above in module.ancestors(call):
            if isinstance(above, _REPEATED):
                return False
            if isinstance(above, cst.FunctionDef):
                if not _runs_once(module, above, depth + 1):
                    return False
                break
    return True


def _has_epochs(module: Module, fit: Fit) -> bool:
    """Whether a fit is asked for a number of epochs, and not for one."""
    argument = argument_of(fit.call, "epochs", "nb_epoch")
    if argument is None or fit.call.open:
        return False
    return not any(
        isinstance(value, Constant) and value.value == 1 for value in module.evaluate(argument.value)
    )


def _frees(node: cst.CSTNode) -> bool:
    """Whether *node* gives something up."""
    if isinstance(node, cst.Del):
        return True
    if isinstance(node, cst.Assign):
        return isinstance(node.value, cst.Name) and node.value.value == "None"
    if not isinstance(node, cst.Call):
        return False
    return last_name(node.func) in _FREES


def _is_next(module: Module, fit: cst.Call, call: cst.Call) -> bool:
    """Whether the statement of *call* follows that of *fit*, but for what is printed in between."""
    last = next((above for above in module.ancestors(call) if isinstance(above, _LINES)), None)
    block = module.parent(last) if last is not None else None
    if not isinstance(block, cst.IndentedBlock):
        return False
    around = (fit, *module.ancestors(fit))
    places = [next((n for n, one in enumerate(block.body) if one in way), -1) for way in (around, (last,))]
    if not 0 <= places[0] < places[1] or not isinstance(block.body[places[0]], cst.SimpleStatementLine):
        return False
    return all(map(_prints, block.body[places[0] + 1 : places[1]]))


def _prints(line: cst.CSTNode) -> bool:
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return False
    statement = line.body[0]
    call = statement.value if isinstance(statement, cst.Expr) else None
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "print"
