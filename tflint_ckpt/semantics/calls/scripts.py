"""Whether a file is run rather than imported."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.reached import reached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def is_script(module: Engine) -> bool:
    """Whether the module does its work when it is run: a main guard, or calls at its top level."""
    if module.path.rsplit("/", 1)[-1] == "__init__.py":
        return False
    for statement in module.tree.body:
        if isinstance(statement, cst.If) and "__name__" in module.text(statement.test):
            return True
    top = module.facts.module
    for call in module.facts.calls:
        if module.facts.scopes[call] is top:
            func = reached(module, call).func
            is_own = isinstance(func, cst.Lambda) or module.local_function(func) is not None
            if is_own or _trains(module, call):
                return True
    return False


def _trains(module: Engine, call: cst.Call) -> bool:
    """Whether a method of a model is called, not a function of a module: ``re.compile("…")``."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value not in _TRAINS:
        return False
    name = module.resolve(call.func)
    return name is None or name.startswith("keras.")


_TRAINS = ("fit", "fit_generator", "train_on_batch", "compile")
