"""Files of models that a project loads and never writes, where it writes another one beside it.

``best_model.keras`` is loaded, and what is saved in that folder is ``net_best.keras``. That nobody else
brings the file cannot be seen in the code: so the name must stand nowhere else in the project, the project
must load no other file that it does not write, nothing may fetch, copy or unpack files, and the file that is
written must have no reader and share a word with the one that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles
from tflint_ckpt.semantics.paths.model_files import (
    FIELD,
    asks,
    files_with,
    filled,
    folder_of,
    is_brought,
    is_unguarded,
    may_be,
    name_of,
    naming,
    saves_unseen,
)
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role
from tflint_ckpt.semantics.paths.shape import HOLE, is_rooted, normal, shape
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source

_SUFFIX = pattern(r"\.(?:keras|h5|hdf5)$")
_KINDS = ((Role.READS_MODEL, Role.WRITES_MODEL), (Role.READS_WEIGHTS, Role.WRITES_WEIGHTS))
_PLACES = pattern(r"environ|getenv|expanduser|\bhome\(|argv|argparse|\bFLAGS\b|click|\binput\(|getcwd")
"""Where a file may come from that nobody sees: folders that are settings of whoever runs it."""
_LEAST_WORD = 3
_COMMON = frozenset("keras hdf5 weights".split())
_WORD = pattern(r"[A-Za-z]+")


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
    others = files_with(module)
    if others is None or is_brought(module):
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
    named = naming(name)
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
    return not module.project.ships(folder or name_of(text), besides=module.path)


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
    whole = filled(written)
    for there in files:
        for handled in there.fact(HandledFiles).every:
            for value in handled.values if handled.role in READING else ():
                if not isinstance(value, Text):
                    return True
                if whole.fullmatch(name_of(value)) or may_be(handled, written):
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
