"""TFC822 eager-disabled."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.order import Before, runs_before
from tflint_ckpt.syntax.statements import remove_statement

_DISABLING = (
    "tensorflow.compat.v1.disable_eager_execution",
    "tensorflow.compat.v1.disable_v2_behavior",
    "tensorflow.python.framework.ops.disable_eager_execution",
)
_WORDS = ("disable_eager_execution", "disable_v2_behavior")
_OTHERWISE = ("enable_eager_execution", "enable_v2_behavior", "tf_keras")
"""Words of a file that switches again, or whose models may be of Keras 2 on any release."""
_OF_GRAPHS = frozenset(
    "Session InteractiveSession placeholder gradients get_session set_session get_default_graph as_default "
    "global_variables_initializer learning_phase add_loss get_updates backend K".split()
)
"""With one of these, a file may have been written for graphs."""
_NAME = pattern(r"\w+")
_OUTCOMES = (
    on_keras2(None, "trains in a graph"),
    on_keras3(Severity.ERROR, "raises RuntimeError, or TypeError where it is given a Dataset"),
)


class EagerDisabled(Rule):
    """Eager execution is disabled, and a model of Keras 3 is trained after that.

    ## What it does
    Reports `tf.compat.v1.disable_eager_execution()` and `disable_v2_behavior()` in a file that surely calls
    `fit`, `evaluate` or `predict` of a Keras model after that.

    ## Why
    Keras 2 has a way of its own to train in graphs of TensorFlow 1. Keras 3 has none: it iterates over a
    `tf.data.Dataset` that it makes of the data, which raises `RuntimeError: tf.data.Dataset only supports
    Python-style iteration in eager mode`.

    ## When it is silent
    Where eager execution is enabled again, where it is not certain that the call comes before the training,
    and where the model is not proved to be one of Keras. Under a test of the version, and in a `try` that
    catches `RuntimeError`.

    ## Fix safety
    The call is removed where nothing in the file is for graphs and sessions: unsafe, since Keras 2 then
    trains eagerly, too; yours to remove where a comment beside it speaks of it. What was written for graphs
    (`K.gradients`, a placeholder, a loss that closes over symbolic tensors) is left to you.

    ## References
    - [Migrating from TensorFlow 1 to TensorFlow 2](https://www.tensorflow.org/guide/migrate)
    """

    code = "TFC822"
    name = "eager-disabled"
    summary = "eager execution is disabled before a model of Keras 3 is trained"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Name(*_WORDS), Name("fit", "evaluate", "predict"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for the first such call."""
        if any(word in module.source.text for word in _OTHERWISE):
            return
        for call in module.facts.calls:
            spelled = module.spelled(call.func)
            if spelled not in _DISABLING or is_guarded(module, call, "RuntimeError"):
                continue
            for used, _ in module.calls_on(families.MODEL, "fit", "evaluate", "predict"):
                caught = is_guarded(module, used.node, "RuntimeError")
                if caught or runs_before(module, call, used.node) is not Before.ALWAYS:
                    continue
                method = cst.ensure_type(used.node.func, cst.Attribute).attr.value
                what = f"eager execution is disabled, and {method} cannot iterate over its Dataset"
                yield from self.judged(module, call, what, _OUTCOMES, _fix(module, call), of=used.node)
                return


def _fix(module: Module, call: cst.Call) -> Fix:
    from tflint_ckpt.syntax.comments import is_named_beside

    statement = module.parent(call)
    names = _NAME.findall(module.source.text)
    title = "train eagerly: remove the call"
    if not isinstance(statement, cst.Expr) or not _OF_GRAPHS.isdisjoint(names):
        return Fix(Applicability.MANUAL, "port what needs graphs, and remove the call")
    if is_named_beside(module, call, "eager"):
        return Fix(Applicability.MANUAL, f"{title} and the comment of it")
    edits: tuple[Edit, ...] = (remove_statement(module, statement),)
    return Fix(Applicability.UNSAFE, f"{title}; not safe: Keras 2 then trains eagerly, too", edits)
