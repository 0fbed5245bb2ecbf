"""TFC515 load-weights-status."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
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
UNKNOWN = (
    on_keras2(None, "returns a status of TensorFlow checkpoints, and None of HDF5 files"),
    on_keras3(Severity.ERROR, "raises: load_weights returns None of HDF5 files, and reads no others"),
)


class LoadWeightsStatus(Rule):
    """`load_weights` returns no status on Keras 3: `.expect_partial()` on its result raises.

    ## What it does
    Reports `expect_partial()` and the `assert_` methods where they are called on what `load_weights`
    returned, at once or through a variable.

    ## Why
    Keras 2 returns the status of the restore for a TensorFlow checkpoint (`.ckpt`), and `None` for HDF5.
    Keras 3 reads no TensorFlow checkpoints and always returns `None`: `AttributeError: 'NoneType' object
    has no attribute 'expect_partial'`, after the weights were loaded.

    ## When it is silent
    Where the file is a TensorFlow checkpoint (`.ckpt`, `tf.train.latest_checkpoint`): Keras 2 has a status
    there, and on Keras 3 `load_weights` itself raises (load-unsupported-format). Where a class of the module
    has a `load_weights` of its own, and where `AttributeError` is caught or the installed version is asked
    for.

    ## Fix safety
    The fix drops the call where the path ends as HDF5 does: there it cannot run as it is, and Keras complains
    by itself of weights that do not fit, so that it is safe. Where the code does not tell what the file is,
    and where a status is kept in a variable and used in other ways too, it is left to a person.

    ## References
    - [Weights-only saving](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    """

    code = "TFC515"
    name = "load-weights-status"
    summary = "expect_partial() or assert_…() on what load_weights returns, which is None on Keras 3"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
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
            if found.hdf5 is not False and not is_guarded(module, found.node, *MISSING):
                outcomes = HDF5 if found.hdf5 else UNKNOWN
                what = f"{method.value}() is called on what load_weights returns"
                yield from self.judged(module, method, what, outcomes, _fix(module, found))


def _fix(module: Module, found: StatusCall) -> Fix:
    assert isinstance(found.node.func, cst.Attribute)
    method = found.node.func.attr.value
    if found.hdf5 is None:
        return Fix(Applicability.MANUAL, f"load weights of Keras, .weights.h5, without .{method}()")
    edit = _dropped(module, found)
    title = f"drop .{method}()"
    return Fix(Applicability.SAFE, title, (edit,)) if edit else Fix(Applicability.MANUAL, title)


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
