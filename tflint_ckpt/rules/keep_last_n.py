"""The fix that puts a callback around ``tf.train.CheckpointManager`` in the place of a ModelCheckpoint."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.contracts import POSITIONAL, argument_of
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role
from tflint_ckpt.semantics.paths.shape import HOLE, PathTemplate, templates
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.syntax.definitions import define, import_of, top_level_import
from tflint_ckpt.syntax.directory import directory_source
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.lines import indentation, line_end, line_start
from tflint_ckpt.syntax.statements import statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

NAME = "keep-last-n"
_ATTRIBUTES = frozenset("best filepath monitor_op save_freq save_best_only epochs_since_last_save".split())
_PACKAGES = ("tensorflow.keras", "keras", "tf_keras")
_CLASS = '''\
class KeepLastN(<Callback>):
    """Saves a TensorFlow checkpoint after each epoch, or each best one, and keeps the newest."""

    def __init__(self, directory, max_to_keep, monitor=None, mode="min"):
        super().__init__()
        self.directory = directory
        self.max_to_keep = max_to_keep
        self.monitor = monitor
        self.sign = -1 if mode == "max" else 1
        self.best = float("inf")

    def on_train_begin(self, logs=None):
        checkpoint = <tf>.train.Checkpoint(model=self.model, optimizer=self.model.optimizer)
        self.manager = <tf>.train.CheckpointManager(checkpoint, self.directory, self.max_to_keep)

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor)
        if value is not None:
            if not self.sign * value < self.best:
                return
            self.best = self.sign * value
        self.manager.save(checkpoint_number=epoch + 1)'''

_POSITIONS = POSITIONAL["keras.callbacks.ModelCheckpoint"]
_LONGEST_LINE = 100
"""In characters; a longer call gets one line for each argument."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a file writes what the class needs, and the imports behind which it can stand.

    Attributes:
        tensorflow: the module, ``tf``.
        callback: the class that is derived from, ``tf.keras.callbacks.Callback``.
        anchors: imports that are there.
    """

    tensorflow: str
    callback: str
    anchors: list[Binding]


def keep_last_n(module: Module, call: Call, retention: Argument) -> Fix | None:
    """Keep as many checkpoints as *retention* asks for; ``None`` where the code does not tell all of it.

    Not where something reads the file, tests for it or writes it too: a TensorFlow checkpoint takes its
    place. Not beside other settings than those of the path, of what is the best, and of each epoch.
    """
    from tflint_ckpt.syntax.arguments import replace

    given = _given(call, retention)
    path = given.get("filepath") if given is not None else None
    if given is None or path is None or "#" in module.text(call.node):
        return None
    count = _constant(module, retention.value)
    options = _options(module, given)
    if type(count) is not int or count < 1 or options is None or not _is_unread(module, call, path):
        return None
    directory, imports = _directory(module, call, path, retention)
    spelled = _spelled(module, call)
    if directory is None or spelled is None:
        return None
    spelling, added = spelled
    code = _CLASS.replace("<Callback>", spelling.callback).replace("<tf>", spelling.tensorflow)
    definition = define(module, "KeepLastN", code, spelling.anchors, call.node)
    if definition is None:
        return None
    arguments = [directory, f"max_to_keep={module.text(retention.value)}", *options]
    written = replace(module, call.node, _laid_out(module, call.node, arguments))
    title = "keep the newest by a KeepLastN callback, which writes TensorFlow checkpoints"
    edits = (*imports, *added, *definition, written)
    return Fix(Applicability.UNSAFE, title, edits, NAME)


def _given(call: Call, retention: Argument) -> dict[str, cst.BaseExpression] | None:
    """The arguments of *call* besides *retention*, by name; ``None`` where it has any of another kind."""
    if call.open or call.partial or call.inherited or any(each.unpacked for each in call.arguments):
        return None
    others = [argument for argument in call.arguments if argument is not retention]
    positional = [argument.value for argument in others if argument.name is None]
    if len(positional) > len(_POSITIONS):
        return None
    given = dict(zip(_POSITIONS, positional, strict=False))
    given |= {argument.name: argument.value for argument in others if argument.name is not None}
    return given if set(given) <= set(_POSITIONS) else None


def _constant(module: Module, node: cst.BaseExpression | None) -> object:
    """The number, text or truth value that *node* surely is; ``None`` for anything else."""
    values = module.evaluate(node) if node is not None else ()
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Text):
        return only.literal
    return only.value if isinstance(only, Constant) else None


def _options(module: Module, given: dict[str, cst.BaseExpression]) -> list[str] | None:
    """How KeepLastN is told what is the best; ``None`` where it would save at other times."""
    frequency = given.get("save_freq")
    if frequency is not None and _constant(module, frequency) != "epoch":
        return None
    best_only = _constant(module, given["save_best_only"]) if "save_best_only" in given else False
    if best_only is False:
        return []
    monitor = _constant(module, given["monitor"]) if "monitor" in given else "val_loss"
    mode = _constant(module, given["mode"]) if "mode" in given else "auto"
    if best_only is not True or not isinstance(monitor, str):
        return None
    if mode == "auto":  # what it means for other metrics depends on the release
        mode = "max" if "acc" in monitor else "min" if "loss" in monitor else None
    if mode not in ("min", "max"):
        return None
    written = module.text(given["monitor"]) if "monitor" in given else '"val_loss"'
    return [f"monitor={written}", f'mode="{mode}"']


def _is_unread(module: Module, call: Call, path: cst.BaseExpression) -> bool:
    """Whether all that becomes of the path can be seen, and nothing reads the file or asks for it."""
    texts = [value for value in module.evaluate(path) if isinstance(value, Text)]
    if len(texts) != 1 or any(map(_asks_checkpoint, module.facts.scopes)):
        return False
    renaming = rename_suffix(module, call.node, texts, ".ckpt.index")
    return renaming.certain and all(
        use.role not in READING
        and use.role is not Role.TEST
        and (use.role not in WRITING or use.call is call.node)
        for use in renaming.uses
    )


def _asks_checkpoint(node: cst.CSTNode) -> bool:
    """Whether *node* is an attribute that a ModelCheckpoint has and the new callback has not."""
    if not isinstance(node, cst.Attribute) or node.attr.value not in _ATTRIBUTES:
        return False
    return not is_self(node.value)


def _directory(
    module: Module, call: Call, path: cst.BaseExpression, retention: Argument
) -> tuple[str | None, tuple[Edit, ...]]:
    """An expression for the folder of the path, and the edits that import what it needs.

    None where a placeholder stands in it, or where the folder may be shared: the file name tells several
    runs apart, or another checkpoint that retains is written there.
    """
    found = _path(module, call)
    if found is None or "{" in found.directory or HOLE in found.shape.rpartition("/")[2]:
        return None, ()
    for other in module.calls("keras.callbacks.ModelCheckpoint"):
        if other.node is not call.node and other.argument(retention.name or "") is not None:
            written = _path(module, other)
            if written is None or written.directory == found.directory:
                return None, ()
    if "/" not in found.shape:
        return '"."', ()
    available = import_module(module, "os", statement_of(module, call.node))
    if available is None:
        return None, ()
    name, imports = available
    source = directory_source(module, path, call.node, name)
    return source, imports if source is not None and f"{name}." in source else ()


def _path(module: Module, call: Call) -> PathTemplate | None:
    """The one path of a checkpoint."""
    argument = argument_of(call, "filepath")
    found = templates(module.evaluate(argument.value)) if argument is not None else None
    return found[0] if found is not None and len(found) == 1 else None


def _spelled(module: Module, call: Call) -> tuple[_Spelling, tuple[Edit, ...]] | None:
    """How the class writes what it needs, and the edits that import what is missing.

    The callback is taken from the package that the ModelCheckpoint is taken from: ``tf_keras`` and
    TensorFlow's own Keras 3 do not go together.
    """
    anchor = import_of(module, call.node.func)
    package = (module.spelled(call.node.func) or "").removesuffix(".callbacks.ModelCheckpoint")
    tensorflow = import_module(module, "tensorflow", statement_of(module, call.node), "tf")
    if anchor is None or package not in _PACKAGES or tensorflow is None:
        return None
    name, imports = tensorflow
    anchors = [anchor, *filter(None, [top_level_import(module, name)])]
    wanted = f"{package}.callbacks.Callback"
    if package == "tensorflow.keras":
        return _Spelling(name, f"{name}.keras.callbacks.Callback", anchors), imports
    for known in module.facts.module.bindings:
        binding = top_level_import(module, known)
        if binding is not None and f"{wanted}.".startswith(f"{binding.imported}."):
            callback = known + wanted.removeprefix(binding.imported or "")
            return _Spelling(name, callback, [*anchors, binding]), imports
    added = import_module(module, package, statement_of(module, call.node))
    if added is None:
        return None
    return _Spelling(name, f"{added[0]}.callbacks.Callback", anchors), (*added[1], *imports)


def _laid_out(module: Module, node: cst.Call, arguments: list[str]) -> str:
    """The new call: on one line where it fits, else one argument a line."""
    text, newline = module.source.text, module.source.newline
    start, end = module.full_span(node)
    line = f"KeepLastN({', '.join(arguments)})"
    before, after = start - line_start(text, start), line_end(text, end) - end
    if before + len(line) + after <= _LONGEST_LINE:
        return line
    indent = newline + indentation(text, start)
    return f"KeepLastN({indent}    {f',{indent}    '.join(arguments)},{indent})"
