"""Folders of files that a call writes, where nothing makes them before."""

from __future__ import annotations

from collections.abc import Container, Iterator

import libcst as cst

from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import covers, normal, shape
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate
    from tflint_ckpt.semantics.values.kinds import Evaluating

_CHECKPOINT = "keras.callbacks.ModelCheckpoint"


def missing_folders(
    module: Module, node: cst.Call, paths: tuple[PathTemplate, ...], every: Container[cst.Call]
) -> Iterator[str]:
    """The folders of *paths*, as far as the code gives them, that nothing makes before *node* runs.

    The calls *every* only need theirs.
    """
    from tflint_ckpt.semantics.paths.directories import Directories

    for path in paths:
        folder = path.stable_directory
        if not folder or not path.is_own or is_made_by_checkpoint(module, folder):
            continue
        if not module.fact(Directories).has(folder, node, every):
            yield folder


def is_made_by_checkpoint(module: Module, directory: str, values: Evaluating | None = None) -> bool:
    """Whether a ``ModelCheckpoint`` writes to *directory*, which it makes itself from TensorFlow 2.12 on.

    *values* says what its path may be, where that is not what the module says.
    """
    for call in module.calls(_CHECKPOINT):
        path = argument_of(call, "filepath")
        of = values.of if values is not None else module.evaluate
        for value in of(path.value) if path is not None else ():
            if not isinstance(value, Text) or covers(
                normal(shape(value, module.fact(Fillings).mark)), directory
            ):
                return True
    return False
