"""TFC117 checkpoint-keeps-every-best."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.patterns import re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.saved import SavedPath, filled, malformed, saved_paths, takes_files_away


class CheckpointKeepsEveryBest(Rule):
    """`save_best_only` with a placeholder in the path leaves a file for each improvement.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True` whose path has a placeholder, such as
    `{epoch:02d}` or `{val_loss:.2f}`.

    ## Why
    Keras never deletes a checkpoint. With a constant path each better model overwrites the one before; with a
    placeholder each gets a file of its own, and a training that improves for 60 epochs leaves 60 files of
    which only the last is the best. Whoever loads it must find out which one that is.

    ## When it is silent
    Where the module deletes or moves files itself, or names something that may; and where the path cannot
    be filled in anyway. The preset `canonical` does without this rule: its pattern keeps the history.

    ## Fix safety
    There is no fix: a path without placeholders keeps the best model only, and the history is lost.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC117"
    name = "checkpoint-keeps-every-best"
    summary = "save_best_only with a placeholder in the path: every improvement stays on disk"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "not canonical")
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.filepath.0=~{"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each callback, at the first placeholder of its path; a path counts once."""
        seen: set[object] = set()
        for path in saved_paths(module, self.code):
            span = _placeholder(module, path) if path.monitor.compares else None
            if span is not None and not seen & {span, path.call.node}:
                if takes_files_away(module):
                    return
                seen |= {span, path.call.node}
                names = path.monitor.names or ()
                by = names[0] if len(names) == 1 else "the monitored quantity"
                message = f"each epoch that improves {by} leaves another file: the best one is only the last"
                fix = Fix(Applicability.MANUAL, "write a path without placeholders to keep the best only")
                yield self.finding(module, span, Severity.INFO, message, fix, of=path.call.node)


def _placeholder(module: Module, path: SavedPath) -> tuple[int, int] | None:
    """Where the first placeholder is written; ``None`` if there is none, or the path cannot be filled in."""
    fields = [field for field in path.template.fields if _can_be_filled(field.text)]
    if not fields or len(fields) != len(path.template.fields) or malformed(path.text):
        return None
    return path.template.span(module, fields[0].start, fields[0].end)


def _can_be_filled(text: str) -> bool:
    """Whether Keras can fill a field in, or could if other rules had mended its spaces and its case."""
    return any(isinstance(filled(one), str) for one in (text, re.sub(r"\s", "", text).lower()))
