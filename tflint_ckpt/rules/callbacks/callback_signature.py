"""TFC401 callback-signature."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Either, Name
from tflint_ckpt.semantics.callbacks.hooks import HOOKS, Form
from tflint_ckpt.semantics.callbacks.signatures import Mismatch, by_keyword, mismatches
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.parameters import add_parameters, rename_in


class CallbackSignature(Rule):
    """A hook of a callback cannot be called as Keras calls it: training stops at its first call.

    ## What it does
    Reports a hook of a class that derives from Keras' `Callback`, or a `lambda` given to `LambdaCallback`,
    whose parameters do not take what Keras gives: `on_epoch_end(self, epoch)` without `logs`, one with a
    parameter more, one that has another name for `logs` where Keras gives that by keyword.

    ## Why
    Keras calls `on_epoch_end(epoch, logs)`, whether the callback wants the logs or not, and the `TypeError`
    comes when the first epoch has been trained; that of `on_train_end` when the whole training has. Hooks of
    batches get their logs by keyword: on Keras 3 `on_train_batch_end(self, batch, info)` raises
    `TypeError: … got an unexpected keyword argument 'logs'`, on Keras 2 only `on_batch_end` does.

    ## When it is silent
    Where the class is not proved to derive from Keras' `Callback`; where the project calls such a hook itself
    with other arguments, in a loop written by hand; for static methods and unknown decorators; in tests that
    expect a `TypeError`.

    ## Fix safety
    The fix adds the parameters that are missing, or calls the one for the logs `logs`: safe, since such a
    callback has not run. What a hook needs besides is for a person to say.

    ## References
    - [Writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/)
    """

    code = "TFC401"
    name = "callback-signature"
    summary = "a hook of a callback whose parameters Keras cannot call it with"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Either(Defined(*HOOKS), Name("LambdaCallback")),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such function."""
        for found in mismatches(module):
            yield from self.judged(module, found.place, _what(found), _outcomes(found), _fix(module, found))


def _what(found: Mismatch) -> str:
    hook, given = found.hook, found.given
    names = [each.name.value for each in given]
    keyword = hook.keras3 is Form.KEYWORD
    called = [f"{each}=…" if each == "logs" and keyword else each for each in hook.parameters]
    what = f"Keras calls {hook.name}({', '.join(called)})"
    if by_keyword(found):
        return f"{what}, and the parameter for the logs is called {names[-1]!r}"
    if len(names) < len(hook.parameters):
        return f"{what}, and it takes {f'only {names[0]}' if names else 'nothing'}"
    return f"{what}, and it cannot be called like that"


def _outcomes(found: Mismatch) -> Iterator[Outcome]:
    raises = f"raises TypeError {found.hook.when}"
    same = found.hook.keras2 is found.hook.keras3
    fine = "takes it" if same else "gives the logs by position"
    yield on_keras2(Severity.ERROR, raises) if found.on_keras2 else on_keras2(None, fine)
    yield on_keras3(Severity.ERROR, raises) if found.on_keras3 else on_keras3(None, "takes it")


def _fix(module: Module, found: Mismatch) -> Fix:
    hook, params = found.hook, found.function.params
    if by_keyword(found):
        edits = rename_in(module, found.function, found.given[-1], "logs")
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, "call the parameter logs", edits)
    missing = hook.parameters[len(found.given) :]
    starred = isinstance(params.star_arg, (cst.Param, cst.ParamStar)) or params.star_kwarg is not None
    first = [*params.posonly_params, *params.params][:1]
    lost = found.is_method and not (first and first[0].name.value == "self")
    if starred or lost or not missing:
        wanted = ", ".join(("self", *hook.parameters) if found.is_method else hook.parameters)
        return Fix(Applicability.MANUAL, f"take {wanted} by these names")
    added = list(missing)
    if added[-1] == "logs" and found.is_method:
        added[-1] = "logs=None"
    used = any(_is_used(module, found, name) for name in missing)
    edits = () if used else _added(module, found, added)
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, f"add {', '.join(added)}", edits)


def _is_used(module: Module, found: Mismatch, name: str) -> bool:
    """Whether the function uses *name* for something else: a variable around it."""
    return not module.is_free_at(name, found.function.body)


def _added(module: Module, found: Mismatch, added: list[str]) -> tuple[Edit, ...]:
    params = found.function.params
    given = [*params.posonly_params, *params.params]
    if given:
        return (
            ()
            if given[-1].default is not None and "=" not in added[0]
            else add_parameters(module, given, added)
        )
    begin = module.span(found.function)[0] + len("lambda")
    return (Edit(module.path, begin, begin, f" {', '.join(added)}"),)
