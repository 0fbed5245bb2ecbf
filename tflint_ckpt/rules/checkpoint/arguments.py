"""TFC118 checkpoint-arguments."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.fates import meant
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, Direction, Monitor, better, monitors
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.roles import READING
from tflint_ckpt.semantics.paths.saved import Frequency, frequency
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.training.resumed import resumed_from
from tflint_ckpt.semantics.training.validated import may_be_validated
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.syntax.added import add_arguments

_SUFFIX = ".weights.h5"
"""The arguments of the pattern, and where Keras takes them by position."""
_SET_LATER = ("filepath", "monitor", "monitor_op", "save_best_only", "save_weights_only", "save_freq")
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
_LOST = {
    "save_best_only": "every epoch is saved, whether it is better or not",
    "save_weights_only": (
        "each file holds the whole model with the optimizer's state, of Adam twice as much as the weights"
    ),
    "monitor": "what the best epoch is, is left to a default",
    "mode": "which way is better is left to Keras, which infers it in another way since 3.11",
}


class CheckpointArguments(Rule):
    """A checkpoint that leaves to defaults what is saved, and when.

    ## What it does
    Reports a `ModelCheckpoint` without one of `monitor="val_loss"`, `save_best_only=True`,
    `save_weights_only=True` and `mode="min"`, where nothing that is written says otherwise. A metric that
    must grow, such as `monitor="val_accuracy"`, is kept, and has `mode="max"`.

    ## Why
    By default every epoch is saved, the worse ones too, as a whole model with the optimizer's state. The best
    weights alone take a third of the space, and load on every release of Keras.

    ## When it is silent
    Where an argument is given that says otherwise: `save_best_only=False`, `save_weights_only=False`, a
    `save_freq` of batches, a `mode` that does not fit. Where a fit that the callback may reach is known to
    have no validation data, because nothing would be saved then, or to train a model with its own
    `train_step`. Where the path names another metric than the one that is monitored; where another
    checkpoint of the file keeps the best; where the file of a certain epoch is read, or files are looked for
    in folders; where the training goes on from the file, and the best value would be forgotten. Where the
    values of the arguments are not known. `save_weights_only` is not asked for where
    the file is read as a whole model, or where not every use of it can be seen.

    ## Fix safety
    The fix adds what is missing, and gives the file the suffix `.weights.h5` wherever it is used. It is
    unsafe: fewer files are written, and they hold the weights only.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC118"
    name = "checkpoint-arguments"
    summary = "a checkpoint that leaves to defaults what is saved, and when"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("canonical",)
    requires = (Name("ModelCheckpoint"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call."""
        if any(target.attr.value in _SET_LATER for target, _ in module.facts.attribute_targets):
            return
        found = list(monitors(module))
        keeps_best = any(monitor.compares and monitor.call.name == CHECKPOINT for monitor in found)
        for monitor in found:
            call = monitor.call
            if call.name != CHECKPOINT or call.partial or call.inherited or is_expected(module, call.node):
                continue
            wanted = _wanted(module, monitor)
            if wanted is None:
                module.not_judged[self.code] += 1
                continue
            missing = [name for name in wanted if _given(monitor, name) is None]
            others = keeps_best or _counts_on_each(module, monitor)
            if "save_best_only" in missing and (others or resumed_from(module, call) is not None):
                continue
            renamed: tuple[Edit, ...] = ()
            if "save_weights_only" in missing:
                edits = _renamed(module, monitor)
                if edits is None:
                    missing.remove("save_weights_only")
                renamed = edits or ()
            if missing:
                lost = next(text for name, text in _LOST.items() if name in missing)
                what = f"ModelCheckpoint without {_listed(missing)}: {lost}"
                fix = _fix(module, call.node, [(name, wanted[name]) for name in missing], renamed)
                yield self.finding(module, call.node.func, Severity.INFO, what, fix)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _given(monitor: Monitor, name: str) -> cst.BaseExpression | None:
    argument = argument_of(monitor.call, name)
    return argument.value if argument is not None else None


def _wanted(module: Module, monitor: Monitor) -> dict[str, str] | None:
    """What each argument of the pattern should be; empty where the call asks for something else.

    ``None`` where the code does not tell what the call asks for.
    """
    unknown = monitor.call.open or monitor.mode is None or monitor.compares is None
    if unknown or monitor.names is None or len(monitor.names) != 1 or _given_path(module, monitor) is None:
        return None
    way = better(monitor.names[0])
    best = _given(monitor, "save_best_only") is not None
    weights = _given(monitor, "save_weights_only")
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
    wanted = {"monitor": _quoted(monitor, "val_loss"), "save_best_only": "True", "save_weights_only": "True"}
    return wanted | ({"mode": _quoted(monitor, way.value)} if way is not None else {})


def _given_path(module: Module, monitor: Monitor) -> cst.BaseExpression | None:
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
    given = argument_of(monitor.call, "save_freq")
    asked = module.evaluate(given.value) if given is not None else ()
    return bool(asked) and all(
        isinstance(value, Text) and (value.literal or "").strip().lower() == "epoch" for value in asked
    )


def _suits(module: Module, monitor: Monitor) -> bool:
    """Whether the path names no quantity but the one that is monitored, or what is asked for anyway."""
    path = _given_path(module, monitor)
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


def _counts_on_each(module: Module, monitor: Monitor) -> bool:
    """Whether something looks for the file of a certain epoch, or of the newest one."""
    if module.call_index.named(*_LISTINGS):
        return True
    if any(fit.call.argument("initial_epoch") is not None for fit in module.training.fits):
        return True
    path = _given_path(module, monitor)
    texts = [value for value in module.evaluate(path) if isinstance(value, Text)] if path is not None else []
    if not any(Template(text).fields for text in texts):
        return False
    uses = rename_suffix(module, monitor.call.node, texts, ".best").uses
    return any(use.role in READING for use in uses)


def _is_logged(module: Module, monitor: Monitor) -> bool:
    """Whether what is monitored is there after each epoch, for all that the code shows."""
    [name] = monitor.names or ("",)
    return not name.startswith("val_") or may_be_validated(module, monitor.call.node)


def _renamed(module: Module, monitor: Monitor) -> tuple[Edit, ...] | None:
    """Edits after which the path is one of weights; ``None`` where something may want a whole model."""
    path = _given_path(module, monitor)
    assert path is not None
    values = module.evaluate(path)
    texts = [value for value in values if isinstance(value, Text)]
    if len(texts) != len(values):
        return None
    if all(ends_in(text, _SUFFIX) is True for text in texts):
        return None if "load_model" in module.source.text else ()
    renaming = rename_suffix(module, monitor.call.node, texts, _SUFFIX)
    return renaming.edits if renaming.certain else None


def _quoted(monitor: Monitor, word: str) -> str:
    """*word* in the quotes that the call has."""
    strings = [each.value for each in monitor.call.node.args if isinstance(each.value, cst.SimpleString)]
    quote = strings[0].quote[0] if strings else '"'
    return f"{quote}{word}{quote}"


def _fix(module: Module, call: cst.Call, added: list[tuple[str, str]], renamed: tuple[Edit, ...]) -> Fix:
    title = f"write {', '.join(f'{name}={value}' for name, value in added)}"
    edits = add_arguments(module, call, added)
    if not edits:
        return Fix(Applicability.MANUAL, title)
    if renamed:
        title += f", and a path that ends in {_SUFFIX}"
    return Fix(Applicability.UNSAFE, title, (*edits, *renamed))
