"""TFC110 checkpoint-unknown-argument."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.reader import find, renamed_arguments, snapshots, subclasses
from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.rules.outcomes import Outcome, judge
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Besides, Name
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.fates import TAKEN, callback_names, fates, meant, says_nothing
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.renamed import successor
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import RETENTION
from tflint_ckpt.target import NEWEST

_CALLBACKS = "keras.callbacks"
_CHECKPOINT = "keras.callbacks.ModelCheckpoint"
_OWN_RULES = frozenset((*RETENTION, "period"))
_NO_CONSTRUCTORS = ("keras.callbacks.LambdaCallback", "keras.callbacks.CallbackList")
"""Every keyword of these becomes an attribute, or goes on elsewhere."""


class CheckpointUnknownArgument(Rule):
    """A callback is given an argument that it does not have: silence on Keras 2, `TypeError` on Keras 3.

    ## What it does
    Reports keyword arguments that Keras' `ModelCheckpoint`, or any other callback of Keras, does not have on
    the target: misspelled ones (`montior`, `best_only`) and those that are gone (`options`,
    `load_weights_on_restart`). `ReduceLROnPlateau` takes `epsilon` for `min_delta` on Keras 2, and drops it
    in silence on Keras 3.

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
    An argument whose name is much like one that is not given yet gets that name: safe where the call cannot
    run as it stands, or has the value that holds anyway (`monital="val_loss"`: information on Keras 2), and
    unsafe on Keras 2 else, where the argument begins to act. So does `epsilon`: safe where Keras 2 takes it
    or has that value by default. An argument that only says what holds anyway
    (`options=None`, `load_weights_on_restart=False`) is removed, which is safe. Both are unsafe where the
    argument comes from a dictionary that something else uses too. Anything else is left to a person.

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
    requires = (Name("callbacks"), Besides(made_by=lambda: _taken()))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each argument that a callback does not have."""
        for name in callback_names(module):
            if name in _NO_CONSTRUCTORS:
                continue
            for call in module.calls(name):
                for argument in call.arguments:
                    if argument.name is None or (name == _CHECKPOINT and argument.name in _OWN_RULES):
                        continue
                    renamed = successor(module, call, call.name, "", argument)
                    releases = [release.keras for release in module.target.releases]
                    intended = renamed.name if renamed else meant(call, argument, releases)
                    outcomes = tuple(_outcomes(module, call, argument, intended))
                    if judge(module.target, outcomes) is None or is_guarded(module, call.node, "TypeError"):
                        continue
                    new = renamed_arguments(name).get(argument.name)
                    callback = name.rpartition(".")[2]
                    what = f"{callback} has no argument {argument.name}"
                    if new:
                        what = f"{argument.name} of {callback} was renamed to {new}"
                    fix = _fix(module, call, argument, outcomes, intended)
                    yield from self.judged(module, argument.node, what, outcomes, fix)


def _taken() -> Iterator[str]:
    """Callbacks, and the arguments that they take on all releases."""
    base = f"{_CALLBACKS}.Callback"
    names = {name for keras in snapshots() for name in subclasses(base, keras)}
    for name in sorted({base, *names}):
        yield f"{name.rpartition('.')[2]}."
        parameters = {
            parameter.name
            for keras in snapshots()
            if (api := find(name)) and (told := api.at(keras))
            for parameter in told.parameters
        }
        for parameter in sorted(parameters - renamed_arguments(name).keys()):
            if {fate.answer for fate in fates(name, parameter)} <= set(TAKEN):
                yield f"{name.rpartition('.')[2]}.{parameter}"


def _outcomes(module: Module, call: Call, argument: Argument, intended: str | None) -> Iterator[Outcome]:
    """What happens to the argument, by which *intended* was meant, where that is known."""
    owner = call.name
    found = fates(owner, argument.name or "")
    elsewhere = owner != _CHECKPOINT and any(fate.answer in TAKEN for fate in found)
    new = renamed_arguments(owner).get(argument.name or "")
    for fate in found:
        if fate.answer in TAKEN:
            text = f"takes it as {new}, and logs a deprecation warning" if new else "takes it"
            yield Outcome(Severity.INFO if new else None, text, fate.since, fate.until)
        elif fate.answer is Takes.SWALLOWED and new and call.argument(new) is not None:
            text = f"ignores it silently; {new} counts"
            yield Outcome(Severity.ERROR, text, fate.since, fate.until)
        elif fate.answer is Takes.SWALLOWED and intended and _is_default(module, owner, intended, argument):
            text = f"ignores it silently; {intended} has that value by default"
            yield Outcome(Severity.INFO, text, fate.since, fate.until)
        elif fate.answer is Takes.SWALLOWED:
            at_default = f", and leaves {intended} at its default" if intended else ""
            yield Outcome(Severity.ERROR, f"ignores it silently{at_default}", fate.since, fate.until)
        elif fate.answer is Takes.REFUSED and not elsewhere:
            text = "raises TypeError when the callback is built, before training"
            yield Outcome(Severity.ERROR, text, fate.since, fate.until)


def _is_default(module: Module, owner: str, parameter: str, argument: Argument) -> bool:
    """Whether *argument* has the value that *parameter* has where it is not given."""
    from tflint_ckpt.semantics.calls.successor import is_default

    told = api.signature(owner, "", NEWEST.keras)
    return told is not None and is_default(module, argument.value, api.default(told, parameter))


def _fix(
    module: Module, call: Call, argument: Argument, outcomes: tuple[Outcome, ...], intended: str | None
) -> Fix:
    from tflint_ckpt.semantics.calls.dispensable import is_dispensable, is_only_here
    from tflint_ckpt.syntax.arguments import remove_argument, rename_argument

    holding = [outcome for each in module.target.releases for outcome in outcomes if outcome.holds(each)]
    if intended is not None:
        title = f"write {intended}"
        edits = rename_argument(module, argument.node, intended)
        # Nothing begins to act where a release raises, takes it for the other already, or does that anyway.
        same = all(_raises(outcome) or outcome.severity is Severity.INFO for outcome in holding)
        safe = same and is_only_here(module, call, argument)
    else:
        title = f"remove {argument.name}"
        removable = says_nothing(module, call.name, argument)
        edits = remove_argument(module, argument.node) if removable else ()
        safe = is_dispensable(module, call, argument)
        if not removable:
            title = f"remove {argument.name}, or write the argument that was meant"
    if not edits:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)


def _raises(outcome: Outcome) -> bool:
    return outcome.text.startswith("raises")
