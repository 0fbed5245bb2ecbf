"""Files that a function of another file writes between a training and the saving of its model.

Where that raises since the folder is not there, what was trained is lost. Of functions in files without
Keras, which no rule looks at by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.made_elsewhere import (
    is_made_elsewhere,
    is_missing_below_root,
    may_be_made_elsewhere,
)
from tflint_ckpt.semantics.paths.shape import PathTemplate, templates
from tflint_ckpt.semantics.saving.folders import Kind, Writing, Writings
from tflint_ckpt.semantics.saving.missing_folders import missing_folders
from tflint_ckpt.semantics.training.lost import saved_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.training.fits import Fit

_WRITES = pattern(r"\b(?:save|savez|savez_compressed|savetxt|savefig)\s*\(")
_KINDS = (Kind.ARRAY, Kind.FIGURE, Kind.PICTURE)
_ERRORS = ("OSError", "IOError", "FileNotFoundError", "EnvironmentError")


@dataclass(frozen=True, eq=False, slots=True)
class WrittenBehind:
    """A call behind a training that writes into a folder that nothing makes.

    Attributes:
        call: the call.
        fit: the training.
        there: the file of the function.
        writing: what in it writes.
        missing: the folders.
    """

    call: cst.Call
    fit: cst.Call
    there: Module
    writing: Writing
    missing: tuple[str, ...]


def written_behind(module: Module) -> Iterator[WrittenBehind]:
    """Each such call, once."""
    for fit, between in saved_behind(module):
        for call in between:
            if is_expected(module, call) or is_handled(module, call, *_ERRORS):
                continue
            found = _writing(module, fit, call)
            if found is not None:
                yield found


def _writing(module: Module, fit: Fit, call: cst.Call) -> WrittenBehind | None:
    spelled = module.spelled(call.func)
    found = module.fact(Definitions).of(spelled, _may_write) if spelled is not None else None
    function = found.binding.node if found is not None else None
    if found is None or not isinstance(function, cst.FunctionDef) or function.decorators:
        return None
    there = found.module
    if not isinstance(there, Module) or there.imports("tensorflow", "keras"):
        return None
    every = there.fact(Writings).every
    calls = [each.node for each in every]
    for writing in every:
        if writing.kind not in _KINDS or there.enclosing_function(writing.node) is not function:
            continue
        if is_expected(there, writing.node) or is_handled(there, writing.node, *_ERRORS):
            continue
        paths = templates(there.evaluate(writing.path), there.fact(Fillings).mark)
        missing = [_missing(there, path, writing, calls) for path in paths or ()]
        if missing and all(missing):
            return WrittenBehind(call, fit.node, there, writing, tuple(missing))
    return None


def _may_write(text: str, name: str) -> bool:
    return _WRITES.search(text) is not None


def _missing(there: Module, path: PathTemplate, writing: Writing, calls: list[cst.Call]) -> str:
    """The folder of *path*, if surely nothing makes it."""
    if "{" in path.directory:
        return ""
    if path.starts_unknown:
        is_missing = is_missing_below_root(there, path, writing.path, calls)
        return path.stable_directory if is_missing else ""
    if may_be_made_elsewhere(there, path, writing.path):
        return ""
    missing = next(missing_folders(there, writing.node, (path,), calls), "")
    return missing if not is_made_elsewhere(there, missing) else ""
