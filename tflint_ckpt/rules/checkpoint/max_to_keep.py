"""TFC101 checkpoint-max-to-keep."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.keep_last_n import NAME as KEEP_LAST_N
from tflint_ckpt.rules.keep_last_n import keep_last_n
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import is_dispensable
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import RETENTION
from tflint_ckpt.semantics.values.kinds import Text

_RAISES = on_keras3(Severity.ERROR, "raises TypeError when the callback is built, before training")
_ONE_A_SAVE = (on_keras2(Severity.ERROR, "ignores it silently and never deletes a checkpoint"), _RAISES)
_CONSTANT = (
    on_keras2(Severity.WARNING, "ignores it silently; the path is constant, so there is only one checkpoint"),
    _RAISES,
)


class CheckpointMaxToKeep(Rule):
    """`ModelCheckpoint` has no `max_to_keep`: nothing is ever deleted, or the call raises.

    ## What it does
    Reports `max_to_keep` (also `keep_checkpoint_max`, `keep_checkpoints`, `keep_max`) where it reaches
    Keras' own `ModelCheckpoint`: in the call, through `functools.partial`, through a dictionary that is
    unpacked into it, through a subclass that leaves the constructor alone, or through `super().__init__`.

    ## Why
    The argument belongs to `tf.train.CheckpointManager`. Keras 2 swallows it without a word and keeps the
    files of every epoch: a long run fills the disk. Keras 3 raises `TypeError` where the callback is
    built.

    ## When it is silent
    `tf.train.CheckpointManager` and Orbax take the argument. A subclass or a local class with a
    constructor of its own may take it. A dictionary that cannot be seen whole is no proof. A call inside
    `pytest.raises` or the like is meant to fail.

    ## Fix safety
    The fix removes the argument, which changes nothing about what is written; the retention that was
    asked for has to be built with `tf.train.CheckpointManager`. It is safe where the call cannot run as
    it stands (Keras 3), and where there was nothing to retain: a constant path is one file, overwritten.
    It is unsafe on Keras 2 with one file an epoch, because it removes the only trace of the intent, and
    where the argument comes from a dictionary that something else uses too, where its value is a call,
    and in a `try` that catches the `TypeError`: what runs after it would no longer run. It is left to a
    person where a comment stands inside what would be removed.

    Another fix does what was asked for: it puts a callback around `tf.train.CheckpointManager` in the
    place of the `ModelCheckpoint`, and its class `KeepLastN` behind the imports. It is offered where
    the path and all other arguments are known and nothing else in the project reads, writes or looks
    for the file; it is unsafe, because TensorFlow checkpoints (`ckpt-7.index`) are written instead, which
    `tf.train.latest_checkpoint` finds and `tf.train.Checkpoint(model=model).restore` reads. The
    configuration chooses it:

    ```toml
    [tool.tflint-ckpt.fixes]
    checkpoint-max-to-keep = "keep-last-n"
    ```

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [CheckpointManager](https://www.tensorflow.org/api_docs/python/tf/train/CheckpointManager)
    """

    code = "TFC101"
    name = "checkpoint-max-to-keep"
    summary = "max_to_keep on ModelCheckpoint, which has no such argument"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    presets = ("recommended", "keras3")
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    alternatives = (KEEP_LAST_N,)
    requires = (Name("ModelCheckpoint"), Keyword(*RETENTION))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each retention argument of each call."""
        for call in module.calls("keras.callbacks.ModelCheckpoint"):
            if is_expected(module, call.node):
                continue
            for argument in call.arguments:
                if argument.name in RETENTION:
                    constant = has_constant_path(module, call)
                    fix = _fix(module, call, argument, constant)
                    what = f"ModelCheckpoint has no argument {argument.name} (tf.train.CheckpointManager has)"
                    outcomes = _CONSTANT if constant else _ONE_A_SAVE
                    other = keep_last_n(module, call, argument)
                    yield from self.judged(
                        module, argument.node, what, outcomes, fix, alternatives=(other,) if other else ()
                    )


def _fix(module: Module, call: Call, argument: Argument, constant: bool) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    title = f"remove {argument.name}"
    edits = remove_argument(module, argument.node)
    if not edits:
        return Fix(Applicability.MANUAL, title)
    safe = (constant or not module.target.keras2) and is_dispensable(module, call, argument)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)


def has_constant_path(module: Module, call: Call) -> bool:
    """Whether every path the checkpoint may write is known whole and holds no placeholder."""
    argument = argument_of(call, "filepath")
    if argument is None:
        return False
    values = module.evaluate(argument.value)
    return all(isinstance(value, Text) and "{" not in (value.literal or "{") for value in values)
