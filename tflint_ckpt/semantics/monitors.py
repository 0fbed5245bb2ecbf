"""What callbacks monitor, which way they take it to be better, and which way it is.

Sources: ``ModelCheckpoint.__init__``, ``EarlyStopping`` and ``ReduceLROnPlateau._reset`` of Keras 2.15, 3.0,
3.3, 3.10 and 3.15; from 3.11 on ``MonitorCallback._set_monitor_op``.
"""

from __future__ import annotations

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.keras_api.boundaries import MODE_FROM_METRIC, STOPPING_MODE_FROM_METRIC
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.paths.checkpoints import best_only
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Values

CHECKPOINT = "keras.callbacks.ModelCheckpoint"
STOPPING = "keras.callbacks.EarlyStopping"
PLATEAU = "keras.callbacks.ReduceLROnPlateau"
_MONITORING = (CHECKPOINT, STOPPING, PLATEAU)


class Direction(str, Enum):
    """Which way a quantity gets better; the values are those of ``mode``."""

    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Monitor:
    """A callback that monitors a quantity.

    Attributes:
        call: the call that builds it.
        names: the quantities it may monitor, ``val_loss`` where none is given; ``None`` where the code
            does not tell, or tells only in part.
        argument: the ``monitor`` argument, if there is one.
        mode: what ``mode`` is; ``auto`` where it is not given, ``None`` where the code does not tell.
        mode_argument: the ``mode`` argument, if there is one.
        compares: whether the direction decides anything: a ``ModelCheckpoint`` compares only if it saves
            the best only. ``None`` where the code does not tell.
    """

    call: Call
    names: tuple[str, ...] | None
    argument: Argument | None
    mode: str | None
    mode_argument: Argument | None
    compares: bool | None

    @property
    def callback(self) -> str:
        """The name of the class, ``EarlyStopping``."""
        return self.call.name.rpartition(".")[2]

    @property
    def node(self) -> cst.CSTNode:
        """Where to report it: the ``monitor`` argument, or else the class that is called."""
        return self.argument.value if self.argument else self.call.node.func


def monitors(module: Module) -> Iterator[Monitor]:
    """Every callback of the module that monitors something, in source order."""
    for call in module.calls(*_MONITORING):
        argument = argument_of(call, "monitor")
        mode_argument = argument_of(call, "mode")
        unset = None if call.open or call.partial else ("val_loss", "auto")
        names = _words(module.evaluate(argument.value)) if argument else unset and unset[:1]
        modes = _words(module.evaluate(mode_argument.value)) if mode_argument else unset and unset[1:]
        yield Monitor(
            call,
            names,
            argument,
            modes[0] if modes and len(modes) == 1 else None,
            mode_argument,
            best_only(module, call) if call.name == CHECKPOINT else True,
        )


def _words(values: Values) -> tuple[str, ...] | None:
    literals = [value.literal for value in values if isinstance(value, Text)]
    known = tuple(dict.fromkeys(literal for literal in literals if literal is not None))
    return known if len(literals) == len(values) and None not in literals else None


def inferred(callback: str, monitor: str, keras: tuple[int, int]) -> Direction | None:
    """Which way ``mode="auto"`` takes *monitor*; ``None`` where Keras asks the compiled metric.

    *callback* is a canonical name, *keras* a major and minor release.
    """
    if keras >= (STOPPING_MODE_FROM_METRIC if callback == STOPPING else MODE_FROM_METRIC):
        return Direction.MIN if monitor.removeprefix("val_") == "loss" else None
    if callback == STOPPING:
        up = monitor.endswith(("acc", "accuracy", "auc"))
    else:
        up = "acc" in monitor or (callback == CHECKPOINT and monitor.startswith("fmeasure"))
    return Direction.MAX if up else Direction.MIN


_UP = pattern(
    r"(^|_)(acc|accuracy|auc|auroc|roc_auc|auprc|prc|pr_auc|precision|recall|sensitivity|specificity"
    r"|f1|f2|f1_?score|f_?beta|fscore|fbeta_score|fmeasure|iou|io_u|iou_score|mean_iou|mean_io_u|miou"
    r"|jaccard|jaccard_index|jacard|jaccard_coef|dice|dice_coef|dice_coeff|dice_coefficient|dice_score"
    r"|psnr|ssim|kappa|mcc|r2|r2_score|r_square|top_k_categorical_accuracy|top_\d+_accuracy|top\d+_?acc(uracy)?)(_\d+)?$",
    re.IGNORECASE,
)
"""Names of quantities that are better when they are greater."""
_DOWN = pattern(
    r"(^|_)(loss|error|err|mse|mae|rmse|mape|msle|mean_(squared|absolute)_error|rmsd|perplexity|wer|cer)$",
    re.IGNORECASE,
)


def better(monitor: str) -> Direction | None:
    """Which way a quantity of this name gets better; ``None`` where the name does not tell.

    ``cosine_similarity`` does not: the metric grows, the loss of that name shrinks.
    """
    name = monitor.removeprefix("val_")
    if name == "loss" or _DOWN.search(name):
        return Direction.MIN
    return Direction.MAX if _UP.search(name) else None
