"""TFC802 optimizer-decay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.boundaries import DECAY_ARGUMENT_REFUSED
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.objects import optimizers
from tflint_ckpt.semantics.training.frozen import UNTRAINED, what_comes_next
from tflint_ckpt.semantics.values.kinds import Constant, Value

_NEXT_TO_NOTHING = 1e-8
"""A rate that loses 1 % in a million steps."""


class OptimizerDecay(Rule):
    """`decay=` is no longer an argument of optimizers: late Keras 2 raises, Keras 3 keeps the rate constant.

    ## What it does
    Reports `decay=` where a Keras optimizer is built: in the call, through `functools.partial`, through a
    dictionary that is unpacked into it, through a subclass that leaves the constructor alone, or through
    `super().__init__`.

    ## Why
    Up to TensorFlow 2.10 the rate at step `n` was `learning_rate / (1 + decay * n)`. From 2.11 on the
    optimizers of Keras 2 raise `ValueError: decay is deprecated in the new Keras optimizer`. Keras 3 only
    warns and ignores it: the rate stays where it began, which changes what is learned. It is information
    where the rate lost next to nothing (`1e-8` is 1 % in a million steps), and where nothing is seen to be
    trained with the optimizer.

    ## When it is silent
    `keras.optimizers.legacy` takes `decay`, and so does `tf.compat.v1.keras` on Keras 2. `weight_decay` is
    another argument. Classes that are not proved to be optimizers of Keras are left alone, and so is a
    call under a test of the version.

    ## Fix safety
    `decay=0.0` and `decay=None` say that there is no decay: taking them away is safe. For any other value
    the same curve is `keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay)`
    as the learning rate, on every release; whether it is still wanted is for a person to say. In a file with
    a model that is frozen after its compile and trained, which Keras 3 does not train, no fix is safe.

    ## References
    - [InverseTimeDecay](https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/)
    """

    code = "TFC802"
    name = "optimizer-decay"
    summary = "decay= given to an optimizer, which late Keras 2 refuses and Keras 3 ignores"
    keras2 = Severity.ERROR
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Keyword("decay"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each optimizer that is given ``decay``."""
        hidden: str | None = None
        for call in optimizers.built(module):
            argument = call.argument("decay")
            if argument is None or is_guarded(module, call.node, "TypeError", "ValueError"):
                continue
            hidden = what_comes_next(module) if hidden is None else hidden
            values = module.evaluate(argument.value)
            zero = all(isinstance(value, Constant) and not value.value for value in values)
            what = f"{call.name.rpartition('.')[2]} has no argument decay"
            harm = "" if zero else _harm(module, call, values)
            ignored = _on_keras3(harm, is_none(argument.value), hidden)
            fix = _fix(module, call, argument, zero)
            yield from self.judged(
                module,
                argument.node,
                what,
                (*_on_keras2(module, call), ignored),
                unsafe(fix, UNTRAINED) if hidden else fix,
            )


def _on_keras2(module: Module, call: Call) -> tuple[Outcome, ...]:
    if optimizers.is_of_tensorflow1(module, call):
        return (on_keras2(None, "takes it"),)
    return (
        on_keras2(None, "takes it", until=DECAY_ARGUMENT_REFUSED),
        on_keras2(
            Severity.ERROR, "raises ValueError when the optimizer is built", since=DECAY_ARGUMENT_REFUSED
        ),
    )


def _on_keras3(harm: str, none: bool, hidden: str) -> Outcome:
    if none:
        return on_keras3(None, "takes it")
    then = f"; it also {hidden}" if hidden else ""
    severity = Severity.WARNING if harm else Severity.INFO
    return on_keras3(severity, f"ignores it with a warning{harm}{then}")


def _harm(module: Module, call: Call, values: Iterable[Value]) -> str:
    """What is lost where ``decay`` is ignored: nothing where it does little, or nothing is trained."""
    numbers = [each.value if isinstance(each, Constant) else None for each in values]
    if all(isinstance(each, float) and 0 < each <= _NEXT_TO_NOTHING for each in numbers):
        return ""
    trains = optimizers.may_train(module, call.node)
    return ", and the learning rate never decays" if trains else ""


def _fix(module: Module, call: Call, argument: Argument, zero: bool) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    if not zero:
        title = (
            "as learning_rate, give keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, "
            f"decay_rate={module.text(argument.value)})"
        )
        return Fix(Applicability.MANUAL, title)
    title = "remove decay, which is zero"
    edits = remove_argument(module, argument.node) if is_only_here(module, call, argument) else ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.UNSAFE if call.partial else Applicability.SAFE, title, edits)
