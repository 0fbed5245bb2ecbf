"""Files of models that a project loads and never writes, where it writes another one beside it.

``best_model.keras`` is loaded, and what is saved in that folder is ``net_best.keras``. That nobody else
brings the file cannot be seen in the code: so the name must stand nowhere else in the project, the project
must load no other file that it does not write, nothing may fetch, copy or unpack files, and the file that is
written must have no reader and share a word with the one that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles, others_with
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role
from tflint_ckpt.semantics.paths.shape import HOLE, is_rooted, normal, shape
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source

_SUFFIX = pattern(r"\.(?:keras|h5|hdf5)$")
_KINDS = ((Role.READS_MODEL, Role.WRITES_MODEL), (Role.READS_WEIGHTS, Role.WRITES_WEIGHTS))
_ASKING = pattern(r"\b(?:exists|isfile|is_file|lexists|access|glob|iglob|rglob|listdir|scandir|isdir)\b")
_PLACES = pattern(r"environ|getenv|expanduser|\bhome\(|argv|argparse|\bFLAGS\b|click|\binput\(|getcwd")
"""Where a file may come from that nobody sees: folders that are settings of whoever runs it."""
_BRINGING = (
    *("download", "urlretrieve", "get_file", "gdown", "wget", "curl", "requests", "urlopen", "boto3", "ftp"),
    *("hf_hub_download", "snapshot_download", "from_pretrained", "extractall", "unpack_archive", "h5py"),
    *(
        "subprocess",
        "system",
        "copyfile",
        "copy2",
        "copytree",
        "move",
        "rename",
        "replace",
        "Popen",
        "gsutil",
    ),
    *("pretrained", "Trainer", "import_module", "exec", "dvc", "mlflow", "wandb"),
)
"""Words of code that fetches, copies or unpacks files, or gives them other names."""
_AS_METHOD = frozenset(("replace",))
"""Those that mean a file only of ``os`` or a path: texts have them, too."""
_TOLD = (
    "download",
    "pretrained",
    "pre-trained",
    "Download",
    "Pretrained",
    "Pre-trained",
    "drive.google",
    "lfs",
)
"""Words of texts that say where files come from."""
_MAKING = ("makedirs", "mkdir")
_CALLS = ("load_model", "load_weights", "save", "save_weights", "save_model", "ModelCheckpoint")
_MOST_FILES = 16
_LEAST_WORD = 3
_COMMON = frozenset("keras hdf5 weights".split())
_WORD = pattern(r"[A-Za-z]+")
FIELD = pattern(rf"\{{[^{{}}]*\}}|%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|{HOLE}")


@dataclass(frozen=True, eq=False, slots=True)
class NeverWritten:
    """A file that is loaded and never written.

    Attributes:
        load: the call that loads it.
        name: its name.
        written: the name of the file that the project writes beside it, and the file and the call that do.
    """

    load: Handled
    name: str
    written: tuple[str, Module, Handled]


def never_written(module: Module) -> Iterator[NeverWritten]:
    """Each such file that the module loads."""
    own = [each for each in module.fact(HandledFiles).every if each.role in READING]
    wanted = [(each, text) for each in own if (text := _known(each)) is not None]
    wanted = [(each, text) for each, text in wanted if is_unguarded(module, each)]
    if not wanted or asks(module, [text for _, text in wanted]):
        return
    found = [(each, text) for each, text in wanted if not _is_written(name_of(text), [module])]
    if not found or not _is_told_once(module, found[0][1]):
        return
    others = files_of_models(module)
    if others is None or _is_brought(module, found[0][1]):
        return
    files = [module, *others]
    if any(saves_unseen(there) for there in files):
        return
    for load, text in found:
        is_same = shape(text) == shape(found[0][1])
        written = _beside(files, load, text) if is_same else None
        if written is not None and _is_the_only_one(files, name_of(text)):
            yield NeverWritten(load, name_of(text), written)


def _known(handled: Handled) -> Text | None:
    """The path of a file of a model whose name the code tells."""
    only = handled.values[0] if len(handled.values) == 1 else None
    if not isinstance(only, Text) or not _SUFFIX.search(only.tail):
        return None
    return only if not FIELD.search(name_of(only)) else None


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


def name_of(text: Text) -> str:
    return shape(text).rpartition("/")[2]


def folder_of(text: Text) -> str:
    return normal(shape(text).rpartition("/")[0])


def is_unguarded(module: Module, handled: Handled) -> bool:
    """Whether nothing around the call waits for a file that is not there."""
    errors = ("OSError", "IOError", "FileNotFoundError", "ValueError", "EnvironmentError")
    return not is_expected(module, handled.call) and not is_handled(module, handled.call, *errors)


def may_be(handled: Handled, name: str) -> bool:
    """Whether a call may be given a file of that name, for all that is known of it."""
    for value in handled.values:
        if not isinstance(value, Text):
            return True
        known = map(re.escape, FIELD.split(name_of(value)))
        if re.fullmatch("(?s:.*)".join(known), name) or name_of(value) == "":
            return True
    return False


def _is_written(name: str, files: Iterable[Module]) -> bool:
    """Whether one of *files* may write a file of that name, or may move one to it."""
    return any(
        handled.role not in READING and handled.role is not Role.TEST and may_be(handled, name)
        for there in files
        for handled in there.fact(HandledFiles).every
    )


# What the rest of the project says


def _is_told_once(module: Module, text: Text) -> bool:
    """Whether the name stands once in all files of the project, and the folder is one of its own."""
    name, project = name_of(text), module.project
    named = re.compile(rf"(?<![\w.-]){re.escape(name)}(?!\w)")
    here = len(named.findall(module.source.text))
    sources = [module.source] if here else []
    for path in project.having(named, name, besides=module.path):
        source = project.source(path, besides=module.path)
        if source is None or sources:
            return False
        sources.append(source)
    if len(sources) != 1 or len(named.findall(sources[0].text)) != 1:
        return False
    return _is_of_project(module, text, sources[0]) and not any(project.texts(name, besides=module.path))


def _is_of_project(module: Module, text: Text, source: Source) -> bool:
    """Whether the folder is relative to the program, or to its files, and in no copy of the project."""
    folder = folder_of(text)
    if HOLE in folder:
        root, _, below = folder.rpartition(HOLE)
        if root or not below or "__file__" not in source.text or _PLACES.search(source.text):
            return False
        folder = normal(below.lstrip("/"))
    elif is_rooted(shape(text)) or folder.startswith(".."):
        return False
    if not folder:
        return not module.project.holds(name_of(text), besides=module.path)
    return not module.project.ships(folder, besides=module.path)


def _is_brought(module: Module, text: Text) -> bool:
    """Whether somebody may fetch the file, or give its name to another one."""
    project, here = module.project, module.path
    if project.unsearched(besides=here):
        return True
    for word in _BRINGING:
        before = r"(?:os|path|Path|file|src)\." if word in _AS_METHOD else r"\b"
        found = re.compile(rf"{before}{word}\b" if word != "download" else r"(?i:download)")
        if found.search(module.source.text) or project.somewhere(found, word, besides=here):
            return True
    return any(any(project.texts(word, besides=here)) for word in _TOLD)


def files_of_models(module: Module) -> list[Module] | None:
    """The other files of the project that load or save models; ``None`` where they are too many."""
    return others_with(module, _CALLS, r"\b", _MOST_FILES)


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


def _beside(files: list[Module], load: Handled, text: Text) -> tuple[str, Module, Handled] | None:
    """What the project writes instead: a file of the same kind, in the same folder, that nobody reads."""
    name = name_of(text)
    if _is_written(name, files):
        return None
    for there in files:
        for handled in there.fact(HandledFiles).every:
            only = handled.values[0] if len(handled.values) == 1 else None
            if handled.role not in WRITING or not isinstance(only, Text):
                continue
            is_same_kind = any(load.role is reads and handled.role is writes for reads, writes in _KINDS)
            ending, written = _SUFFIX.search(name), name_of(only)
            if not is_same_kind or ending is None or not written.endswith(ending[0]):
                continue
            is_beside = folder_of(only) == folder_of(text) and _share_word(name, written)
            if is_beside and not _is_read(files, written):
                return only.shown, there, handled
    return None


def _share_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, besides their suffix."""
    words = [{each.lower() for each in _WORD.findall(name.rpartition(".")[0])} for name in (one, other)]
    return any(len(each) >= _LEAST_WORD and each not in _COMMON for each in words[0] & words[1])


def _is_read(files: list[Module], written: str) -> bool:
    """Whether something may read the file, as it is written now."""
    known = list(map(re.escape, FIELD.split(written)))
    pattern_of = re.compile("(?s:.*)".join(known))
    for there in files:
        for handled in there.fact(HandledFiles).every:
            for value in handled.values if handled.role in READING else ():
                if not isinstance(value, Text):
                    return True
                if pattern_of.fullmatch(name_of(value)) or may_be(handled, written):
                    return True
    return False


def _is_the_only_one(files: list[Module], name: str) -> bool:
    """Whether the project loads no other file of a model that it does not write."""
    for there in files:
        for handled in there.fact(HandledFiles).every:
            text = _known(handled) if handled.role in READING else None
            if text is not None and name_of(text) != name and not _is_written(name_of(text), files):
                return False
    return True
