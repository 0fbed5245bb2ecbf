"""The fix that gives a file another suffix, with every use of it."""

from __future__ import annotations

from tflint_ckpt.finding import Applicability, Fix
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.suffix import resuffixed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    import libcst as cst

    from tflint_ckpt.finding import Edit
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.renaming import Renaming
    from tflint_ckpt.semantics.paths.shape import PathTemplate
    from tflint_ckpt.semantics.values.kinds import Text


WEIGHTS_SUFFIX = ".weights.h5"
"""What `save_weights` of Keras 3 wants at the end of its path."""
_ON_DISK = "files of the old name may be on disk"
BY_DEFAULT = "it is a default, in the place of which others may be given"
_NOT_MADE = "the new format does not make the folder, which the old one did"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a file in a format that does not make it.

    Attributes:
        edits: what makes it; empty where it is there, or is not the code's own.
        code: the statement that they insert.
        doubt: why it may be missing nevertheless; empty where nothing says so.
    """

    edits: tuple[Edit, ...] = ()
    code: str = ""
    doubt: str = ""


def suffix_fix(
    renaming: Renaming,
    text: Text,
    suffix: str,
    *,
    never_ran: bool,
    folder: Folder | None = None,
    doubt: str = "",
    also: str = "",
) -> Fix:
    """Rename the file at *text*: safe where what is there *never_ran* and every use is seen.

    By hand where the end of the path is not written in the code, or where something that uses the file
    would not go on working. The title says why; *doubt* is one more reason why the fix is not safe, *also*
    what might be done instead.
    """
    folder = folder or Folder()
    name = resuffixed(text, suffix)
    if not renaming.edits:
        return Fix(Applicability.MANUAL, by_hand(renaming, f"write a path of a file that ends in {suffix}"))
    title = f"write '{name}', wherever the file is used"
    if folder.code:
        title += f", and insert {folder.code}"
    title += also
    why_not = renaming.why_not or folder.doubt or doubt or ("" if never_ran else _ON_DISK)
    if why_not:
        title += f"; not safe: {why_not}"
    safe = not why_not and renaming.certain and never_ran
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    return Fix(applicability, title, (*renaming.edits, *folder.edits))


def weights_fix(module: Module, call: cst.Call, path: cst.BaseExpression, texts: tuple[Text, ...]) -> Fix:
    """Rename the file of weights that *call* writes to *path*, which may be any of *texts*."""
    from tflint_ckpt.semantics.paths.renaming import rename_suffix
    from tflint_ckpt.semantics.paths.suffix import ends_in

    is_hdf5 = any(ends_in(text, ".h5", ".hdf5", ".keras") for text in texts)
    folder = folder_for(module, call, path, was_made=not is_hdf5)
    renaming = rename_suffix(module, call, texts, WEIGHTS_SUFFIX)
    never_ran = not module.target.keras2
    return suffix_fix(renaming, texts[0], WEIGHTS_SUFFIX, never_ran=never_ran, folder=folder)


def by_hand(renaming: Renaming, advice: str) -> str:
    """*advice*, and what stands in the way of doing it here."""
    return f"{advice}; left to you: {renaming.why_not}" if renaming.why_not else advice


class _AnyOf:
    """What is in any of several collections, which are not copied for that."""

    def __init__(self, *groups: Container[cst.Call]) -> None:
        self._groups = groups

    def __contains__(self, call: object) -> bool:
        return any(call in group for group in self._groups)


def folder_for(module: Module, call: cst.Call, path: cst.BaseExpression, *, was_made: bool = True) -> Folder:
    """The folder of the file *path* that *call* writes, given that the new format does not make it.

    SavedModel, TensorFlow's own checkpoints and whole models in HDF5 make their folders; ``.keras`` on
    Keras 3 and weights in HDF5 do not (run on 2.15 and 2.21). *was_made* says whether the old format does.
    """
    from tflint_ckpt.semantics.paths.directories import Directories
    from tflint_ckpt.semantics.paths.handled import HandledFiles
    from tflint_ckpt.semantics.paths.shape import templates
    from tflint_ckpt.semantics.saving.folders import Writings
    from tflint_ckpt.semantics.saving.missing_folders import missing_folders
    from tflint_ckpt.syntax.makedirs import make_directory

    paths = templates(module.evaluate(path), module.fact(Fillings).mark)
    others = _AnyOf((call,), module.fact(Writings).calls, module.fact(HandledFiles).calls)
    if paths is None or any(each.starts_unknown or "{" in each.directory for each in paths):
        known = paths is not None and all(
            not each.directory or module.fact(Directories).has(each.directory, call, others) for each in paths
        )
        return Folder(doubt=_NOT_MADE if was_made and not known else "")
    if not list(missing_folders(module, call, paths, others)) or _is_made_by_another(module, call, paths):
        elsewhere = [each for each in paths if each.directory and not each.is_own and not each.is_remote]
        known = all(module.fact(Directories).has(each.directory, call, others) for each in elsewhere)
        return Folder(doubt=_NOT_MADE if was_made and not known else "")
    made = make_directory(module, call, path, remote=any(each.is_remote for each in paths))
    if made is None:
        return Folder(doubt=_NOT_MADE if was_made else "")
    return Folder(made[1], made[0])


def _is_made_by_another(module: Module, call: cst.Call, paths: tuple[PathTemplate, ...]) -> bool:
    """Whether another model is always saved to the same folders before, for which they are made."""
    from tflint_ckpt.semantics.paths.shape import templates
    from tflint_ckpt.semantics.saving.files import Action, file_calls
    from tflint_ckpt.syntax.statements import always_before, statement_of

    wanted = {path.directory for path in paths}
    for other in file_calls(module, Action.SAVE, Action.SAVE_WEIGHTS):
        if other.call.node is call or other.path is None:
            continue
        written = templates(module.evaluate(other.path.value), module.fact(Fillings).mark) or ()
        statement = statement_of(module, other.call.node)
        if {path.directory for path in written} == wanted and always_before(module, statement, call):
            return True
    return False
