"""The paths that reach Keras' own ``ModelCheckpoint``, and what becomes of their ``{fields}`` when it saves.

Source: ``ModelCheckpoint._get_file_path`` of Keras 2.15 and 3.15: ``filepath.format(epoch=…, **logs)``, with
``batch=…`` too where ``save_freq`` is a number of batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.handlers import is_expected
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import CHECKPOINT, Monitor, monitors
from tflint_ckpt.semantics.paths.checkpoints import path_is_set_again
from tflint_ckpt.semantics.paths.templates import Field, Template
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Value

COUNTS = ("epoch", "batch")
"""The fields that Keras fills with an ``int``; what the logs hold are floats."""
_KNOWN_LOGS = pattern(
    r"(val_)?(loss|acc|accuracy|auc|precision|recall|f1|f1_score|mse|mae|mape|rmse|iou|mean_io_u|iou_score"
    r"|dice|dice_coef|psnr|ssim|(binary|categorical|sparse_categorical)_accuracy"
    r"|mean_(squared|absolute)_error|root_mean_squared_error|cosine_similarity|perplexity)"
)
"""Losses and metrics of Keras and their usual namesakes: floats."""
_OTHER_LOGS = pattern(r"val_[a-z]\w*")
_FORMATTING = frozenset(("on_epoch_end", "on_train_batch_end", "_save_model", "_get_file_path"))
"""Methods of ModelCheckpoint that use the template: a subclass with its own may fill it in otherwise."""
_REMOVING = frozenset(
    (
        *(f"os.{name}" for name in ("remove", "unlink", "rename", "replace", "removedirs")),
        *(f"shutil.{name}" for name in ("rmtree", "move")),
        *(f"tensorflow.io.gfile.{name}" for name in ("remove", "rmtree", "rename")),
        *(f"tensorflow.gfile.{name}" for name in ("Remove", "DeleteRecursively", "Rename")),
    )
)
_REMOVER = pattern(
    r"\brm -|\bmv |(?:clean|prun|purg|delet|remov|rotat|keep)[a-z_]*(?:callback|checkpoint|ckpt|weight)"
    r"|(?:checkpoint|ckpt|weight)s?_?(?:clean|prun|purg|delet|remov|rotat|keep)",
    re.IGNORECASE,
)
_REMOVERS = ("rm -", "mv ", "clean", "prun", "purg", "delet", "remov", "rotat", "keep")
"""Source text that may take files away, a shell's ``rm`` or a class such as ``CheckpointCleanCallback``, and
what it has some of."""
WIDE = pattern(r"\d{4}")
"""A size that is past reason, and would be made for a sample."""


@dataclass(frozen=True, slots=True)
class SavedPath:
    """One path that a ``ModelCheckpoint`` may get.

    Attributes:
        call: the call that builds the callback.
        argument: its ``filepath``.
        monitor: what it monitors.
        text: the path.
        template: the same as Keras fills it in.
    """

    call: Call
    argument: Argument
    monitor: Monitor
    text: Text
    template: Template

    def span(self, module: Module, start: int, end: int) -> tuple[tuple[int, int], bool]:
        """Offsets in the file of the characters ``start:end`` of the template, and whether they stand there.

        Else those of the argument: another file writes the text.
        """
        found = self.template.span(module, start, end)
        return (found, True) if found is not None else (module.span(self.argument.value), False)


def saved_paths(module: Module, code: str) -> Iterator[SavedPath]:
    """Every path, in source order, that Keras' own ``ModelCheckpoint`` fills in when it saves.

    A callback whose path is set again later, that is meant to fail, or that fills the path in by methods of
    its own, is left out. What does not resolve is counted as not judged by rule *code*.
    """
    if path_is_set_again(module):
        return
    for monitor in monitors(module):
        call = monitor.call
        argument = argument_of(call, "filepath") if call.name == CHECKPOINT else None
        if argument is None or classes.overrides(module, call, _FORMATTING):
            continue
        if is_expected(module, call.node):
            continue
        for value in module.evaluate(argument.value):
            if isinstance(value, Text):
                yield SavedPath(call, argument, monitor, value, Template(value))
            else:
                module.not_judged[code] += 1


class Frequency(Enum):
    """When a ``ModelCheckpoint`` saves."""

    EPOCH = "at the end of an epoch"
    BATCHES = "after a number of batches"
    NEVER = "never: its constructor raises"


def frequency(module: Module, call: Call) -> Frequency | None:
    """What ``save_freq`` asks for; ``None`` where the code does not tell."""
    argument = argument_of(call, "save_freq")
    if argument is None:
        return None if call.open or call.partial else Frequency.EPOCH
    return agreed(_frequency(value, argument.value) for value in module.evaluate(argument.value))


def _frequency(value: Value, node: cst.BaseExpression) -> Frequency | None:
    if isinstance(value, Text) and value.literal is not None:
        return Frequency.EPOCH if value.literal == "epoch" else Frequency.NEVER
    if isinstance(value, Constant):
        return Frequency.BATCHES if isinstance(value.value, int) else Frequency.NEVER
    counted = isinstance(node, cst.BinaryOperation) and isinstance(
        node.operator, (cst.FloorDivide, cst.Multiply)
    )
    called = (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("int", "len")
    )
    return Frequency.BATCHES if counted or called else None


def takes_files_away(module: Module, writers: Sequence[cst.CSTNode] = ()) -> bool:
    """Whether the module deletes, renames or moves files, or names something that may do so.

    With *writers*, what empties a folder once before all of them does not count.
    """
    text = module.source.text.lower()
    if any(word in text for word in _REMOVERS) and _REMOVER.search(module.source.text):
        return True
    if next(module.method_calls("unlink"), None) is not None:
        return True
    return any(
        module.resolve(call.func) in _REMOVING and not _is_first(module, call, writers)
        for call in module.facts.calls
    )


def _is_first(module: Module, call: cst.Call, writers: Sequence[cst.CSTNode]) -> bool:
    """Whether *call* is run once, and before all *writers*, which stand in no function either."""
    if not writers or module.enclosing_function(call) is not None:
        return False
    if any(isinstance(above, (cst.For, cst.While, cst.Lambda)) for above in module.ancestors(call)):
        return False
    place = module.span(call)[0]
    return all(module.enclosing_function(node) is None and place < module.span(node)[0] for node in writers)


def is_used_once(module: Module, template: Template, span: tuple[int, int], node: cst.BaseExpression) -> bool:
    """Whether the characters *span* of *template* stand in *node*, or in a variable that only it reads."""
    if isinstance(node, cst.Name):
        binding = module.sole_binding(node)
        if binding is None or len(module.uses(node.value, binding.scope)) != 2:
            return False
        node = binding.value or node
    places = (template.written(module, place) for place in range(*span))
    tokens = {place[0] if place is not None else None for place in places}
    return all(token and (token is node or node in module.ancestors(token)) for token in tokens)


def is_keras_field(name: str) -> bool:
    """Whether *name* is what Keras fills in: ``epoch``, ``batch``, or the usual name of a loss or metric."""
    return _is_known(name) or _OTHER_LOGS.fullmatch(name) is not None


def _is_known(name: str) -> bool:
    return name in COUNTS or _KNOWN_LOGS.fullmatch(name) is not None


def filled(text: str) -> str | ValueError | None:
    """What a field of Keras becomes, or raises, for some value; ``None`` where nobody can say.

    Nobody can say for names that Keras does not fill, for parts of a value, for sizes past reason, and
    whether a format suits a metric of one's own, which a callback may give any type.
    """
    name = Field(text, 0).name
    if not is_keras_field(name) or WIDE.search(text):
        return None
    try:
        return text.format(**{name: 7 if name in COUNTS else 0.5})
    except ValueError as error:
        return error if _is_known(name) else None


def malformed(text: Text) -> str | None:
    """The message of the ``ValueError`` that unbalanced braces raise; ``None`` where they are balanced.

    Of a path with unknown parts only what follows the last of them is looked at, and only for a brace that
    is never closed there: the opening one of a closing brace may be in the unknown part.
    """
    # All that the formatter of ``string`` does, which compiles patterns when it is imported.
    from _string import formatter_parser  # type: ignore[import-not-found]

    try:
        for _ in formatter_parser(text.tail):
            pass
    except ValueError as error:
        never_opened = str(error).startswith("Single '}'")
        return None if never_opened and text.literal is None else str(error)
    return None
