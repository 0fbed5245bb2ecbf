"""TFC823 tensorflow1-argument."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, with_edits
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Given
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.tensorflow1 import builds_graphs, is_meant, may_be_target
from tflint_ckpt.semantics.release_asked import asks_which_runs
from tflint_ckpt.syntax.arguments import rename_argument

_REDUCING = {"keep_dims": "keepdims", "reduction_indices": "axis"}
_REDUCTIONS = (
    "reduce_sum reduce_mean reduce_max reduce_min reduce_prod reduce_all reduce_any reduce_logsumexp"
)
_DIM = {"dim": "axis"}
_DIMENSION = {"dimension": "axis"}
_VALUE = {"value": "input"}
_NAMES: dict[str, dict[str, str]] = {
    **dict.fromkeys(_REDUCTIONS.split(), _REDUCING),
    **{f"math.{name}": _REDUCING for name in _REDUCTIONS.split()},
    "math.count_nonzero": _REDUCING,
    "norm": {"keep_dims": "keepdims"},
    "nn.moments": {"keep_dims": "keepdims"},
    **dict.fromkeys(("argmax", "argmin", "math.argmax", "math.argmin"), _DIMENSION),
    **dict.fromkeys(("nn.softmax", "nn.log_softmax", "expand_dims"), _DIM),
    "nn.softmax_cross_entropy_with_logits": _DIM,
    "squeeze": {"squeeze_dims": "axis"},
    "concat": {"concat_dim": "axis"},
    "nn.conv2d": {"filter": "filters"},
    **dict.fromkeys(("nn.max_pool", "nn.avg_pool"), _VALUE),
    "nn.dropout": {"keep_prob": ""},
}
"""Of functions of TensorFlow, which TensorFlow 2 has too, arguments that it does not take any more, and what
they are called there; run on TensorFlow 2.15, 2.16 and 2.21: each raises TypeError."""
_RATE = "write rate=1 - keep_prob: it is the share that is left out"


class TensorFlow1Argument(Rule):
    """A function of TensorFlow gets an argument by the name that it had in TensorFlow 1.

    ## What it does
    Reports `keep_dims`, `reduction_indices`, `dim`, `dimension`, `squeeze_dims`, `concat_dim` and `keep_prob`
    where they are given to the functions of `tf`, `tf.math` and `tf.nn` that had them.

    ## Why
    TensorFlow 2 has the functions and calls these arguments `keepdims`, `axis` and `rate`: `TypeError: Got an
    unexpected keyword argument 'keep_dims'`. In the `call` of a layer, or in a loss, that shows when the
    model is built or trained.

    ## When it is silent
    In a program for TensorFlow 1, and where the target may be that; on `tf.compat.v1`; under a test of the
    version or in a `try` that catches the exception.

    ## Fix safety
    The argument gets its new name, which means the same: safe. `keep_prob` is left to a person: `rate` is the
    share that is left out.

    ## References
    - [Migrate to TensorFlow 2](https://www.tensorflow.org/guide/migrate)
    """

    code = "TFC823"
    name = "tensorflow1-argument"
    summary = "an argument of a TensorFlow function by its name in TensorFlow 1"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (
        Given(
            made_by=lambda: [
                f"{api.rpartition('.')[2]}.{old}" for api, names in _NAMES.items() for old in names
            ]
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument."""
        if may_be_target(module):
            return
        found = [(call, *each) for call in module.facts.calls for each in _old_names(module, call)]
        if not found or is_meant(module) or builds_graphs(module) or asks_which_runs(module):
            return
        for call, api, argument, new in found:
            assert argument.keyword is not None
            if is_guarded(module, call, "TypeError"):
                continue
            message = f"tf.{api} no longer accepts {argument.keyword.value}: TensorFlow 2 raises TypeError"
            fix = Fix(Applicability.MANUAL, _RATE)
            if new:
                fix = with_edits(f"write {new}", rename_argument(module, argument, new))
            yield self.finding(module, argument, Severity.ERROR, message, fix, of=call)


def _old_names(module: Module, call: cst.Call) -> Iterator[tuple[str, cst.Arg, str]]:
    """The function of TensorFlow, the argument, and what it is called now."""
    given = [each for each in call.args if each.keyword is not None]
    if not given:
        return
    root, _, api = (module.spelled(call.func) or "").partition(".")
    names = _NAMES.get(api, {}) if root == "tensorflow" and len(module.spellings(call.func)) == 1 else {}
    for argument in given:
        if argument.keyword is not None and argument.keyword.value in names:
            yield api, argument, names[argument.keyword.value]
