"""Files of models that a project reads and writes: which one a call may be given, and who brings it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles
from tflint_ckpt.semantics.paths.roles import Role
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ASKING = pattern(r"\b(?:exists|isfile|is_file|lexists|access|glob|iglob|rglob|listdir|scandir|isdir)\b")
_BRINGING = (
    *("download", "urlretrieve", "get_file", "gdown", "wget", "curl", "requests", "urlopen", "boto3", "ftp"),
    *("hf_hub_download", "snapshot_download", "from_pretrained", "extractall", "unpack_archive", "h5py"),
    *("subprocess", "system", "copyfile", "copyfileobj", "copy", "copy2", "copytree", "move", "rename"),
    *("replace", "symlink", "symlink_to", "Popen", "gsutil"),
    *("pretrained", "Trainer", "import_module", "exec", "dvc", "mlflow", "wandb"),
)
"""Words of code that fetches, copies or unpacks files, or gives them other names."""
_BEFORE = {
    "replace": r"(?:os|path|Path|file|src)\.",
    "copy": r"\b(?:shutil\.|gfile\.|from shutil import\b[^\n]*\b)",
}
"""What stands before those that mean a file only so: texts and arrays have them, too."""
_TOLD = (
    *("download", "pretrained", "pre-trained", "Download", "Pretrained", "Pre-trained"),
    *("drive.google", "lfs"),
)
"""Words of texts that say where files come from."""
_CALLS = ("load_model", "load_weights", "save", "save_weights", "save_model", "ModelCheckpoint")
_MAKING = ("makedirs", "mkdir")
_MOST_FILES = 16
_FILLING = r"[\w{}%]*"
_LEAST = 3
FIELD = pattern(rf"\{{[^{{}}]*\}}|%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|{HOLE}")
"""What is filled into a path, or not known of it."""


# Their names


def name_of(text: Text) -> str:
    return shape(text).rpartition("/")[2]


def folder_of(text: Text) -> str:
    return normal(shape(text).rpartition("/")[0])


def naming(name: str) -> re.Pattern[str]:
    """What finds a file by its *name* in a text, also where that has fields."""
    return re.compile(rf"(?<![\w.-]){filled(name, _FILLING).pattern}(?!\w)")


def word_of(name: str) -> str:
    """The longest part of a name without fields."""
    return max(FIELD.split(name), key=len)


def is_telling(text: Text) -> bool:
    """Whether some letters of the folder are known, or there is none, and the whole name."""
    folder, _, name = normal(shape(text)).rpartition("/")
    known = sum(map(str.isalnum, folder)) >= _LEAST
    return known or (not folder and HOLE not in name)


def may_be(handled: Handled, name: str) -> bool:
    """Whether a call may be given a file of that name, for all that is known of it."""
    for value in handled.values:
        if not isinstance(value, Text):
            return True
        if filled(name_of(value)).fullmatch(name) or name_of(value) == "":
            return True
    return False


def is_at(value: object, path: Text) -> bool:
    """Whether a file at *value* surely is one of those at *path*: in the same folder, by the same name."""
    if not isinstance(value, Text):
        return False
    written, read = normal(shape(value)), normal(shape(path))
    same_folder = written.rpartition("/")[0] == read.rpartition("/")[0]
    return same_folder and filled(written, "[^/]*").fullmatch(read) is not None


def may_be_at(value: object, path: Text) -> bool:
    """Whether a file at *value* may be one of those at *path*."""
    if not isinstance(value, Text):
        return True
    written, read = normal(shape(value)), normal(shape(path))
    return any(
        filled(one).fullmatch(other)
        for left, right in ((written, read), (read, written))
        for one in (left, left.removeprefix(f"{HOLE}/"))  # the folder may be the working folder
        for other in (right, right.removeprefix(f"{HOLE}/"))
    )


def filled(path: str, filler: str = "(?s:.*)") -> re.Pattern[str]:
    """What *path* may be when its fields are filled in."""
    return re.compile(filler.join(map(re.escape, FIELD.split(path))))


# Who writes and brings them


def files_with(module: Module, words: Iterable[str] = _CALLS) -> list[Module] | None:
    """The other files of the project with one of *words*, or all that load or save models.

    ``None`` where they are too many, or one of them cannot be parsed.
    """
    paths = dict[str, None]()
    for word in words:
        found = re.compile(rf"\b{word}\b")
        paths.update(dict.fromkeys(module.project.having(found, word, besides=module.path)))
        if len(paths) > _MOST_FILES:
            return None
    others: list[Module] = []
    for path in paths:
        source = module.project.source(path, besides=module.path)
        there = module.located(source) if source is not None else None
        if there is None:
            return None
        others.append(there)
    return others


def saves_unseen(module: Module) -> bool:
    """Whether a file saves a model where the call does not tell to which file."""
    calls = module.fact(HandledFiles).calls
    for call in module.facts.calls:
        name = last_name(call.func)
        if name not in _CALLS or name.startswith("load") or call in calls:
            continue
        known = module.resolve(call.func)
        if known is None or known.startswith(("keras.", "tensorflow.")):
            return True
    return bool(module.source.foreign)


def is_unguarded(module: Module, handled: Handled) -> bool:
    """Whether nothing around the call waits for a file that is not there."""
    errors = ("OSError", "IOError", "FileNotFoundError", "ValueError", "EnvironmentError")
    return not is_expected(module, handled.call) and not is_handled(module, handled.call, *errors)


def is_brought(module: Module) -> bool:
    """Whether somebody may fetch files, or give the name of one to another."""
    project, here = module.project, module.path
    if project.unsearched(besides=here):
        return True
    for word in _BRINGING:
        before = _BEFORE.get(word, r"\b")
        found = re.compile(rf"{before}{word}\b" if word != "download" else r"(?i:download)")
        if found.search(module.source.text) or project.somewhere(found, word, besides=here):
            return True
    return any(any(project.texts(word, besides=here)) for word in _TOLD)


# Who asks for them


def asks(module: Module, texts: list[Text]) -> bool:
    """Whether a file asks which files are there: any of *texts*, their folders, or what is not known.

    Not where it makes the folder that it asks for.
    """
    asking = len(_ASKING.findall(module.source.text))
    if not asking:
        return False
    others = [
        handled
        for handled in module.fact(HandledFiles).every
        if handled.role is Role.TEST
        and _ASKING.search(last_name(handled.call.func))
        and (_is_to_make(module, handled.call) or _is_of_others(handled, texts))
    ]
    return len(others) < asking


def _is_of_others(handled: Handled, texts: list[Text]) -> bool:
    """Whether a call asks for files that are none of *texts*, and no folder that one of them is in."""
    asked = [normal(shape(value)) for value in handled.values if isinstance(value, Text)]
    if len(asked) < len(handled.values) or any(FIELD.search(path) for path in asked):
        return False
    names, folders = {name_of(text) for text in texts}, [folder_of(text) for text in texts]
    return not any(
        path in ("", ".") or path.rpartition("/")[2] in names or f"/{path}/" in f"/{folder}/"
        for path in asked
        for folder in folders
    )


def _is_to_make(module: Module, call: cst.Call) -> bool:
    """Whether the folder is made where it is not there: ``if not os.path.exists(d): os.makedirs(d)``."""
    above = module.parent(call)
    under = module.parent(above) if isinstance(above, cst.UnaryOperation) else None
    if not isinstance(above, cst.UnaryOperation) or not isinstance(above.operator, cst.Not):
        return False
    if not isinstance(under, cst.If) or under.test is not above:
        return False
    return any(
        isinstance(node, cst.Call)
        and last_name(node.func) in _MAKING
        and _subject(module, node) == _subject(module, call)
        for node in descend(under.body)
    )


def _subject(module: Module, call: cst.Call) -> str:
    """The path that a call is about, as it is written: its first argument, or what it is a method of."""
    is_method = isinstance(call.func, cst.Attribute) and module.resolve(call.func) is None
    node = call.func.value if is_method and isinstance(call.func, cst.Attribute) else None
    node = call.args[0].value if node is None and call.args else node
    return " ".join(module.text(node).split()) if node is not None else str(id(call))
