"""What a call does with a path that it is handed."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.contracts import FILES, Content, argument_of
from tflint_ckpt.semantics.paths.checkpoints import weights_only
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


class Role(Enum):
    """What becomes of the file, or of its name."""

    WRITES_WEIGHTS = "writes weights"
    WRITES_MODEL = "writes a whole model"
    WRITES_EITHER = "writes weights or a whole model"
    READS_WEIGHTS = "reads weights"
    READS_MODEL = "reads a whole model"
    TEST = "asks whether it is there, or removes it"
    SPEECH = "shows the name to a person"
    COPIES = "copies, moves or sends it as it is"
    FOLDER = "takes the folder it is in"
    UNKNOWN = "unknown"


ANY_NAME = frozenset((Role.TEST, Role.SPEECH, Role.FOLDER, Role.COPIES))
"""Roles in which one name does as well as another."""
READING = frozenset((Role.READS_WEIGHTS, Role.READS_MODEL))
WRITING = frozenset((Role.WRITES_WEIGHTS, Role.WRITES_MODEL, Role.WRITES_EITHER))

CHECKPOINT = "keras.callbacks.ModelCheckpoint"
_TESTS = frozenset(
    """os.path.exists os.path.lexists os.path.isfile os.path.isdir os.path.getsize os.path.getmtime
    os.remove os.unlink os.stat os.access tensorflow.io.gfile.exists tensorflow.io.gfile.remove
    tensorflow.io.gfile.isdir tensorflow.io.gfile.stat tensorflow.gfile.Exists""".split()
)
_PATH_TESTS = frozenset("exists is_file is_dir unlink stat touch".split())
_COPIES = frozenset(
    """shutil.copy shutil.copy2 shutil.copyfile shutil.move os.rename os.replace
    tensorflow.io.gfile.copy tensorflow.io.gfile.rename""".split()
)
_SENDS = frozenset("google.colab.files.download wandb.save mlflow.log_artifact".split())
_SPEECH = frozenset("print debug info warning warn error critical exception log".split())
_RAISED = ("Error", "Exception", "Warning")
_LABELS = frozenset("help label title desc description".split())
_FILE = frozenset((0, "filepath", "path", "filename"))
"""Where Keras takes the file: the first argument of all but ``save_model(model, path)``."""
_BY_CONTENT = {
    (Content.WEIGHTS, True): Role.WRITES_WEIGHTS,
    (Content.WEIGHTS, False): Role.READS_WEIGHTS,
    (Content.MODEL, True): Role.WRITES_MODEL,
    (Content.MODEL, False): Role.READS_MODEL,
}
_OF_MODELS = {each: role for each in FILES if (role := _BY_CONTENT.get((each.content, each.writes)))}
_METHODS = {each.name: role for each, role in _OF_MODELS.items() if each.is_method or not each.writes}
"""By the names of methods; somebody's own ``load_model`` reads a model, too."""
_FUNCTIONS = {each.api: role for each, role in _OF_MODELS.items() if not each.is_method}
_FUNCTIONS["os.path.dirname"] = Role.FOLDER


def role_in(module: Module, call: cst.Call, place: int | str | None) -> Role:
    """What *call* does with the path at *place*: a position, a keyword, ``None`` for its receiver."""
    name = last_name(call.func)
    if place is None:
        return Role.TEST if name in _PATH_TESTS else Role.UNKNOWN
    if name in _SPEECH or place in _LABELS or _is_raised(name):
        return Role.SPEECH
    resolved = module.resolve(call.func)
    if resolved in _TESTS:
        return Role.TEST
    if resolved in _SENDS or (resolved in _COPIES and place in (0, "src") and _is_kept_apart(module, call)):
        return Role.COPIES
    wanted = _FILE if name != "save_model" else _FILE - {0} | {1}
    if place not in wanted:
        return _of_checkpoint(module, call, place)
    if resolved is not None and resolved in _FUNCTIONS:
        return _FUNCTIONS[resolved]
    if resolved is None and isinstance(call.func, cst.Attribute) and name in _METHODS:
        return _METHODS[name]
    return _of_checkpoint(module, call, place)


def _is_raised(name: str) -> bool:
    """Whether a class of this name is one of exceptions."""
    if not name.endswith(_RAISED):
        return False
    before = name.removesuffix(next(filter(name.endswith, _RAISED)))[-1:]
    return before.isascii() and before.islower()


def _is_kept_apart(module: Module, call: cst.Call) -> bool:
    """Whether what a file is copied to surely has no ending of its own: a folder, ``backup/``."""
    from tflint_ckpt.semantics.paths.suffix import suffix_of

    given = [each.value for each in call.args if each.keyword is None][1:2]
    given += [each.value for each in call.args if each.keyword is not None and each.keyword.value == "dst"]
    values = [value for node in given for value in module.evaluate(node)]
    for value in values:
        place = suffix_of(Template(value)) if isinstance(value, Text) and value.tail else None
        is_folder = isinstance(value, Text) and value.tail.endswith("/")
        if not is_folder and (place is None or place[0] < place[1]):
            return False
    return bool(values)


def _of_checkpoint(module: Module, node: cst.Call, place: int | str) -> Role:
    call = module.as_call(node, CHECKPOINT)
    argument = argument_of(call, "filepath") if call is not None else None
    if call is None or argument is None or place not in ("filepath", 1 if call.partial else 0):
        return Role.UNKNOWN
    only = weights_only(module, call)
    if only is None:
        return Role.WRITES_EITHER
    return Role.WRITES_WEIGHTS if only else Role.WRITES_MODEL


def file_argument(module: Module, call: cst.Call) -> tuple[cst.BaseExpression, Role] | None:
    """The path that a call of Keras or of ``os`` reads, writes or tests, and what it does with it."""
    if module.local_function(call.func) is not None:
        return None
    for position, argument in enumerate(call.args):
        if argument.star:
            return None
        place = argument.keyword.value if argument.keyword is not None else position
        role = role_in(module, call, place)
        if role in READING or role in WRITING or role is Role.TEST:
            return argument.value, role
    if isinstance(call.func, cst.Attribute) and role_in(module, call, None) is Role.TEST:
        return call.func.value, Role.TEST
    return None
