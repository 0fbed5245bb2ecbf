"""TFC515 load-weights-status."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.weights import StatusCall, status_calls
from tflint_ckpt.syntax.chains import remove_link
from tflint_ckpt.syntax.statements import remove_statement

KERAS3 = on_keras3(Severity.ERROR, "raises AttributeError, since load_weights returns None")
HDF5 = (
    on_keras2(Severity.ERROR, "raises AttributeError too, since only TensorFlow checkpoints have a status"),
    KERAS3,
)
TENSORFLOW = (
    on_keras2(None, "returns a status here"),
    on_keras3(Severity.ERROR, "reads no TensorFlow checkpoints, and load_weights returns None, not a status"),
)
UNKNOWN = (on_keras2(None, "returns a status of TensorFlow checkpoints, and None of HDF5 files"), KERAS3)


class LoadWeightsStatus(Rule):
    """`load_weights` returns no status on Keras 3: `.expect_partial()` on its result raises.

    ## What it does
    Reports `expect_partial()` and the `assert_` methods where they are called on what `load_weights`
    returned, at once or through a variable.

    ## Why
    Keras 2 returns the status of the restore for a TensorFlow checkpoint (`.ckpt`), and `None` for HDF5.
    Keras 3 reads no TensorFlow checkpoints and always returns `None`: `AttributeError: 'NoneType' object
    has no attribute 'expect_partial'`, after the weights were loaded. Of a `.ckpt` path it raises
    `ValueError` before that.

    ## When it is silent
    Where a class of the module has a `load_weights` of its own, and where `AttributeError` is caught or the
    installed version is asked for.

    ## Fix safety
    The fix drops the call. It is safe where the code runs on Keras 3 only, or reads HDF5: there it cannot
    run as it is, and Keras complains by itself of weights that do not fit. It is unsafe where Keras 2 may
    read a TensorFlow checkpoint, whose check is then gone. A status that is kept in a variable and used
    in other ways too is left to a person.

    ## References
    - [Weights-only saving](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    """

    code = "TFC515"
    name = "load-weights-status"
    summary = "expect_partial() or assert_…() on what load_weights returns, which is None on Keras 3"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Method("load_weights"),
        Method(
            "expect_partial",
            "assert_consumed",
            "assert_existing_objects_matched",
            "assert_nontrivial_match",
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each status method of what ``load_weights`` returns."""
        for found in status_calls(module):
            assert isinstance(found.node.func, cst.Attribute)
            method = found.node.func.attr
            if not is_guarded(module, found.node, *MISSING):
                outcomes = _outcomes(found)
                what = f"{method.value}() is called on what load_weights returns"
                yield from self.judged(module, method, what, outcomes, _fix(module, found))


def _outcomes(found: StatusCall) -> tuple[Outcome, ...]:
    if found.hdf5 is None:
        return UNKNOWN
    return HDF5 if found.hdf5 else TENSORFLOW


def _fix(module: Module, found: StatusCall) -> Fix:
    assert isinstance(found.node.func, cst.Attribute)
    title = f"drop .{found.node.func.attr.value}()"
    safe = found.hdf5 or not module.target.keras2
    edit = _dropped(module, found)
    if edit is None:
        return Fix(Applicability.MANUAL, title)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, (edit,))


def _dropped(module: Module, found: StatusCall) -> Edit | None:
    """An edit that drops the method call: its link of the chain, or its statement of its own."""
    assert isinstance(found.node.func, cst.Attribute)
    statement = module.parent(found.node)
    if found.node.args:
        return None
    if not found.direct:
        return remove_statement(module, statement) if isinstance(statement, cst.Expr) else None
    edit = remove_link(module, found.node)
    before = module.full_span(found.node.func.value)[1]
    return edit if "#" not in module.source.text[before : edit.end] else None
