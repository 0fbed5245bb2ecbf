"""TFC402 callback-unknown-hook."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Either, Name
from tflint_ckpt.semantics.callbacks.misnamed import Misnamed, misnamed
from tflint_ckpt.semantics.module import Module

_OUTCOME = Outcome(Severity.ERROR, "never calls it")

_COMMON = tuple(
    f"on_{inside}_{end}"
    for inside in ("train_epoch", "validation", "validation_epoch", "step", "val", "eval")
    for end in ("begin", "start", "end")
)
"""Hooks of other libraries, in files that do not name ``Callback``: their base is defined elsewhere."""


class CallbackUnknownHook(Rule):
    """A method that is nearly a hook of a callback, which Keras never calls.

    ## What it does
    Reports a method such as `on_epoch_ends`, `on_epochend` or `on_train_epoch_end` of a class that derives
    from Keras' `Callback`, where nothing in the project calls it, and an argument of `LambdaCallback` that is
    no hook.

    ## Why
    Keras calls the hooks that it knows by their names, and takes anything else without a word: a
    `LambdaCallback` keeps any argument. What the method was to do is never done.

    ## When it is silent
    Where the class has a base that is not in sight, which may call the method; where the project calls it,
    or names it in a string; where the class has the hook that was meant, too, as a callback for several
    libraries does; for callbacks of Keras-RL. A method whose name is not near to a hook is a method.

    ## Fix safety
    To call it by the name of the hook that was meant is unsafe, since code begins to run that never ran. An
    argument of `LambdaCallback` can mean nothing else: there it is safe if the function takes what Keras
    gives.

    ## References
    - [Writing your own callbacks](https://keras.io/guides/writing_your_own_callbacks/)
    """

    code = "TFC402"
    name = "callback-unknown-hook"
    summary = "a method or argument that is nearly a hook of a callback, and is never called"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Either(Name("Callback", "LambdaCallback"), Defined(*_COMMON)),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such method and argument."""
        for found in misnamed(module):
            only = f", only {found.meant}" if found.meant else ""
            what = f"callbacks have no hook {found.name}{only}"
            yield from self.judged(module, found.place, what, (_OUTCOME,), _fix(module, found))


def _fix(module: Module, found: Misnamed) -> Fix:
    from tflint_ckpt.syntax.arguments import rename_argument

    if found.meant is None:
        return Fix(Applicability.MANUAL, "give it to one of the hooks")
    title = f"call it {found.meant}"
    if found.taken:
        return Fix(Applicability.MANUAL, title)
    if found.argument is None:
        edit = Edit(module.path, *module.span(found.place), found.meant)
        return Fix(Applicability.UNSAFE, title, (edit,))
    edits = rename_argument(module, found.argument.node, found.meant)
    safe = Applicability.SAFE if found.fits else Applicability.UNSAFE
    return Fix(safe if edits else Applicability.MANUAL, title, edits)
