"""What a module writes, and where: callbacks, managers of checkpoints, models and arrays that are saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.syntax.forms import last_name

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class Output:
    """One place of files that a call writes, now or during training.

    Attributes:
        call: the call.
        path: the expression of the file or folder.
        name: what is called, for a message: ``ModelCheckpoint``, ``model.save``.
        is_folder: whether *path* is a folder, in which any file may be written.
        at_once: whether it is written when the call runs, not during training.
    """

    call: cst.Call
    path: cst.BaseExpression
    name: str
    is_folder: bool = False
    at_once: bool = False


_LATER = {
    "keras.callbacks.ModelCheckpoint": ("filepath", 0, False),
    "keras.callbacks.CSVLogger": ("filename", 0, False),
    "keras.callbacks.TensorBoard": ("log_dir", 0, True),
    "tensorflow.train.CheckpointManager": ("directory", 1, True),
}
"""What writes during training: the argument with the path, its position, and whether it is a folder."""
_AT_ONCE = {
    "keras.models.save_model": ("filepath", 1),
    "numpy.save": ("file", 0),
    "numpy.savez": ("file", 0),
    "numpy.savez_compressed": ("file", 0),
    "numpy.savetxt": ("fname", 0),
}
_METHODS = ("save", "save_weights")


def outputs(module: Module) -> Iterator[Output]:
    """What the module writes by calls whose path is an argument, in no order."""
    for name, (keyword, position, is_folder) in _LATER.items():
        for call in module.calls(name):
            argument = call.argument(keyword, position=position)
            if argument is not None:
                yield Output(call.node, argument.value, name.rpartition(".")[2], is_folder)
    for name, (keyword, position) in _AT_ONCE.items():
        for call in module.calls(name):
            argument = call.argument(keyword, position=position)
            if argument is not None:
                yield Output(call.node, argument.value, last_name(call.node.func), at_once=True)
    for call, _ in module.objects.calls_on("keras.Model", *_METHODS):
        argument = call.argument("filepath", position=0)
        if argument is not None:
            yield Output(call.node, argument.value, f"model.{last_name(call.node.func)}", at_once=True)
