"""Files of weights alone that are loaded as if they held a whole model."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.paths.handled import HandledFiles
from tflint_ckpt.semantics.paths.model_files import (
    files_with,
    is_at,
    is_telling,
    may_be_at,
    name_of,
    naming,
    word_of,
)
from tflint_ckpt.semantics.paths.roles import CHECKPOINT, READING, WRITING, Role
from tflint_ckpt.semantics.paths.roots import Root, root_of
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.values.kinds import Hole, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.handled import Handled
    from tflint_ckpt.semantics.saving.files import FileCall

_SUFFIXES = (".h5", ".hdf5")
"""HDF5 tells what is in it. In other forms the name of a file says what it holds."""
_WRITERS = ("ModelCheckpoint", "save", "save_model", "save_weights")
_NAMING = ("os.path.", "pathlib.")
_BUILTINS = ("print", "str", "len", "repr")
_LEAST = 1
_FIRST = ("0", "1")
"""What the first of several files is called, where their names have a number."""
_DEEPEST = 8
_HARMLESS = frozenset((Role.TEST, Role.SPEECH, Role.FOLDER)).union(READING)


@dataclass(frozen=True, eq=False, slots=True)
class WeightsAlone:
    """A file of weights that is loaded as a model.

    Attributes:
        path: its path.
        module: the file of the project that writes it.
        call: the call there that does.
    """

    path: Text
    module: Module
    call: cst.Call


def weights_alone(module: Module, load: FileCall) -> WeightsAlone | None:
    """What *load* of a whole model reads, where all that writes the file writes weights.

    ``None`` where some of the paths is not known, where something else may write one of them, or bring it.
    """
    paths = _paths(module, load)
    files = files_with(module, _WRITERS) if paths else None
    if files is None:
        return None
    found: WeightsAlone | None = None
    seen = set[Text]()
    for there in (module, *files):
        for handled in there.fact(HandledFiles).every:
            same = [path for path in paths if _writes(handled, path)]
            if not same:
                continue
            if handled.role is not Role.WRITES_WEIGHTS or not _is_of_keras(there, handled.call):
                return None
            sure = [
                path
                for path in same
                if all(
                    is_at(value, path) and _is_there(module, path, there, value) for value in handled.values
                )
            ]
            seen.update(sure)
            found = found or (WeightsAlone(sure[0], there, handled.call) if sure else None)
    if seen != set(paths) or any(_is_handed_on(there, paths) for there in (module, *files)):
        return None
    return found if not any(_is_brought(module, path, files) for path in paths) else None


def _is_of_keras(module: Module, call: cst.Call) -> bool:
    """Whether a call is of Keras' own callback, or of a method of what surely is a model of Keras."""
    if module.as_call(call, CHECKPOINT) is not None:
        return True
    return any(file.call.node is call for file in file_calls(module, Action.SAVE_WEIGHTS))


def _paths(module: Module, load: FileCall) -> tuple[Text, ...]:
    """The paths of *load*, where the code tells the name of each, or some of it, and that it is of HDF5."""
    values = module.evaluate(load.path.value) if load.path is not None else ()
    texts = tuple(value for value in values if isinstance(value, Text))
    if len(texts) < len(values):
        return ()
    names = list(map(name_of, texts))
    is_known = all("{" not in name and _letters(name) >= _LEAST for name in names)
    return texts if is_known and all(ends_in(text, *_SUFFIXES) for text in texts) else ()


def _letters(name: str) -> int:
    """How many letters of a name are known, and no part of its suffix."""
    return sum(map(str.isalnum, name.partition(".")[0]))


def _is_there(module: Module, path: Text, there: Module, value: object) -> bool:
    """Whether *value* of the file *there* is of one folder with *path*, and of one name also by what is open.

    Where nothing of the folder is told, it must be that of a file of the project, or the same expression.
    """
    if not isinstance(value, Text) or normal(shape(value)) != normal(shape(path)):
        return isinstance(value, Text) and HOLE not in shape(path)
    folder, _, name = shape(path).rpartition("/")
    if HOLE in name and there is not module and not ends_in(path, ".weights.h5"):
        return False  # other files may be named so, too
    if is_telling(path) or (not folder and HOLE in name):
        return True
    if there is module and same_file(module, path, value) is Sameness.SAME:
        return True
    roots = [_beginning(each, _hole(text)) for each, text in ((module, path), (there, value))]
    return roots[0] is not None and roots[0] == roots[1]


def _beginning(module: Engine, node: cst.CSTNode | None, deeper: int = _DEEPEST) -> tuple[str, str] | None:
    """What a path begins with that is of a file of the project: its folder, and how it is written there."""
    if node is None or not deeper or root_of(module, node) is not Root.FILE:
        return None
    if isinstance(node, cst.BinaryOperation):
        return _beginning(module, node.left, deeper - 1)
    if isinstance(node, (cst.Name, cst.Attribute)):
        held, spelled = module.assigned(node), module.spelled(node)
        if held is not None:
            return _beginning(module, held, deeper - 1)
        found = module.fact(Definitions).of(spelled) if spelled is not None else None
        if found is not None and not found.binding.index:
            return _beginning(found.module, found.binding.value, deeper - 1)
    return module.path.rpartition("/")[0], " ".join(module.text(node).split())


def _hole(text: Text) -> cst.CSTNode | None:
    """What is not known of a path, where that is all but its last part."""
    first = text.parts[0] if text.parts else None
    is_folder = isinstance(first, Hole) and not any(isinstance(part, Hole) for part in text.parts[1:])
    return first.node if is_folder and isinstance(first, Hole) else None


def _is_handed_on(module: Module, paths: tuple[Text, ...]) -> bool:
    """Whether one of the files is given to a call that may bring it: a copy, a download, ``open``."""
    known = module.fact(HandledFiles).calls
    for call in module.facts.calls:
        if call in known or (module.resolve(call.func) or "").startswith(_NAMING):
            continue
        if module.builtin(call.func) in _BUILTINS or module.local_function(call.func) is not None:
            continue
        values = [value for argument in call.args for value in module.evaluate(argument.value)]
        if any(is_at(value, path) for value in values for path in paths):
            return True
    return False


def _is_brought(module: Module, path: Text, files: list[Module]) -> bool:
    """Whether the project ships a file, speaks of it besides its code, or brings it in one of no *files*."""
    project, here, at = module.project, module.path, shape(path).removeprefix(f"{HOLE}/")
    name = at.rpartition("/")[2]
    named, word = naming(name), word_of(name)
    first = {at.replace(HOLE, number) for number in _FIRST}
    if any(project.ships(each, besides=here) for each in first):
        return True
    if any(word == name or named.search(text) for _, text in project.texts(word, besides=here)):
        return True
    known = {there.path for there in files}
    others = project.containing(named, word, besides=here)
    return any(_may_bring(module.located(each), path) for each in others if each.path not in known)


def _may_bring(there: Module | None, path: Text) -> bool:
    if there is None or _is_handed_on(there, (path,)):
        return True
    return any(_writes(handled, path) for handled in there.fact(HandledFiles).every)


def _writes(handled: Handled, path: Text) -> bool:
    """Whether a call may write the file at *path*, or bring another one to its place."""
    if handled.role in _HARMLESS:
        return False
    values = (
        handled.values
        if handled.role in WRITING
        else tuple(value for value in handled.values if isinstance(value, Text))
    )
    return any(may_be_at(value, path) for value in values)
