"""The data that ``fit``, ``evaluate`` and ``predict`` of a Keras model are given."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.objects import families

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_STEPS = {
    ("fit", "x"): "steps_per_epoch",
    ("fit", "validation_data"): "validation_steps",
    ("evaluate", "x"): "steps",
    ("predict", "x"): "steps",
}
"""For each method and argument the one that says after how many batches to stop."""


@dataclass(frozen=True, slots=True)
class Given:
    """One argument with data.

    Attributes:
        call: the call, all of whose arguments are in sight.
        argument: the name of the argument, ``x`` or ``validation_data``.
        data: what it is given.
    """

    call: Call
    argument: str
    data: cst.BaseExpression

    @property
    def method(self) -> str:
        """``fit``, ``evaluate`` or ``predict``."""
        return self.call.name.rpartition(".")[2]

    @property
    def steps_name(self) -> str:
        """The name of the argument that says after how many batches to stop."""
        return _STEPS[self.method, self.argument]

    @property
    def steps(self) -> Argument | None:
        """That argument, if it is given and not a literal ``None``."""
        found = argument_of(self.call, self.steps_name)
        return None if found is None or is_none(found.value) else found


def given(module: Module, *methods: str) -> Iterator[Given]:
    """The data of all calls of *methods* on what provably is a Keras model, with all arguments in sight."""
    for call, _ in module.calls_on(families.MODEL, *methods):
        if call.open:
            continue
        for name in ("x", "validation_data"):
            if (call.name.rpartition(".")[2], name) not in _STEPS:
                continue
            found = argument_of(call, name)
            if found is not None and not is_none(found.value):
                yield Given(call, name, found.value)
