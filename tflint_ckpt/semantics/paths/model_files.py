"""Files of models that a project reads and writes: which one a call may be given, and who brings it."""

from __future__ import annotations

from collections.abc import Iterable

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

ASKING = pattern(r"\b(?:exists|isfile|is_file|lexists|access|glob|iglob|rglob|listdir|scandir|isdir)\b")
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
_MOST_FILES = 16
_LEAST = 3
FIELD = pattern(rf"\{{[^{{}}]*\}}|%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|{HOLE}")
"""What is filled into a path, or not known of it."""


# Their names


def name_of(text: Text) -> str:
    return shape(text).rpartition("/")[2]


def folder_of(text: Text) -> str:
    return normal(shape(text).rpartition("/")[0])


def naming(name: str) -> re.Pattern[str]:
    """What finds a file by its *name* in a text."""
    return re.compile(rf"(?<![\w.-]){re.escape(name)}(?!\w)")


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
    return (filled(written).fullmatch(read) or filled(read).fullmatch(written)) is not None


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
