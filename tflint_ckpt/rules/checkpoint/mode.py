"""TFC114 checkpoint-mode."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import MODE_FROM_METRIC, STOPPING_MODE_FROM_METRIC
from tflint_ckpt.keras_api.history import FIRST, LAST
from tflint_ckpt.keras_api.reader import Version
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import (
    CHECKPOINT,
    STOPPING,
    Direction,
    Monitor,
    better,
    inferred,
    monitors,
)
from tflint_ckpt.semantics.training.direction import is_undirected

_RAISES = "raises ValueError at the end of the first epoch: it cannot tell the direction of the metric"
_SINCE = ((2, 0), STOPPING_MODE_FROM_METRIC, MODE_FROM_METRIC)
"""From these releases of Keras on ``auto`` is taken in another way than before, by some callback."""


class CheckpointMode(Rule):
    """A metric that must grow is taken for one that must fall: the worst model is kept.

    ## What it does
    Reports `ModelCheckpoint` (with `save_best_only`), `EarlyStopping` and `ReduceLROnPlateau` that monitor a
    metric such as AUC, precision, recall, F1, IoU, Dice, PSNR or SSIM and leave `mode` to `auto` on a Keras
    that takes it for one to minimise; a `mode` that contradicts the name, such as `max` for a loss; and, on
    Keras 3, a monitor whose direction it cannot infer, `compile` being in sight: a function as a metric, an
    object of a class that derives from `Metric` and sets no `_direction`, or the name that one of several
    outputs has in the logs (`val_decoder_loss`).

    ## Why
    Keras 2, and `ModelCheckpoint` before Keras 3.11, go by the name: what holds `acc` (for `EarlyStopping`:
    ends with `acc`, `accuracy` or `auc`) is maximised, everything else minimised. The checkpoint of
    `val_auc` is then written when the AUC falls, and the file that is called best is the worst. Nothing
    warns. `EarlyStopping` of Keras 3, and all three from 3.11 on, ask the compiled metric instead, and raise
    `ValueError` after the first epoch where there is none that knows.

    ## When it is silent
    `cosine_similarity`, which grows as a metric and falls as a loss; every name that does not say which way
    is better; a `ModelCheckpoint` that saves every epoch, since it compares nothing.

    ## Fix safety
    `mode="max"` is safe: it is what the metric needs, and what Keras takes where it infers the direction. The
    fix of a contradiction is unsafe: a loss that was defined to grow may be meant.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [EarlyStopping](https://keras.io/api/callbacks/early_stopping/)
    """

    code = "TFC114"
    name = "checkpoint-mode"
    summary = "mode that keeps the worst model, or stops training while it improves"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau"),
        Either(
            Passed("ModelCheckpoint.monitor.1=!'val_loss'|'loss'", "ModelCheckpoint.mode.5=!'min'|'auto'"),
            *(
                Passed(f"{name}.monitor.0=!'val_loss'|'loss'", f"{name}.mode.4=!'min'|'auto'")
                for name in ("EarlyStopping", "ReduceLROnPlateau")
            ),
            Base("ModelCheckpoint", "EarlyStopping", "ReduceLROnPlateau"),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each callback that goes the wrong way, or cannot tell which way to go."""
        for monitor in monitors(module):
            if not monitor.names or monitor.mode is None or is_guarded(module, monitor.call.node):
                continue
            ways = {better(name) for name in monitor.names}
            wanted = ways.pop() if len(ways) == 1 else None
            if monitor.mode not in ("min", "max"):
                yield from self._left_to_keras(module, monitor, wanted)
            elif monitor.compares and wanted is not None:
                yield from self._contradiction(module, monitor, wanted)

    def _contradiction(self, module: Module, monitor: Monitor, wanted: Direction) -> Iterator[Finding]:
        assert monitor.names and monitor.mode_argument
        if monitor.mode == wanted.value:
            return
        outcome = Outcome(Severity.ERROR, _lost(monitor))
        what = f"mode={monitor.mode!r} contradicts {monitor.names[0]!r}, which is better when it is "
        what += "smaller" if wanted is Direction.MIN else "greater"
        fix = _replaced(module, monitor.mode_argument.value, wanted, Applicability.UNSAFE)
        yield from self.judged(module, monitor.mode_argument.node, what, (outcome,), fix)

    def _left_to_keras(self, module: Module, monitor: Monitor, wanted: Direction | None) -> Iterator[Finding]:
        assert monitor.names
        outcomes: list[Outcome] = []
        if wanted is Direction.MAX and monitor.compares:
            text = f"minimises it and {_lost(monitor)}"
            outcomes += (Outcome(Severity.ERROR, text, *span) for span in _minimising(monitor))
        if all(is_undirected(module, monitor.call.node, name) for name in monitor.names):
            since = STOPPING_MODE_FROM_METRIC if monitor.call.name == STOPPING else MODE_FROM_METRIC
            outcomes.append(Outcome(Severity.ERROR, _RAISES, since))
        if not outcomes:
            return
        left = "is left to Keras" if monitor.mode_argument is None else f"{monitor.mode!r} leaves it to Keras"
        what = f"{monitor.callback} monitors {monitor.names[0]!r}, and mode {left}"
        yield from self.judged(module, monitor.node, what, outcomes, _fix(module, monitor, wanted))


def _minimising(monitor: Monitor) -> Iterator[tuple[Version, Version]]:
    """From which Keras, and before which, ``auto`` takes less for better."""
    since: Version | None = None
    for keras in _SINCE:
        down = all(inferred(monitor.call.name, name, keras) is Direction.MIN for name in monitor.names or ())
        if down and since is None:
            since = keras
        elif not down and since is not None:
            yield (since if since > _SINCE[0] else FIRST), keras
            since = None
    if since is not None:
        yield (since if since > _SINCE[0] else FIRST), LAST


def _lost(monitor: Monitor) -> str:
    name = monitor.names[0] if monitor.names else ""
    if monitor.call.name == CHECKPOINT:
        return f"keeps the model whose {name} is worst"
    verb = "stops training" if monitor.call.name == STOPPING else "lowers the learning rate"
    return f"{verb} while {name} improves"


def _fix(module: Module, monitor: Monitor, wanted: Direction | None) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument

    if wanted is None:
        return Fix(Applicability.MANUAL, 'write mode="min" or mode="max"')
    title = f'write mode="{wanted.value}"'
    if monitor.mode_argument is not None:
        return _replaced(module, monitor.mode_argument.value, wanted, Applicability.SAFE)
    edits = add_argument(module, monitor.call.node, "mode", f'"{wanted.value}"')
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)


def _replaced(
    module: Module, node: cst.BaseExpression, wanted: Direction, applicability: Applicability
) -> Fix:
    """Write *wanted* where the mode is given as a literal; by hand where it comes from elsewhere."""
    from tflint_ckpt.syntax.arguments import replace

    title = f'write mode="{wanted.value}"'
    if not isinstance(node, cst.SimpleString):
        return Fix(Applicability.MANUAL, title)
    edit = replace(module, node, f"{node.quote}{wanted.value}{node.quote}")
    return Fix(applicability, title, (edit,))
