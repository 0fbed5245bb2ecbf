"""Calls that write or read the file of a model: ``save``, ``save_weights``, ``load_model`` and so on."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import Content, apis, argument_of
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.paths.endings import endings
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module


class Action(Enum):
    """What a call does with the file."""

    SAVE = "save"
    SAVE_WEIGHTS = "save_weights"
    LOAD = "load_model"
    LOAD_WEIGHTS = "load_weights"


MODEL_SUFFIXES = (".keras", ".h5", ".hdf5")
"""What Keras 3 writes and reads whole models by (``saving_api`` of 3.0 to 3.15)."""
WEIGHTS_READ = (".weights.h5", ".keras", ".h5", ".hdf5", ".weights.json")
"""What Keras 3 reads weights from; ``.weights.json`` names the shards of a large model."""

SAVERS = apis(Content.MODEL, writes=True)
LOADERS = apis(Content.MODEL, writes=False)


@dataclass(frozen=True, slots=True)
class FileCall:
    """A call that writes or reads the file of a model.

    Attributes:
        call: the call.
        action: what it does.
        path: the argument that names the file; ``None`` where it cannot be seen.
        receiver: the model that it is called on, or handed.
    """

    call: Call
    action: Action
    path: Argument | None
    receiver: cst.BaseExpression | None

    @property
    def name(self) -> str:
        """How it is called: ``save_weights``."""
        return self.call.name.rpartition(".")[2]


def file_calls(module: Module, *actions: Action) -> Iterator[FileCall]:
    """The calls of the module that do one of *actions*, on what provably is a model of Keras."""
    methods = [each.value for each in actions if each is not Action.LOAD]
    for call, _ in module.calls_on(MODEL, *methods):
        func = call.node.func
        receiver = func.value if isinstance(func, cst.Attribute) else None
        action = Action(call.name.rpartition(".")[2])
        yield FileCall(call, action, argument_of(call, "filepath", "path"), receiver)
    if Action.SAVE in actions:
        for call in module.calls(*SAVERS):
            model = argument_of(call, "model")
            path = argument_of(call, "filepath")
            yield FileCall(call, Action.SAVE, path, model.value if model else None)
    if Action.LOAD in actions:
        for call in module.calls(*LOADERS):
            yield FileCall(call, Action.LOAD, argument_of(call, "filepath"), None)


def literals(module: Module, file: FileCall) -> set[str]:
    """The paths that a call may be given, as far as they are known whole."""
    values = module.evaluate(file.path.value) if file.path is not None else ()
    return {value.literal for value in values if isinstance(value, Text) and value.literal is not None}


@dataclass(frozen=True, slots=True)
class WrongEnding:
    """A call whose file does not end as Keras 3 needs it.

    Attributes:
        file: the call.
        path: the argument that names the file.
        texts: the paths that end otherwise.
        by_default: whether they are the defaults of options.
    """

    file: FileCall
    path: Argument
    texts: tuple[Text, ...]
    by_default: bool = False

    @property
    def shown(self) -> str:
        """The path for a message; the first one, if there are several."""
        return f"'{self.texts[0].shown}'" + ", by default," * self.by_default


def wrong_endings(
    module: Module, code: str, suffixes: tuple[str, ...], *actions: Action
) -> Iterator[WrongEnding]:
    """The calls whose every path ends in none of *suffixes*.

    A path that cannot be judged is counted once for rule *code*. Left out are calls that are meant to fail,
    or to run on one Keras only.
    """
    for file in file_calls(module, *actions):
        found = wrong_ending(module, code, suffixes, file)
        if found is not None:
            yield found


def wrong_ending(module: Module, code: str, suffixes: tuple[str, ...], file: FileCall) -> WrongEnding | None:
    """The same for one call."""
    if is_guarded(module, file.call.node, "ValueError", "TypeError", "OSError", "IOError"):
        return None
    if file.path is None:
        if file.call.open:
            module.not_judged[code] += 1
        return None
    reads = file.action in (Action.LOAD, Action.LOAD_WEIGHTS)
    found = endings(module, file.call.node, file.path.value, suffixes, callers=not reads)
    if found.wrong:
        return WrongEnding(file, file.path, found.wrong, found.by_default)
    if found.is_open:
        module.not_judged[code] += 1
    return None
