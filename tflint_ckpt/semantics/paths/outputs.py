"""What a module writes, and where: callbacks, managers of checkpoints, models and arrays that are saved."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import FILES, argument_of
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.call import Call
    from tflint_ckpt.semantics.contracts import FileContract
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


_METHODS = tuple(each for each in FILES if each.is_method and each.writes)
_OTHERS = tuple(each for each in FILES if not each.is_method and each.writes)


def outputs(module: Module) -> Iterator[Output]:
    """What the module writes by calls whose path is an argument, in no order."""
    for contract in _OTHERS:
        for call in module.calls(contract.api):
            name = last_name(call.node.func) if contract.at_once else contract.name
            yield from _output(call, contract, name)
    for call, _ in module.objects.calls_on("keras.Model", *(each.name for each in _METHODS)):
        for contract in _METHODS:
            if contract.name == call.name.rpartition(".")[2]:
                yield from _output(call, contract, f"model.{contract.name}")


def _output(call: Call, contract: FileContract, name: str) -> Iterator[Output]:
    argument = argument_of(call, contract.argument)
    if argument is not None:
        yield Output(call.node, argument.value, name, contract.is_folder, contract.at_once)
