"""TFC110 checkpoint-unknown-argument."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.rules.outcomes import Outcome, judge
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_dispensable, is_only_here
from tflint_ckpt.semantics.calls.fates import TAKEN, callback_names, fates, meant, says_nothing
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import RETENTION
from tflint_ckpt.syntax.arguments import remove_argument, rename_argument

_CHECKPOINT = "keras.callbacks.ModelCheckpoint"
_OWN_RULES = frozenset((*RETENTION, "period"))
_NO_CONSTRUCTORS = ("keras.callbacks.LambdaCallback", "keras.callbacks.CallbackList")
"""Every keyword of these becomes an attribute, or goes on elsewhere."""


class CheckpointUnknownArgument(Rule):
    """A callback is given an argument that it does not have: silence on Keras 2, `TypeError` on Keras 3.

    ## What it does
    Reports keyword arguments that Keras' `ModelCheckpoint`, or any other callback of Keras, does not have
    on the target: misspelled ones (`montior`, `best_only`) and those that are gone (`options`,
    `load_weights_on_restart`).

    ## Why
    The `ModelCheckpoint` and `ReduceLROnPlateau` of Keras 2 swallow whatever they do not know: with
    `best_only=True` every epoch is saved, with `montior="val_acc"` the loss decides. Keras 3, and most
    other callbacks on any release, raise `TypeError` where the callback is built. Which argument there is
    on which release is read from tables that are made from installed releases.

    ## When it is silent
    A subclass or a local class with a constructor of its own may take the argument. `max_to_keep` and
    `period` have rules of their own, and so have arguments that other callbacks took once
    (`removed-argument`). A call under a test of the installed release, in a `try` that catches the
    `TypeError`, or inside `pytest.raises` is meant.

    ## Fix safety
    An argument whose name is much like one that is not given yet gets that name: safe where the call
    cannot run as it stands, unsafe on Keras 2, where the argument begins to act. An argument that only says
    what holds anyway (`options=None`, `load_weights_on_restart=False`) is removed, which is safe. Both are
    unsafe where the argument comes from a dictionary that something else uses too. Anything else is left to
    a person.

    ## References
    - [Callbacks](https://keras.io/api/callbacks/)
    """

    code = "TFC110"
    name = "checkpoint-unknown-argument"
    summary = "an argument that ModelCheckpoint, or another callback of Keras, does not have"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    presets = ("recommended", "keras3")
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("callbacks"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each argument that a callback does not have."""
        for name in callback_names(module):
            if name in _NO_CONSTRUCTORS:
                continue
            for call in module.calls(name):
                for argument in call.arguments:
                    if argument.name is None or (name == _CHECKPOINT and argument.name in _OWN_RULES):
                        continue
                    outcomes = tuple(_outcomes(name, argument.name))
                    if judge(module.target, outcomes) is None or is_guarded(module, call.node, "TypeError"):
                        continue
                    what = f"{name.rpartition('.')[2]} has no argument {argument.name}"
                    fix = _fix(module, call, argument, outcomes)
                    yield from self.judged(module, argument.node, what, outcomes, fix)


def _outcomes(owner: str, argument: str) -> Iterator[Outcome]:
    """What happens to the argument on the releases of which that is known."""
    found = fates(owner, argument)
    elsewhere = owner != _CHECKPOINT and any(fate.answer in TAKEN for fate in found)
    for fate in found:
        if fate.answer in TAKEN:
            yield Outcome(None, "takes it", fate.since, fate.until)
        elif fate.answer is Takes.SWALLOWED:
            yield Outcome(Severity.ERROR, "ignores it in silence", fate.since, fate.until)
        elif fate.answer is Takes.REFUSED and not elsewhere:
            text = "raises TypeError when the callback is built, before training"
            yield Outcome(Severity.ERROR, text, fate.since, fate.until)


def _fix(module: Module, call: Call, argument: Argument, outcomes: tuple[Outcome, ...]) -> Fix:
    releases = module.target.releases
    intended = meant(call, argument, [release.keras for release in releases])
    if intended is not None:
        title = f"write {intended}"
        edits = rename_argument(module, argument.node, intended)
        raises = all(_raises(outcome) for each in releases for outcome in outcomes if outcome.holds(each))
        safe = raises and is_only_here(module, call, argument)
    else:
        title = f"remove {argument.name}"
        removable = says_nothing(module, call.name, argument)
        edits = remove_argument(module, argument.node) if removable else ()
        safe = is_dispensable(module, call, argument)
    if not edits:
        others = "" if intended is not None else ", or write what it has in its place"
        return Fix(Applicability.MANUAL, title + others)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)


def _raises(outcome: Outcome) -> bool:
    return outcome.text.startswith("raises")
