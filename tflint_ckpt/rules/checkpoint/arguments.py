"""TFC118 checkpoint-arguments."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, Monitor, monitors
from tflint_ckpt.semantics.paths.best_weights import counts_on_each, given, given_path, wanted
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.training.resumed import resumed_from
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.added import add_arguments

_SUFFIX = ".weights.h5"
_SET_LATER = ("filepath", "monitor", "monitor_op", "save_best_only", "save_weights_only", "save_freq")
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
            pattern = wanted(module, monitor)
            if pattern is None:
                module.not_judged[self.code] += 1
                continue
            missing = [name for name in pattern if given(monitor, name) is None]
            others = keeps_best or counts_on_each(module, monitor)
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
                added = [(name, _written(monitor, pattern[name])) for name in missing]
                fix = _fix(module, call.node, added, renamed)
                yield self.finding(module, call.node.func, Severity.INFO, what, fix)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _renamed(module: Module, monitor: Monitor) -> tuple[Edit, ...] | None:
    """Edits after which the path is one of weights; ``None`` where something may want a whole model."""
    path = given_path(module, monitor)
    assert path is not None
    values = module.evaluate(path)
    texts = [value for value in values if isinstance(value, Text)]
    if len(texts) != len(values):
        return None
    if all(ends_in(text, _SUFFIX) is True for text in texts):
        return None if "load_model" in module.source.text else ()
    renaming = rename_suffix(module, monitor.call.node, texts, _SUFFIX)
    return renaming.edits if renaming.certain else None


def _written(monitor: Monitor, word: str) -> str:
    """*word* in the quotes that the call has, if it is no constant."""
    if word == "True":
        return word
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
