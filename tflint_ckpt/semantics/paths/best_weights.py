"""What a checkpoint that keeps the best weights is told, and what counts on one that keeps all."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.fates import meant
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import Direction, Monitor, better
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.roles import READING
from tflint_ckpt.semantics.paths.saved import Frequency, frequency
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.training.validated import may_be_validated
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_LISTINGS = (
    "tensorflow.train.latest_checkpoint",
    "os.listdir",
    "os.scandir",
    "os.walk",
    "glob.glob",
    "glob.iglob",
    "tensorflow.io.gfile.glob",
    "tensorflow.io.gfile.listdir",
)
"""What finds files that are there: which of them are there would change."""


def given(monitor: Monitor, name: str) -> cst.BaseExpression | None:
    """What the callback is given as *name*."""
    argument = argument_of(monitor.call, name)
    return argument.value if argument is not None else None


def wanted(module: Module, monitor: Monitor) -> dict[str, str] | None:
    """The arguments of one that keeps the best weights; empty where the call asks for something else.

    ``None`` where the code does not tell what the call asks for.
    """
    unknown = monitor.call.open or monitor.mode is None or monitor.compares is None
    if unknown or monitor.names is None or len(monitor.names) != 1 or given_path(module, monitor) is None:
        return None
    way = better(monitor.names[0])
    best = given(monitor, "save_best_only") is not None
    weights = given(monitor, "save_weights_only")
    if (best and not monitor.compares) or (weights is not None and not module.is_constant(weights, True)):
        return {}
    if way is None and not best:
        return {}
    if way is not None and monitor.mode not in (way.value, "auto"):
        return {}
    if monitor.mode_argument is not None and monitor.mode == "auto" and way is Direction.MAX and not best:
        return {}  # is taken in another way by Keras 2; with save_best_only another rule mends it
    if not _is_each_epoch(module, monitor):
        return {}
    if not (_suits(module, monitor) and _is_logged(module, monitor)):
        return {}
    told = {"monitor": "val_loss", "save_best_only": "True", "save_weights_only": "True"}
    return told | ({"mode": way.value} if way is not None else {})


def given_path(module: Module, monitor: Monitor) -> cst.BaseExpression | None:
    """The path, also under a misspelled name, which another rule mends."""
    argument = argument_of(monitor.call, "filepath")
    if argument is None:
        releases = [release.keras for release in module.target.releases]
        named = (each for each in monitor.call.arguments if each.name is not None)
        argument = next((each for each in named if meant(monitor.call, each, releases) == "filepath"), None)
    return argument.value if argument is not None else None


def _is_each_epoch(module: Module, monitor: Monitor) -> bool:
    """Whether it saves at the end of each epoch, once other rules have mended what keeps it from that.

    They write ``"epoch"`` in lower case, and remove a ``period`` of 1, which says the same as none.
    """
    period = monitor.call.argument("period")
    values = module.evaluate(period.value) if period is not None else ()
    if not all(isinstance(value, Constant) and value.value == 1 for value in values):
        return False
    if frequency(module, monitor.call) is Frequency.EPOCH:
        return True
    asked = argument_of(monitor.call, "save_freq")
    return asked is not None and module.surely(
        asked.value,
        lambda value: isinstance(value, Text) and (value.literal or "").strip().lower() == "epoch",
    )


def _suits(module: Module, monitor: Monitor) -> bool:
    """Whether the path names no quantity but the one that is monitored, or what is asked for anyway."""
    path = given_path(module, monitor)
    assert path is not None
    if monitor.argument is not None and monitor.compares:
        return True
    fields = {
        field.name.strip().lower()  # as the rules of placeholders mend them
        for value in module.evaluate(path)
        if isinstance(value, Text)
        for field in Template(value).fields
    }
    return fields <= {"epoch", *(monitor.names or ())}


def counts_on_each(module: Module, monitor: Monitor) -> bool:
    """Whether something looks for the file of a certain epoch, or of the newest one."""
    if module.call_index.named(*_LISTINGS):
        return True
    if any(fit.call.argument("initial_epoch") is not None for fit in module.training.fits):
        return True
    path = given_path(module, monitor)
    texts = [value for value in module.evaluate(path) if isinstance(value, Text)] if path is not None else []
    if not any(Template(text).fields for text in texts):
        return False
    uses = rename_suffix(module, monitor.call.node, texts, ".best").uses
    return any(use.role in READING for use in uses)


def _is_logged(module: Module, monitor: Monitor) -> bool:
    """Whether what is monitored is there after each epoch, for all that the code shows."""
    [name] = monitor.names or ("",)
    return not name.startswith("val_") or may_be_validated(module, monitor.call.node)
