"""Hooks that Keras cannot call as it does: of callback classes, and given to LambdaCallback."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import CallbackClasses
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.calls.overrides import decorators
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.callbacks.hooks import Hook
    from tflint_ckpt.semantics.module import Module

_LEAVING = frozenset(("override", "typing.override", "typing_extensions.override", "tensorflow.function"))
"""Decorators under which a method is called with what it is given."""
_RAISES = frozenset(("raises", "assertRaises", "assertRaisesRegex"))


@dataclass(frozen=True, eq=False, slots=True)
class Mismatch:
    """A function that some Keras calls otherwise than it can be called.

    Attributes:
        hook: the hook that it is.
        function: the method, or what is given to ``LambdaCallback``.
        place: where to show it.
        on_keras2: whether Keras 2 fails.
        on_keras3: whether Keras 3 fails.
    """

    hook: Hook
    function: cst.FunctionDef | cst.Lambda
    place: cst.CSTNode
    on_keras2: bool
    on_keras3: bool

    @property
    def is_method(self) -> bool:
        """Whether its first parameter is ``self``."""
        return self.place is not self.function and isinstance(self.place, cst.Name)

    @property
    def given(self) -> list[cst.Param]:
        """Its parameters by position, without ``self``."""
        params = self.function.params
        return [*params.posonly_params, *params.params][self.is_method :]


def mismatches(module: Module) -> Iterator[Mismatch]:
    """Every such function of *module*, in the order of its classes; those of ``LambdaCallback`` last."""
    from tflint_ckpt.semantics.callbacks.hooks import HOOKS, is_called_otherwise

    if _expects_type_errors(module):
        return
    seen: set[cst.CSTNode] = set()
    for callback in module.fact(CallbackClasses):
        for each in callback.line:
            for name, method in classes.methods(each.node).items() if each.module is module else ():
                found = _mismatch(HOOKS[name], method, method.name) if name in HOOKS else None
                if found is not None and method not in seen and _is_plain(module, method):
                    seen.add(method)
                    if not is_called_otherwise(module, found.hook):
                        yield found
    for call in module.calls(families.LAMBDA_CALLBACK):
        for argument in call.arguments:
            function = argument.value
            if argument.name in HOOKS and isinstance(function, cst.Lambda):
                found = _mismatch(HOOKS[argument.name], function, function)
                if found is not None and not is_expected(module, function):
                    yield found


def _mismatch(hook: Hook, function: cst.FunctionDef | cst.Lambda, place: cst.CSTNode) -> Mismatch | None:
    from tflint_ckpt.semantics.callbacks.hooks import takes

    bound = isinstance(place, cst.Name)
    fails = [not takes(function.params, hook, form, bound=bound) for form in (hook.keras2, hook.keras3)]
    return Mismatch(hook, function, place, *fails) if any(fails) else None


def _is_plain(module: Module, method: cst.FunctionDef) -> bool:
    """Whether a method is called as it is written: no static method, no decorator of unknown effect."""
    return set(decorators(module, method)) <= _LEAVING and not is_expected(module, method)


def _expects_type_errors(module: Module) -> bool:
    """Whether the file is a test of what raises ``TypeError``."""
    for call in module.facts.calls:
        first = call.args[0].value if call.args else None
        if last_name(call.func) in _RAISES and isinstance(first, cst.Name) and first.value == "TypeError":
            return True
    return False


def by_keyword(found: Mismatch) -> bool:
    """Whether all that is wrong is the name of the parameter that gets the logs by keyword."""
    from tflint_ckpt.semantics.callbacks.hooks import Form, takes

    hook, given = found.hook, found.given
    params = found.function.params
    is_full = len(given) == len(hook.parameters) and not isinstance(params.star_arg, cst.Param)
    fits = takes(params, hook, Form.POSITIONS, bound=found.is_method)
    return is_full and fits and given[-1] in params.params and not params.kwonly_params
