"""TFC410 callback-super-missing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.signature import ParameterKind
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Name
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.callbacks.unbuilt import Unbuilt, unbuilt
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.syntax.docstrings import docstring
from tflint_ckpt.syntax.statements import insert_before

_BASES = (
    "ModelCheckpoint",
    "EarlyStopping",
    "ReduceLROnPlateau",
    "LearningRateScheduler",
    "CSVLogger",
    "TensorBoard",
    "BackupAndRestore",
    "RemoteMonitor",
)

_STARRED = (ParameterKind.ARGS, ParameterKind.KWARGS)


class CallbackSuperMissing(Rule):
    """A class derives from a callback of Keras and leaves its constructor out: its first hook raises.

    ## What it does
    Reports a constructor of a class that derives from `ModelCheckpoint`, `EarlyStopping`, `ReduceLROnPlateau`
    or another callback of Keras that keeps its arguments, where it does not call `super().__init__(…)`.

    ## Why
    The hooks of such a callback read what its constructor has set: `AttributeError: 'Mine' object has no
    attribute 'save_freq'` when `fit` comes to the first of them. `Callback` itself needs no such call.

    ## When it is silent
    For classes that derive from `Callback` alone; where the class sets what the base needs itself, or has the
    hook that needs it; where the constructor calls another method, or sets attributes by name.

    ## Fix safety
    The fix calls `super().__init__` with the parameters that both constructors have. It is unsafe: what else
    the base should be given, only a person can say.

    ## References
    - [Callbacks API](https://keras.io/api/callbacks/)
    """

    code = "TFC410"
    name = "callback-super-missing"
    summary = "a class derived from a callback of Keras whose constructor does not call that of the base"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name(*_BASES), Defined("__init__"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such constructor."""
        for found in unbuilt(module):
            what = f"the constructor of {found.base} is not called, which sets {found.attribute!r}"
            outcome = Outcome(Severity.ERROR, f"raises AttributeError {found.when}")
            yield from self.judged(module, found.constructor.name, what, (outcome,), _fix(module, found))


def _fix(module: Module, found: Unbuilt) -> Fix:
    told = api.signature(f"keras.callbacks.{found.base}", "", module.target.releases[-1].keras)
    body = found.constructor.body
    if told is None or not isinstance(body, cst.IndentedBlock):
        return Fix(Applicability.MANUAL, "call super().__init__(…)")
    own = [each.name.value for each in all_parameters(found.constructor.params) if each.star == ""]
    named = [each for each in told.parameters if each.kind not in _STARRED]
    taken = [each.name for each in named]
    needed = [each.name for each in named if each.default is None]
    if not set(needed) <= set(own):
        return Fix(
            Applicability.MANUAL, f"call super().__init__({', '.join(f'{name}=…' for name in needed)})"
        )
    code = f"super().__init__({', '.join(f'{name}={name}' for name in own if name in taken)})"
    lines = body.body[1:] if docstring(found.constructor) is not None else body.body
    if not lines:
        return Fix(Applicability.MANUAL, f"call {code}")
    first = lines[0].body[0] if isinstance(lines[0], cst.SimpleStatementLine) else lines[0]
    return Fix(Applicability.UNSAFE, f"call {code}", (insert_before(module, first, code),))
