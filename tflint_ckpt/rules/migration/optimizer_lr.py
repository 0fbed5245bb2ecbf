"""TFC801 optimizer-lr."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.boundaries import LR_ARGUMENT_IGNORED
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.successor import is_default
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import optimizers
from tflint_ckpt.semantics.training.frozen import UNTRAINED, what_comes_next
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.target import NEWEST_KERAS2

_DECAYS = {"decay": "ValueError", "schedule_decay": "TypeError"}
"""The arguments by which the rate decayed before 2.11, and what Keras 2 raises for them from 2.11 on
(``_process_kwargs`` in ``optimizers/optimizer.py`` of 2.15). Keras 3 warns of ``decay`` and goes on without
it; ``schedule_decay`` (``Nadam``) it refuses (``optimizers/base_optimizer.py`` of 3.15)."""


class OptimizerLr(Rule):
    """`lr=` is no argument of optimizers: late Keras 2 trains at the default rate, Keras 3 raises.

    ## What it does
    Reports `lr=` where a Keras optimizer is built: in the call, through `functools.partial`, through a
    dictionary that is unpacked into it, through a subclass that leaves the constructor alone, or through
    `super().__init__`.

    ## Why
    Up to TensorFlow 2.10 `lr` was an old name of `learning_rate`. From 2.11 on the optimizers of Keras 2
    drop it without an error, and training runs at the default rate, whatever was written: only a line in
    the log says so. Keras 3 raises `ValueError: Argument(s) not recognized: {'lr': 0.1}`.

    ## When it is silent
    `keras.optimizers.legacy` takes `lr`, and so does `tf.compat.v1.keras` on Keras 2. Classes that are not
    proved to be optimizers of Keras (`torch.optim.Adam`, a local class with a constructor of its own) are
    left alone, and so is a call under a test of the version.

    ## Fix safety
    `learning_rate=` is what was meant, and safe: where the code ran with the rate that is written, it still
    does; where it raised, it runs. On Keras 2 from 2.11 **the rate changes** from the default to the one
    that is written. A dictionary that something else uses too is left to a person. Where `learning_rate` is
    given as well, the fix takes `lr` away; before 2.11 it was `lr` that counted, and then it is unsafe. So
    is, on a target with Keras 3, one beside a `decay` that is not zero: Keras 3 ignores that with a
    warning, and the rate stays where it began. So is any fix of a file with a model that is frozen after its
    compile and trained, as in many a GAN: Keras 2 trains it, Keras 3 does not, without a word, once nothing
    raises before.

    ## References
    - [Optimizers](https://keras.io/api/optimizers/)
    """

    code = "TFC801"
    name = "optimizer-lr"
    summary = "lr= given to an optimizer, which late Keras 2 ignores and Keras 3 refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Keyword("lr"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each optimizer that is given ``lr``."""
        hidden: str | None = None
        for call in optimizers.built(module):
            argument = call.argument("lr")
            if argument is None or is_guarded(module, call.node, "TypeError", "ValueError"):
                continue
            hidden = what_comes_next(module) if hidden is None else hidden
            twice = argument_of(call, "learning_rate") is not None
            what = f"{call.name.rpartition('.')[2]} has no argument lr, only learning_rate"
            outcomes = _outcomes(module, call, twice, hidden)
            fix = _fix(module, call, argument, twice)
            fix = unsafe(fix, UNTRAINED) if hidden else fix
            yield from self.judged(module, argument.node, what, outcomes, fix)


def _outcomes(module: Module, call: Call, twice: bool, hidden: str) -> tuple[Outcome, ...]:
    then = f"; once that is mended, Keras 3 {hidden}" if hidden else ""
    refused = on_keras3(Severity.ERROR, f"raises ValueError when the optimizer is built{then}")
    if optimizers.is_of_tensorflow1(module, call):
        return (on_keras2(None, "takes it"), refused)
    severity, late = _on_late_keras2(module, call)
    return (
        on_keras2(None, "takes it", until=LR_ARGUMENT_IGNORED),
        on_keras2(None if twice else severity, late, since=LR_ARGUMENT_IGNORED),
        refused,
    )


def _on_late_keras2(module: Module, call: Call) -> tuple[Severity, str]:
    for name, error in _DECAYS.items():
        if call.argument(name) is not None:
            why = f"since it has no {name} either"
            return Severity.ERROR, f"raises {error} when the optimizer is built, {why}"
    if argument_of(call, "learning_rate") is not None:
        return Severity.ERROR, "ignores it"
    rate = optimizers.default_rate(call.name, NEWEST_KERAS2)
    argument = call.argument("lr")
    if argument is not None and rate is not None and is_default(module, argument.value, rate):
        why = "since that is the default rate"
        return Severity.INFO, f"ignores it with a warning, and trains at {rate} {why}"
    return Severity.ERROR, f"ignores it and trains at the default rate{f' of {rate}' if rate else ''}"


def _fix(module: Module, call: Call, argument: Argument, twice: bool) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument, rename_argument

    title = "remove lr, learning_rate is given too" if twice else "give it as learning_rate"
    if twice:
        edits = remove_argument(module, argument.node)
    else:
        edits = rename_argument(module, argument.node, "learning_rate")
    if not edits or not is_only_here(module, call, argument):
        return Fix(Applicability.MANUAL, title)
    doubt = _without_decay(module, call)
    if doubt:
        return Fix(Applicability.UNSAFE, f"{title}; not safe: {doubt}", edits)
    risky = call.partial or (twice and module.target.before(LR_ARGUMENT_IGNORED))
    return Fix(Applicability.UNSAFE if risky else Applicability.SAFE, title, edits)


def _without_decay(module: Module, call: Call) -> str:
    """What Keras 3 makes of a decay in the same call, once nothing raises before; empty if it has none."""
    for name in _DECAYS if module.target.keras3 else ():
        argument = call.argument(name)
        values = module.evaluate(argument.value) if argument is not None else ()
        if any(not isinstance(value, Constant) or value.value for value in values):
            does = "ignores" if name == "decay" else "refuses"
            return f"Keras 3 {does} {name}, which made the learning rate smaller from step to step"
    return ""
